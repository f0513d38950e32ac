{#
  The verdicts of a rule about tables that are kept as printed, one per such table. The CTE ``compared`` has the cells that the
  rule can judge, with is_wrong, said_zh, items (evidence) and the amounts of a verdict. A figure that is off by as much
  against other tables and its own sums is one finding.
#}
{% macro kept_table_rule(rule_id) -%}
    select
        tables.document_id,
        '{{ rule_id }}' as rule_id,
        tables.table_code as subject,
        tables.table_zh as subject_zh,
        unnest(case
            when tables.table_state = 'not_read' then {{ ruling('no_data', 'table_not_read') }}
            when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_printed') }}
            when not gathered.is_wrong then {{ ruling('pass') }}
            when tables.table_state <> 'confirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        if(gathered.difference is null, null, {{ same_excess('gathered.table_code', 'gathered.difference') }}) as cause_key,
        gathered.* exclude (document_id, is_wrong)
    from {{ ref('fct_document_tables') }} as tables
    -- A miss is a table without what the rule is about.
    left join (
        select
            document_id,
            bool_or(is_wrong) as is_wrong,
            string_agg(said_zh, ';' order by cell_no) filter (where is_wrong) as detail_zh,
            {{ at_first(['check_value as left_amount', 'right_amount', 'difference', 'tolerance', 'printed_text', 'page', 'source_locator'], 'cell_no', 'is_wrong') }},
            table_code,
            '元' as unit,
            to_json(coalesce(flatten(list(items order by cell_no) filter (where is_wrong)), [])) as evidence
        from compared
        group by document_id, table_code
    ) as gathered
        on tables.document_id = gathered.document_id
        and tables.table_code = gathered.table_code
    where starts_with(tables.table_code, 'other_')
{%- endmacro %}

{# The cause of a figure that is off: by as much in the same table it is one. #}
{% macro same_excess(table_code, difference) -%}
    concat_ws('|', 'off', {{ table_code }}, abs({{ difference }}))
{%- endmacro %}
