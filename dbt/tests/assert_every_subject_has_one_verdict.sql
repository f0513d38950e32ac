-- The spine and the verdicts, both ways: a subject without a verdict is silence, a verdict without a subject is noise.
-- Compared null-safe on the full key, from the two models that are built independently of one another.
-- A warning in a run: int_rule_verdicts ignores what has no subject and says no_data where a rule answers twice, so that
-- one document does not stop the others. The tests of the rules take it for a failure.
{{ config(severity='warn') }}
with subjects as (

    select document_id, rule_id, subject, count(*) as occurrences
    from {{ ref('rule_subjects') }}
    group by document_id, rule_id, subject

),

engine as (

    select document_id, rule_id, subject, count(*) as occurrences
    from (
        select document_id, rule_id, subject from {{ ref('int_rule_linear_verdicts') }}
        union all
        select document_id, rule_id, subject from {{ ref('int_claim_table_verdicts') }}
        union all
        select document_id, rule_id, subject from {{ ref('int_claim_sum_verdicts') }}
        {%- for rule_model in rule_models() %}
        union all
        select document_id, rule_id, subject from {{ ref(rule_model) }}
        {%- endfor %}
    )
    group by document_id, rule_id, subject

)

select
    coalesce(subjects.document_id, engine.document_id) as document_id,
    coalesce(subjects.rule_id, engine.rule_id) as rule_id,
    coalesce(subjects.subject, engine.subject) as subject,
    subjects.occurrences as on_spine,
    engine.occurrences as judged
from subjects
full outer join engine
    on subjects.document_id = engine.document_id
    and subjects.rule_id = engine.rule_id
    and subjects.subject = engine.subject
-- Models may look at documents that are no final accounts; no rule is about those.
where coalesce(subjects.document_id, engine.document_id) in (select document_id from subjects)
  and (
    subjects.occurrences is distinct from 1
    or (engine.occurrences is distinct from 1 and coalesce(subjects.subject, '') <> 'document')
  )
