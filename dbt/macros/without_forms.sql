{#
  The verdict of a performance rule on documents without any self-evaluation form: not applicable, or no_data where
  there are forms that could not be read.
#}
{% macro without_forms(rule_id) -%}
    select
        documents.document_id,
        '{{ rule_id }}' as rule_id,
        'document' as subject,
        unnest(case
            when tables.presence = 'data' then {{ ruling('no_data', 'table_not_read') }}
            else {{ ruling('not_applicable', 'no_form') }}
        end)
    from {{ ref('dim_judged_document') }} as documents
    anti join {{ ref('int_performance_projects') }} as projects on documents.document_id = projects.document_id
    left join {{ ref('fct_document_tables') }} as tables
        on documents.document_id = tables.document_id
        and tables.table_code = 'jx01'
{%- endmacro %}
