-- N34: what an account is said to be for does not name another account of the same table:
-- 住房公积金…主要用于:事业单位医疗保险支出 was copied from the paragraph before.
with statements as (

    select * from {{ ref('fct_statements') }}

),

names as (

    select document_id, account_code, min_by(printed_label, (row_no, column_code)) as printed_label
    from {{ ref('fct_cells') }}
    where table_code = 'gk05' and account_code <> ''
    group by document_id, account_code

),

final as (

    select
        statements.document_id,
        'N34' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', nullif(statements.account_code, ''), statements.subject) as subject_zh,
        unnest(case
            when coalesce(statements.account_code, '') = '' then {{ ruling('not_applicable', 'no_account_named') }}
            when coalesce(other_account_code, '') = '' then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        page,
        source_locator,
        coalesce(nullif(excerpt, ''), subject) as printed_text,
        concat_ws(' ', '用途写的是', other_account_code, names.printed_label) || '的内容' as detail_zh,
        to_json([{{ told_item("coalesce(nullif(excerpt, ''), subject)", 'statement_key') }}]) as evidence
    from statements
    left join names
        on statements.document_id = names.document_id
        and statements.other_account_code = names.account_code
    where statements.statement_kind = 'purpose'

)

select * from final
