{#
  The verdict of a rule of information_sums.csv, one per document: in every table and column (of assets: row) that prints
  the line on the left and something of those on the right. A figure beside a line that nobody knows may be part of the sum:
  then it need only be no larger.
#}
{% macro information_sum_rule(rule_id) -%}
    with lines as (

        select * from {{ ref('int_information_lines') }} where value_kind <> 'text'

    ),

    sums as (

        select * from {{ ref('information_sums') }} where rule_id = '{{ rule_id }}'

    ),

    unknown_lines as (

        select distinct document_id, table_code, block_code
        from lines
        where line_code is null
          and row_role <> 'of_which'
          and check_value <> 0
          and (value_kind = 'money' or check_unit = '辆')

    ),

    left_lines as (

        select lines.*, sums.sum_no, if(others.is_printed, '=', sums.relation) as relation, sums.right_codes, sums.right_zh, sums.tells_zh
        from lines
        inner join sums
            on lines.block_code = sums.block_code
            and lines.line_code = sums.left_code
        -- A miss is a list that does not print what is left over.
        left join (select distinct document_id, table_code, block_code, series, line_code, true as is_printed from lines) as others
            on lines.document_id = others.document_id
            and lines.table_code = others.table_code
            and lines.block_code = others.block_code
            and lines.series = others.series
            and sums.whole_with = others.line_code
        where lines.cell_state = 'value'
        -- Printed once more it is another table's; the first stands at the head of the lines.
        qualify row_number() over (partition by lines.document_id, lines.table_code, lines.series, sums.sum_no order by lines.cell_no) = 1

    ),

    added as (

        select
            left_lines.document_id,
            left_lines.cell_no,
            left_lines.sum_no,
            coalesce(sum(parts.check_value), 0) as right_amount,
            coalesce(sum(parts.half_unit), 0) as half_units,
            count(*) filter (where parts.cell_state = 'value') as filled_parts,
            count(*) > count(distinct parts.line_code) and not bool_or(parts.line_code in ('vehicles_part', 'vehicles_rest')) as is_repeated,
            list({{ cell_item("'right'", 'parts') }} order by parts.cell_no) as evidence
        from left_lines
        inner join lines as parts
            on left_lines.document_id = parts.document_id
            and left_lines.table_code = parts.table_code
            and left_lines.block_code = parts.block_code
            and left_lines.series = parts.series
            and list_contains(string_split(left_lines.right_codes, '|'), parts.line_code)
        group by left_lines.document_id, left_lines.cell_no, left_lines.sum_no

    ),

    compared as (

        select
            left_lines.*,
            added.right_amount,
            added.half_units + left_lines.half_unit as tolerance,
            left_lines.check_value - added.right_amount as difference,
            if(unknown_lines.document_id is not null and left_lines.relation = '=', '>=', left_lines.relation) as holds,
            {{ excess('difference', 'holds') }} > tolerance as is_wrong,
            tables.table_state = 'confirmed' as is_certain,
            tables.table_zh,
            list_prepend({{ cell_item("'left'", 'left_lines') }}, added.evidence) as items
        from left_lines
        inner join added
            on left_lines.document_id = added.document_id
            and left_lines.cell_no = added.cell_no
            and left_lines.sum_no = added.sum_no
        inner join {{ ref('fct_document_tables') }} as tables
            on left_lines.document_id = tables.document_id
            and left_lines.table_code = tables.table_code
        -- A miss is a block all of whose lines are known.
        left join unknown_lines
            on left_lines.document_id = unknown_lines.document_id
            and left_lines.table_code = unknown_lines.table_code
            and left_lines.block_code = unknown_lines.block_code
        where added.filled_parts > 0
          and not added.is_repeated

    ),

    gathered as (

        select
            document_id,
            bool_or(is_wrong) as is_wrong,
            bool_or(is_wrong and is_certain) as is_wrong_for_certain,
            string_agg(
                table_zh || ' ' || line_zh || if(starts_with(series, 'column') and printed_header <> '', '(' || printed_header || ')', '')
                || ' 印为 ' || printed_text || ',' || right_zh || '为 ' || {{ money_text('right_amount', "if(check_unit = '元', printed_unit, check_unit)") }},
                ';' order by sum_no, cell_no
            ) filter (where is_wrong and is_certain) as detail_zh,
            {{ at_first(['check_value as left_amount', 'right_amount', 'difference', 'tolerance', 'check_unit as unit', 'printed_text', 'table_code', 'page', 'source_locator'], '(sum_no, cell_no)', 'is_wrong and is_certain') }},
            to_json(coalesce(flatten(list(items order by sum_no, cell_no) filter (where is_wrong)), [])) as evidence
        from compared
        group by document_id

    )

    {% call document_rule(rule_id, 'nothing_printed', judged_by=['is_wrong', 'is_wrong_for_certain'], is_excess=true) %}
        when not gathered.is_wrong then {{ ruling('pass') }}
        when not gathered.is_wrong_for_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
        else {{ ruling('fail') }}
    {% endcall %}
{%- endmacro %}
