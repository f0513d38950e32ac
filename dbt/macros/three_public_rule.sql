{#
  The verdict of a rule about 三公经费 and the numbers that the narrative tells, one per document. The CTE ``compared`` has the
  rows of int_three_public_numbers that the rule can judge, with is_wrong and what is said of each (said_zh).
#}
{% macro three_public_rule(rule_id) -%}
    select
        documents.document_id,
        '{{ rule_id }}' as rule_id,
        'document' as subject,
        unnest(case
            when coalesce(tables.table_state, 'missing') not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || coalesce(tables.table_state, 'missing')") }}
            when gathered.document_id is null then {{ ruling('no_data', 'not_in_text') }}
            when not gathered.is_wrong then {{ ruling('pass') }}
            when tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'gk07' as table_code,
        gathered.* exclude (document_id, is_wrong)
    from {{ ref('dim_judged_document') }} as documents
    left join {{ ref('fct_document_tables') }} as tables
        on documents.document_id = tables.document_id
        and tables.table_code = 'gk07'
    left join (
        select
            document_id,
            bool_or(is_wrong) as is_wrong,
            string_agg(said_zh, ';' order by count_order) filter (where is_wrong) as detail_zh,
            {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_wrong, count_order)') }},
            to_json(list({{ evidence_item("'left'", "'claims'", 'number_said', page='page', source_locator='source_locator', row_key='claim_key') }} order by count_order) filter (where is_wrong)) as evidence
        from compared
        group by document_id
    ) as gathered on documents.document_id = gathered.document_id
{%- endmacro %}
