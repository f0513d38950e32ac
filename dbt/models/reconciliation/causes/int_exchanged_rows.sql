-- One row per failed verdict of two accounts that have each other's figures: exchanged, both agree exactly with what they are
-- compared with. One of the two may be blank: then the figure stands in the wrong row. A relation such as >= fails in one
-- of them alone. Which table it is, the tables of all such verdicts say; where they say nothing, both are named. Where more
-- rows of a table fail whose figures stand in other rows or columns, the table is out of step, not two rows of it.
with verdicts as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        verdicts.subject_row,
        coalesce(verdicts.subject_column, '') as subject_column,
        verdicts.status,
        cast(verdicts.left_amount as decimal(28, 2)) as left_amount,
        cast(verdicts.right_amount as decimal(28, 2)) as right_amount
    from {{ ref('int_rule_verdicts') }} as verdicts
    inner join {{ ref('rule_catalog') }} as rules on verdicts.rule_id = rules.rule_id
    where verdicts.status in ('pass', 'rounding', 'fail')
      and rules.check_kind in ('sum', 'copy')
      and verdicts.left_amount is distinct from verdicts.right_amount
      and regexp_full_match(verdicts.subject_row, '[2-5][0-9]{2}(?:[0-9]{2}){0,2}')

),

candidates as (

    select
        failed.document_id,
        failed.rule_id,
        failed.subject,
        failed.subject_column,
        -- One of the two rows is blank: the figure stands in the other.
        failed.left_amount = 0 or failed.right_amount = 0 as is_misplaced,
        least(failed.subject_row, others.subject_row) as one_row,
        greatest(failed.subject_row, others.subject_row) as other_row
    from verdicts as failed
    inner join verdicts as others
        on failed.document_id = others.document_id
        and failed.rule_id = others.rule_id
        and failed.subject_column = others.subject_column
        and failed.left_amount = others.right_amount
        and failed.right_amount = others.left_amount
        and length(failed.subject_row) = length(others.subject_row)
        and failed.subject_row <> others.subject_row
    where failed.status = 'fail'
    -- Two rows that might both be the other one: nobody knows which.
    qualify count(*) over (partition by failed.document_id, failed.rule_id, failed.subject) = 1

),

-- What is put down to a table whose figures are known to stand elsewhere in it, or in another unit.
displaced as (

    select causes.document_id, causes.table_code, causes.rule_id, causes.subject, verdicts.subject_row
    from {{ ref('int_table_causes') }} as causes
    inner join verdicts
        on causes.document_id = verdicts.document_id
        and causes.rule_id = verdicts.rule_id
        and causes.subject = verdicts.subject
    where causes.cause_kind in ('unit', 'exchanged', 'slid')

),

-- Two rows with each other's figures are two figures that stand elsewhere, too: only other rows tell of the table.
out_of_step as (

    select candidates.document_id, candidates.rule_id, candidates.subject
    from candidates
    inner join displaced as own
        on candidates.document_id = own.document_id
        and candidates.rule_id = own.rule_id
        and candidates.subject = own.subject
    inner join displaced as others
        on own.document_id = others.document_id
        and own.table_code = others.table_code
        and length(candidates.one_row) = length(others.subject_row)
        and others.subject_row not in (candidates.one_row, candidates.other_row)
    group by candidates.document_id, candidates.rule_id, candidates.subject
    having count(distinct others.subject_row) >= (
        select max(value) from {{ ref('cause_policy') }} where policy_code = 'moved_figures'
    )

),

pairs as (

    select * from candidates anti join out_of_step using (document_id, rule_id, subject)

),

tables as (

    select
        pairs.document_id,
        pairs.rule_id,
        pairs.one_row,
        pairs.other_row,
        cells.table_code,
        bool_and(pairs.is_misplaced) as is_misplaced,
        min(cells.row_key) filter (where cells.check_value <> 0) as printed_row
    from pairs
    inner join {{ ref('int_rule_subject_terms') }} as subject_terms
        on pairs.document_id = subject_terms.document_id
        and pairs.rule_id = subject_terms.rule_id
        and pairs.subject = subject_terms.subject
    inner join {{ ref('fct_cells') }} as cells
        on subject_terms.document_id = cells.document_id
        and subject_terms.table_code = cells.table_code
        and subject_terms.column_code = cells.column_code
        and cells.row_key in (pairs.one_row, pairs.other_row)
        and cells.cell_state = 'value'
    group by pairs.document_id, pairs.rule_id, pairs.one_row, pairs.other_row, cells.table_code

),

-- More rules of the same two rows look at the table whose rows they are.
blamed as (

    select
        document_id,
        one_row,
        other_row,
        table_code,
        bool_and(is_misplaced) as is_misplaced,
        min(printed_row) as printed_row,
        count(*) as rules,
        max(count(*)) over (partition by document_id, one_row, other_row) as most
    from tables
    group by document_id, one_row, other_row, table_code

),

named as (

    select
        blamed.document_id,
        blamed.one_row,
        blamed.other_row,
        if(count(*) = 1, min(blamed.table_code), null) as table_code,
        string_agg(document_tables.table_zh, '与' order by blamed.table_code) || if(count(*) = 1, '', '之中有一张')
        || case
            when not bool_and(blamed.is_misplaced) then ' ' || blamed.one_row || ' 与 ' || blamed.other_row || ' 两行的数互换了;换回后两表相符'
            when count(*) = 1
                then '把 ' || if(min(blamed.printed_row) = blamed.one_row, blamed.other_row, blamed.one_row) || ' 的数列在 '
                    || min(blamed.printed_row) || ' 一行;移回后两表相符'
            else '把 ' || blamed.one_row || ' 与 ' || blamed.other_row || ' 的数列错了行(或编码);改正后两表相符'
        end as cause_zh
    from blamed
    inner join {{ ref('fct_document_tables') }} as document_tables
        on blamed.document_id = document_tables.document_id
        and blamed.table_code = document_tables.table_code
    where blamed.rules = blamed.most
    group by blamed.document_id, blamed.one_row, blamed.other_row

),

final as (

    select
        pairs.document_id,
        pairs.rule_id,
        pairs.subject,
        concat_ws('|', 'exchanged', pairs.one_row, pairs.other_row) as cause_name,
        named.table_code,
        named.cause_zh
    from pairs
    inner join named
        on pairs.document_id = named.document_id
        and pairs.one_row = named.one_row
        and pairs.other_row = named.other_row

)

select * from final
