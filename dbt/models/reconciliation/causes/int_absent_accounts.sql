-- One row per document × failed verdict × account that one table leaves out: the verdict that misses the account, the
-- sums beside it that its amount mends, and the totals above it that are short by the same amount.
-- Of a whole branch that is left out only the topmost account is named.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status = 'fail'

),

accounts as (

    select document_id, row_key, min(row_role) as row_role, min(parent_class) as parent_class, min(parent_section) as parent_section
    from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item')
    group by document_id, row_key

),

missing as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        verdicts.subject_row,
        verdicts.subject_column,
        cast(verdicts.difference as decimal(28, 2)) as difference,
        verdicts.reason_code = 'account_absent_left' as is_left,
        cast(abs(verdicts.difference) as decimal(28, 2)) as amount,
        accounts.row_role,
        accounts.parent_class,
        accounts.parent_section
    from verdicts
    inner join accounts
        on verdicts.document_id = accounts.document_id
        and verdicts.subject_row = accounts.row_key
    where verdicts.reason_code in ('account_absent_left', 'account_absent_right')

),

-- The class or section above it that the same rule misses as well.
topmost as (

    select
        missing.*,
        coalesce(classes.subject_row, sections.subject_row, missing.subject_row) as account_code
    from missing
    left join missing as classes
        on missing.document_id = classes.document_id
        and missing.rule_id = classes.rule_id
        and missing.is_left = classes.is_left
        and missing.subject_column is not distinct from classes.subject_column
        and missing.parent_class = classes.subject_row
    left join missing as sections
        on missing.document_id = sections.document_id
        and missing.rule_id = sections.rule_id
        and missing.is_left = sections.is_left
        and missing.subject_column is not distinct from sections.subject_column
        and missing.parent_section = sections.subject_row

),

-- The tables of the side that misses it, with the column it would stand in.
gaps as (

    select
        topmost.*,
        subject_terms.table_code,
        subject_terms.column_code
    from topmost
    inner join {{ ref('int_rule_subject_terms') }} as subject_terms
        on topmost.document_id = subject_terms.document_id
        and topmost.rule_id = subject_terms.rule_id
        and topmost.subject = subject_terms.subject
        and subject_terms.selector_kind = 'subject'
        and (subject_terms.side = 'left') = topmost.is_left

),

-- Sums over the account's siblings that hold once its amount is added.
sums as (

    select
        gaps.document_id,
        verdicts.rule_id,
        verdicts.subject,
        gaps.rule_id as missed_by,
        gaps.account_code,
        gaps.table_code
    from gaps
    inner join {{ ref('int_rule_subject_terms') }} as subject_terms
        on gaps.document_id = subject_terms.document_id
        and gaps.table_code = subject_terms.table_code
        and gaps.column_code = subject_terms.column_code
        and gaps.row_role = subject_terms.selector
        and (
            subject_terms.selector_kind = 'level'
            or (subject_terms.selector_kind = 'children' and subject_terms.subject_match in (gaps.parent_class, gaps.parent_section))
        )
    inner join verdicts
        on subject_terms.document_id = verdicts.document_id
        and subject_terms.rule_id = verdicts.rule_id
        and subject_terms.subject = verdicts.subject
    where abs(verdicts.difference + gaps.amount * subject_terms.weight * case subject_terms.side when 'left' then 1 else -1 end)
        <= verdicts.tolerance

),

-- Rows above it that the same rule finds short by the same amount.
short_above as (

    select
        gaps.document_id,
        verdicts.rule_id,
        verdicts.subject,
        gaps.rule_id as missed_by,
        gaps.account_code,
        gaps.table_code
    from gaps
    inner join verdicts
        on gaps.document_id = verdicts.document_id
        and gaps.rule_id = verdicts.rule_id
        and gaps.subject_column is not distinct from verdicts.subject_column
        and gaps.difference = verdicts.difference
        and verdicts.subject_row in (gaps.parent_class, gaps.parent_section, 'total')

),

-- Of several tables that might miss it, the one whose sums say so.
blamed as (

    select
        gaps.document_id,
        gaps.rule_id as missed_by,
        gaps.account_code,
        gaps.table_code
    from gaps
    left join sums
        on gaps.document_id = sums.document_id
        and gaps.rule_id = sums.missed_by
        and gaps.account_code = sums.account_code
        and gaps.table_code = sums.table_code
    qualify row_number() over (
        partition by gaps.document_id, gaps.rule_id, gaps.account_code
        order by sums.table_code is null, gaps.table_code
    ) = 1

),

involved as (

    select document_id, rule_id, subject, rule_id as missed_by, account_code, table_code from gaps
    union
    select * from sums
    union
    select * from short_above

),

final as (

    select
        involved.document_id,
        involved.rule_id,
        involved.subject,
        involved.table_code,
        involved.account_code
    from involved
    inner join blamed using (document_id, missed_by, account_code, table_code)
    -- Two accounts that would mend the same sum: the smaller code names the cause.
    qualify row_number() over (
        partition by involved.document_id, involved.rule_id, involved.subject
        order by involved.account_code, involved.table_code
    ) = 1

)

select * from final
