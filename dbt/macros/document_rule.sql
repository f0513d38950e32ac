{#
  The verdicts of a rule about a document as a whole. The CTE ``gathered`` has one row per document that prints what the rule is
  about (others: not applicable, because of ``nothing``): the columns of a verdict, and those of ``judged_by``, which the branches
  of the caller look at. ``is_excess``: a figure that is off by as much elsewhere is the same finding.
#}
{% macro document_rule(rule_id, nothing, judged_by=['is_wrong'], is_excess=false) -%}
    select
        documents.document_id,
        '{{ rule_id }}' as rule_id,
        'document' as subject,
        unnest(case
            when gathered.document_id is null then {{ ruling('not_applicable', nothing) }}
            {{ caller() }}
        end),
        {% if is_excess -%}
        {{ same_excess('gathered.table_code', 'gathered.difference') }} as cause_key,
        {% endif -%}
        gathered.* exclude ({{ (['document_id'] + judged_by) | join(', ') }})
    from {{ ref('dim_judged_document') }} as documents
    -- A miss is a document that prints nothing of it.
    left join gathered on documents.document_id = gathered.document_id
{%- endmacro %}
