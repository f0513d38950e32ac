-- Every row key and column that a rule's own terms can name is on the spine: counted here from the terms, not from the
-- subjects, so that a mistake in building the spine shows.
with keys as (

    select distinct
        cells.document_id,
        terms.rule_id,
        cells.row_key as subject_row
    from {{ ref('rule_terms') }} as terms
    inner join {{ ref('rule_catalog') }} as rules
        on terms.rule_id = rules.rule_id
        and rules.status = 'active'
    inner join {{ ref('fct_cells') }} as cells
        on terms.table_code = cells.table_code
        and (terms.column_code = cells.column_code or terms.column_code = '=subject')
        and list_contains(string_split(rules.subject_roles, '|'), cells.row_role)
    inner join {{ ref('dim_document') }} as documents
        on cells.document_id = documents.document_id
        and documents.kind = 'final_accounts'
    where terms.selector_kind = 'subject'

)

select keys.*
from keys
left join {{ ref('rule_subjects') }} as subjects
    on keys.document_id = subjects.document_id
    and keys.rule_id = subjects.rule_id
    and keys.subject_row = subjects.subject_row
where subjects.document_id is null
