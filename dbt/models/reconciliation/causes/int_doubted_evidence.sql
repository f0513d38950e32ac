-- One row per verdict in doubt (fail, rounding, no_data) that weighed cells: the evidence that is published with it.
with doubted as (

    select document_id, rule_id, subject, status
    from {{ ref('int_rule_verdicts') }}
    where status in ('fail', 'rounding', 'no_data')

)

{{ gathered_evidence('doubted', ref('int_doubted_cells')) }}
