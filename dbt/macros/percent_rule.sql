{# The recomputed percentages that a rule is about. #}
{% macro percents_of_rule(rule_id) -%}
    select percents.*
    from {{ ref('int_claim_percent_verdicts') }} as percents
    inner join {{ ref('int_claim_subjects') }} as subjects
        on percents.document_id = subjects.document_id
        and percents.subject = subjects.claim_key
        and subjects.rule_id = '{{ rule_id }}'
{%- endmacro %}

{# The verdicts of a rule that recomputes one kind of percentage, each rule its own subjects. #}
{% macro percent_rule(rule_id) -%}
with percents as (

    {{ percents_of_rule(rule_id) }}

),

final as (

    select
        document_id,
        '{{ rule_id }}' as rule_id,
        subject,
        subject_zh,
        status,
        subtype,
        reason_code,
        severity,
        left_amount,
        right_amount,
        difference,
        unit,
        page,
        source_locator,
        printed_text,
        detail_zh,
        evidence
    from percents

)

select * from final
{%- endmacro %}
