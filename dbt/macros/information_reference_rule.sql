{#
  The verdict of a rule of information_references.csv, one per document: a line of an information table or block against a
  cell of the form's tables; where more than most_lines differ, none is told. Of its columns that of the final amount is meant,
  where there is only one such.
#}
{% macro information_reference_rule(rule_id, most_lines=99) -%}
    with lines as (

        select *
        from {{ ref('int_information_lines') }}
        where line_code is not null
          and cell_state = 'value'
          and not regexp_matches(coalesce(printed_header, ''), '预算|上年|增减|%')
        qualify count(*) over (partition by document_id, table_code, block_code, line_code) = 1

    ),

    compared as (

        select
            lines.*,
            refs.reference_no,
            cells.check_value as right_amount,
            lines.check_value - cells.check_value as difference,
            lines.half_unit + cells.half_unit as tolerance,
            {{ excess('difference', 'refs.relation') }} > tolerance and not {{ differs_by_unit('lines', 'cells') }} as is_wrong,
            tables.table_state = 'confirmed' and others.table_state = 'confirmed' as is_certain,
            tables.table_zh || ' ' || lines.line_zh || ' 印为 ' || lines.printed_text
            || if(refs.relation = '<=', ',大于', ',小于') || others.table_zh || ' ' || refs.right_zh || ' 的 ' || cells.printed_text
            || ' ' || coalesce(cells.printed_unit, '') as said_zh,
            [{{ cell_item("'left'", 'lines') }}, {{ cell_item("'right'", 'cells') }}] as items
        from lines
        inner join {{ ref('information_references') }} as refs
            on lines.block_code = refs.block_code
            and lines.line_code = refs.line_code
        inner join {{ ref('fct_cells') }} as cells
            on lines.document_id = cells.document_id
            and refs.table_code = cells.table_code
            and refs.column_code = cells.column_code
            and refs.row_key = cells.row_key
        inner join {{ ref('fct_document_tables') }} as tables
            on lines.document_id = tables.document_id
            and lines.table_code = tables.table_code
        inner join {{ ref('fct_document_tables') }} as others
            on lines.document_id = others.document_id
            and refs.table_code = others.table_code
        where refs.rule_id = '{{ rule_id }}'
          and lines.table_code <> refs.table_code
          and cells.cell_state = 'value'
          and not cells.is_repeated
          and (refs.title_pattern is null or regexp_matches(tables.title, refs.title_pattern))
          -- 三公 of the government fund is another's.
          and not regexp_matches(coalesce(tables.title, ''), '政府性基金|国有资本')

    ),

    gathered as (

        select
            document_id,
            bool_or(is_wrong) as is_wrong,
            bool_or(is_wrong and is_certain) as is_wrong_for_certain,
            count(*) filter (where is_wrong) as wrong_lines,
            string_agg(said_zh, ';' order by reference_no, cell_no) filter (where is_wrong and is_certain) as detail_zh,
            {{ at_first(['check_value as left_amount', 'right_amount', 'difference', 'tolerance', 'check_unit as unit', 'printed_text', 'table_code', 'page', 'source_locator'], '(reference_no, cell_no)', 'is_wrong and is_certain') }},
            to_json(coalesce(flatten(list(items order by reference_no, cell_no) filter (where is_wrong)), [])) as evidence
        from compared
        group by document_id

    )

    {% call document_rule(rule_id, 'nothing_printed', judged_by=['is_wrong', 'is_wrong_for_certain', 'wrong_lines'], is_excess=true) %}
        when not gathered.is_wrong then {{ ruling('pass') }}
        -- So many slips at once are one: a table out of step, which the rules of that table tell.
        when gathered.wrong_lines > {{ most_lines }} then {{ ruling('no_data', 'several_lines_differ') }}
        when not gathered.is_wrong_for_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
        else {{ ruling('fail') }}
    {% endcall %}
{%- endmacro %}
