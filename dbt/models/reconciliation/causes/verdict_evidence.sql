-- One row per verdict with its evidence, whatever its status: the cells that took part, worked out for whoever asks.
-- A release keeps the evidence of what is in doubt (fail, rounding, no_data); that of the many others is here, by document,
-- rule and subject. A view: asked for one document it looks at that document alone.
{{ config(materialized='view') }}

with verdicts as (

    select document_id, rule_id, subject, status, evidence from {{ ref('int_rule_verdicts') }}

),

gathered as (

    {{ gathered_evidence('verdicts', ref('rule_evidence')) }}

),

final as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        coalesce(gathered.evidence, verdicts.evidence, '[]') as evidence
    from verdicts
    -- A miss is a verdict without cells of tables.
    left join gathered
        on verdicts.document_id = gathered.document_id
        and verdicts.rule_id = gathered.rule_id
        and verdicts.subject = gathered.subject

)

select * from final
