{#
  The verdicts of a rule about every table that the form requires. The CTE ``listed`` has one row per document × table
  that prints what the rule is about (others: not applicable, because of ``nothing``), whether it is_wrong, and the other
  columns of a verdict.
#}
{% macro table_rule(rule_id, nothing) -%}
    select
        document_tables.document_id,
        '{{ rule_id }}' as rule_id,
        document_tables.table_code as subject,
        unnest(case
            when document_tables.table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || document_tables.table_state") }}
            when listed.document_id is null then {{ ruling('not_applicable', nothing) }}
            when not listed.is_wrong then {{ ruling('pass') }}
            when document_tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        listed.* exclude (document_id, table_code, is_wrong)
    from {{ ref('fct_document_tables') }} as document_tables
    left join listed
        on document_tables.document_id = listed.document_id
        and document_tables.table_code = listed.table_code
    where document_tables.is_required
{%- endmacro %}
