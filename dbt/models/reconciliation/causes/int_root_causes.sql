-- One row per failed or rounded verdict with the one cause it is put down to.
-- An account printed in two rows, a slipped column and an account that a table leaves out are causes of their own kind,
-- found before any single cell.
-- A failed equality says by how much each of its cells would have to change to mend it. The change that mends most
-- verdicts of a document at once, inequalities included, is their common cause. Whatever that change does not mend
-- keeps a cause of its own. A rule model may name the cause itself. All rounding of a document is one cause.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status in ('fail', 'rounding')

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

evidence as (

    select * from {{ ref('int_doubted_cells') }} where side <> 'condition' and abs(weight) = 1

),

documents as (

    select * from {{ ref('dim_document') }}

),

shifted as (

    select * from {{ ref('int_shifted_columns') }}

),

repeated as (

    select * from {{ ref('int_repeated_accounts') }}

),

absent as (

    select * from {{ ref('int_absent_accounts') }}

),

table_names as (

    select * from {{ ref('fct_document_tables') }}

),

blank_totals as (

    select * from {{ ref('int_blank_totals') }}

),

-- What adding one to the cell adds to (left - right).
repairs as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        rules.relation,
        cast(verdicts.difference as decimal(28, 2)) as difference,
        evidence.table_code,
        evidence.row_no,
        evidence.column_code,
        coalesce(evidence.check_value, 0) as printed_value,
        case when evidence.side = 'left' then evidence.weight else -evidence.weight end as slope
    from verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    inner join evidence
        on verdicts.document_id = evidence.document_id
        and verdicts.rule_id = evidence.rule_id
        and verdicts.subject = evidence.subject
    anti join repeated
        on verdicts.document_id = repeated.document_id
        and verdicts.rule_id = repeated.rule_id
        and verdicts.subject = repeated.subject
    anti join shifted
        on verdicts.document_id = shifted.document_id
        and verdicts.rule_id = shifted.rule_id
        and verdicts.subject = shifted.subject
    anti join absent
        on verdicts.document_id = absent.document_id
        and verdicts.rule_id = absent.rule_id
        and verdicts.subject = absent.subject
    anti join blank_totals
        on verdicts.document_id = blank_totals.document_id
        and verdicts.rule_id = blank_totals.rule_id
        and verdicts.subject = blank_totals.subject
    where verdicts.status = 'fail'

),

candidates as (

    select distinct
        document_id,
        table_code,
        row_no,
        column_code,
        -difference * slope as change
    from repairs
    -- A repair that would turn a printed amount negative is no repair.
    where relation = '='
      and (printed_value < 0 or printed_value - difference * slope >= 0)

),

mended as (

    select
        repairs.document_id,
        repairs.rule_id,
        repairs.subject,
        candidates.table_code,
        candidates.row_no,
        candidates.column_code,
        candidates.change,
        count(*) over (
            partition by
                repairs.document_id, candidates.table_code, candidates.row_no, candidates.column_code, candidates.change
        ) as verdicts_mended
    from repairs
    inner join candidates
        on repairs.document_id = candidates.document_id
        and repairs.table_code = candidates.table_code
        and repairs.row_no = candidates.row_no
        and repairs.column_code = candidates.column_code
    where case repairs.relation
        when '=' then repairs.difference + repairs.slope * candidates.change = 0
        when '<=' then repairs.difference + repairs.slope * candidates.change <= 0
        when '>=' then repairs.difference + repairs.slope * candidates.change >= 0
    end

),

best as (

    select *
    from mended
    -- One verdict alone says only that one of its cells is wrong, not which.
    where verdicts_mended > 1
    qualify rank() over (
        partition by document_id, rule_id, subject order by verdicts_mended desc
    ) = 1

),

-- Several repairs that mend equally many verdicts: one cause all the same, but nobody can say which cell it is.
chosen as (

    select
        *,
        count(*) over (partition by document_id, rule_id, subject) as equally_good
    from best
    qualify row_number() over (
        partition by document_id, rule_id, subject
        order by table_code, row_no, column_code, change
    ) = 1

),

-- A cause that in the end keeps a single verdict to itself has nothing to back it.
mendable as (

    select
        *,
        equally_good = 1 as is_certain
    from chosen
    qualify count(*) over (partition by document_id, table_code, row_no, column_code, change) > 1

),

final as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        case
            when verdicts.status = 'rounding'
                then {{ stable_id('rc_', ['documents.disclosure_id', "'rounding'"]) }}
            when verdicts.cause_key is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', 'verdicts.cause_key']) }}
            when repeated.table_code is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', "'repeated|' || repeated.table_code"]) }}
            when shifted.table_code is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', "'shift'", 'shifted.table_code', 'shifted.column_code', 'shifted.block']) }}
            when absent.table_code is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', "'absent'", 'absent.table_code', 'absent.account_code']) }}
            when blank_totals.table_code is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', "'blank_total'", 'blank_totals.table_code']) }}
            when mendable.table_code is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', "'cell'", 'mendable.table_code', 'mendable.row_no', 'mendable.column_code']) }}
            else {{ stable_id('rc_', ['documents.disclosure_id', 'verdicts.rule_id', 'verdicts.subject']) }}
        end as root_cause_id,
        case when mendable.is_certain then mendable.table_code end as cause_table_code,
        case when mendable.is_certain then mendable.row_no end as cause_row_no,
        case when mendable.is_certain then mendable.column_code end as cause_column_code,
        try_cast(case when mendable.is_certain then mendable.change end as decimal(18, 2)) as cause_change,
        case
            when verdicts.cause_key is not null or verdicts.status = 'rounding' then null
            when repeated.table_code is not null
                then table_names.table_zh || '科目 ' || repeated.account_code || ' 印了不止一行'
            when shifted.table_code is not null then shifted.cause_zh
            when absent.table_code is not null
                then table_names.table_zh || '未列科目 ' || absent.account_code || ';补列后有关的勾稽关系成立'
            when blank_totals.table_code is not null
                then table_names.table_zh || '的合计没有填数,而各类有数;按各类之和补填后有关的勾稽关系成立'
        end as cause_zh
    from verdicts
    inner join documents on verdicts.document_id = documents.document_id
    -- A miss means that no single cell explains this verdict together with another one.
    left join mendable
        on verdicts.document_id = mendable.document_id
        and verdicts.rule_id = mendable.rule_id
        and verdicts.subject = mendable.subject
    -- Misses: most verdicts have nothing to do with a repeated account, a slip or a missing account.
    left join repeated
        on verdicts.document_id = repeated.document_id
        and verdicts.rule_id = repeated.rule_id
        and verdicts.subject = repeated.subject
    left join shifted
        on verdicts.document_id = shifted.document_id
        and verdicts.rule_id = shifted.rule_id
        and verdicts.subject = shifted.subject
    left join absent
        on verdicts.document_id = absent.document_id
        and verdicts.rule_id = absent.rule_id
        and verdicts.subject = absent.subject
    left join blank_totals
        on verdicts.document_id = blank_totals.document_id
        and verdicts.rule_id = blank_totals.rule_id
        and verdicts.subject = blank_totals.subject
    left join table_names
        on verdicts.document_id = table_names.document_id
        and coalesce(repeated.table_code, absent.table_code, blank_totals.table_code) = table_names.table_code

)

select * from final
