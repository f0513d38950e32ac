-- One row per document × rule × subject × side × cell that took part in the verdict.
-- A view: all of it is three times the cells. What causes and findings look at is in int_doubted_cells.
{{ config(materialized='view') }}

{{ evidence_cells(ref('int_rule_term_cells'), ref('rule_subjects')) }}
