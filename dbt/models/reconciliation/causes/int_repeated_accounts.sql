-- One row per document × failed verdict that follows from an account which a table prints in two rows (K05): whatever
-- looks at the account from outside of its row, and whatever is off by just what one of its rows prints.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status = 'fail'

),

subject_terms as (

    select * from {{ ref('int_rule_subject_terms') }}
    semi join verdicts using (document_id, rule_id, subject)

),

repeated_cells as (

    select document_id, table_code, column_code, row_no, account_code, check_value
    from {{ ref('fct_cells') }}
    where is_repeated

),

repeated_accounts as (

    select distinct document_id, table_code, account_code from repeated_cells

),

-- total = basic + project of one row holds or not whatever other rows there are.
outward as (

    select document_id, rule_id, subject
    from subject_terms
    group by document_id, rule_id, subject
    having count(distinct (table_code, selector_kind)) > 1

),

about_account as (

    select
        subject_terms.document_id,
        subject_terms.rule_id,
        subject_terms.subject,
        repeated_accounts.table_code,
        repeated_accounts.account_code
    from subject_terms
    inner join outward
        on subject_terms.document_id = outward.document_id
        and subject_terms.rule_id = outward.rule_id
        and subject_terms.subject = outward.subject
    inner join repeated_accounts
        on subject_terms.document_id = repeated_accounts.document_id
        and subject_terms.table_code = repeated_accounts.table_code
        and split_part(subject_terms.subject_match, '#', 1) = repeated_accounts.account_code

),

-- Counted twice, or standing under the wrong code and missing under its own.
off_by_a_row as (

    select
        subject_terms.document_id,
        subject_terms.rule_id,
        subject_terms.subject,
        repeated_cells.table_code,
        repeated_cells.account_code
    from subject_terms
    inner join repeated_cells
        on subject_terms.document_id = repeated_cells.document_id
        and subject_terms.table_code = repeated_cells.table_code
        and subject_terms.column_code = repeated_cells.column_code
    inner join verdicts
        on subject_terms.document_id = verdicts.document_id
        and subject_terms.rule_id = verdicts.rule_id
        and subject_terms.subject = verdicts.subject
    where repeated_cells.check_value <> 0
      and abs(abs(verdicts.difference) - abs(repeated_cells.check_value)) <= verdicts.tolerance

),

unioned as (

    select * from about_account
    union
    select * from off_by_a_row

),

final as (

    select
        unioned.document_id,
        unioned.rule_id,
        unioned.subject,
        unioned.table_code,
        unioned.account_code
    from unioned
    inner join verdicts
        on unioned.document_id = verdicts.document_id
        and unioned.rule_id = verdicts.rule_id
        and unioned.subject = verdicts.subject
    qualify row_number() over (
        partition by unioned.document_id, unioned.rule_id, unioned.subject
        order by unioned.table_code, unioned.account_code
    ) = 1

)

select * from final
