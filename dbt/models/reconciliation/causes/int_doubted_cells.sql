-- One row per verdict in doubt (fail, rounding, no_data) × side × cell that took part in it: rule_evidence of those alone.
-- Of documents with a table whose reading is not confirmed also of what passes: it speaks for the reading (table_gate).
with wanted as (

    select document_id, rule_id, subject
    from {{ ref('int_rule_verdicts') }}
    where status in ('fail', 'rounding', 'no_data')
       or document_id in (select document_id from {{ ref('fct_document_tables') }} where table_state = 'unconfirmed')

),

wanted_terms as (

    select * from {{ ref('int_rule_subject_terms') }} semi join wanted using (document_id, rule_id, subject)

),

wanted_cells as (

    {{ term_cells('wanted_terms') }}

),

final as (

    {{ evidence_cells('wanted_cells', 'wanted') }}

)

select * from final
