-- One row per document × rule × subject × side × cell: the cells a linear rule finds, and how often it weighs them.
-- A cell that a rule adds and takes away again (every class, less 301 and 303) nets to nothing, weight 0: it is found, but
-- is neither evidence nor a source of rounding. found_terms has a bit for every term that found the cell.
-- A view: written down it would be four times the cells, and is read once for all verdicts, else for few.
{{ config(materialized='view') }}

{{ term_cells(ref('int_rule_subject_terms')) }}
