{#
  The verdicts of a rule about the narrative as a whole, one per document. The CTE ``gathered`` has one row per document of
  which it can say something: the columns of a verdict, those of ``judged_by``, which the branches of the caller look at, and
  the claim_key of the first figure that is wrong, where the rule is of figures (``is_of_claim``).
#}
{% macro narrative_rule(rule_id, judged_by=[], is_of_claim=true) -%}
    select
        documents.document_id,
        '{{ rule_id }}' as rule_id,
        'document' as subject,
        unnest(case
            when narratives.document_id is null then {{ ruling('no_data', 'narrative_not_read') }}
            {{ caller() }}
        end),
        'claims' as table_code,
        gathered.* exclude ({{ (['document_id'] + (['claim_key'] if is_of_claim else []) + judged_by) | join(', ') }}),
        to_json([{{ evidence_item("'left'", "'claims'", 'gathered.detail_zh', page='gathered.page', source_locator='gathered.source_locator', row_key='gathered.claim_key' if is_of_claim else 'null') }}]) as evidence
    from {{ ref('dim_judged_document') }} as documents
    left join (select distinct document_id from {{ ref('fct_claims') }}) as narratives
        on documents.document_id = narratives.document_id
    -- A miss is a narrative that says nothing of it.
    left join gathered on documents.document_id = gathered.document_id
{%- endmacro %}
