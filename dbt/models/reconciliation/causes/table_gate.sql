-- One row per loaded document × table: may its figures be published as facts?
-- A table is withheld where no unit is printed with it nor with the others, and where its reading is not confirmed and
-- does not hold together: a sum over it is off by more than rounding explains. The other tables of the document stay open. A difference between tables speaks against the
-- unconfirmed one of them, unless a sum of its own that holds carries its figure, or another one is known to be in doubt.
with document_tables as (

    select
        *,
        presence = 'data' and printed_unit is null and table_code <> 'jx01' and read_status <> 'not_read' as is_without_unit
    from {{ ref('fct_document_tables') }}

),

verdicts as (

    select verdicts.*
    from {{ ref('int_rule_verdicts') }} as verdicts
    inner join {{ ref('rule_catalog') }} as rules on verdicts.rule_id = rules.rule_id
    -- A document whose tables are all confirmed has no difference to put down to one of them.
    semi join (select document_id from document_tables where table_state = 'unconfirmed') as doubtful
        on verdicts.document_id = doubtful.document_id
    where rules.check_kind in ('sum', 'copy')

),

evidence as (

    select * from {{ ref('int_doubted_cells') }} where side <> 'condition'

),

-- The cells that took part in each verdict, and how many tables they stand in.
parts as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        verdicts.status,
        verdicts.reason_code,
        evidence.table_code,
        evidence.row_no,
        evidence.column_code,
        min(evidence.table_code) over verdict = max(evidence.table_code) over verdict as is_own
    from verdicts
    inner join evidence
        on verdicts.document_id = evidence.document_id
        and verdicts.rule_id = evidence.rule_id
        and verdicts.subject = evidence.subject
    window verdict as (partition by verdicts.document_id, verdicts.rule_id, verdicts.subject)

),

carried as (

    select distinct document_id, table_code, row_no, column_code
    from parts
    where is_own and status = 'pass' and reason_code = 'compared'

),

-- Per difference and unconfirmed table in it: is it the table's own, and does a sum carry every figure it adds?
differences as (

    select
        parts.document_id,
        parts.rule_id,
        parts.subject,
        parts.table_code,
        parts.is_own,
        bool_and(carried.table_code is not null) as is_carried
    from parts
    inner join document_tables
        on parts.document_id = document_tables.document_id
        and parts.table_code = document_tables.table_code
        and document_tables.table_state = 'unconfirmed'
    -- A miss is a figure that no sum of its table confirms.
    left join carried
        on parts.document_id = carried.document_id
        and parts.table_code = carried.table_code
        and parts.row_no = carried.row_no
        and parts.column_code = carried.column_code
    where parts.reason_code = 'reading_unconfirmed'
    group by parts.document_id, parts.rule_id, parts.subject, parts.table_code, parts.is_own

),

own_doubts as (

    select distinct document_id, table_code from differences where is_own

),

explained as (

    select distinct differences.document_id, differences.rule_id, differences.subject
    from differences
    inner join own_doubts using (document_id, table_code)

),

doubts as (

    select differences.document_id, differences.table_code, count(*) as doubtful_differences
    from differences
    left join own_doubts
        on differences.document_id = own_doubts.document_id
        and differences.table_code = own_doubts.table_code
    left join explained
        on differences.document_id = explained.document_id
        and differences.rule_id = explained.rule_id
        and differences.subject = explained.subject
    where own_doubts.table_code is not null
       or (explained.rule_id is null and not differences.is_carried)
    group by differences.document_id, differences.table_code

),

final as (

    select
        document_tables.document_id,
        document_tables.table_code,
        document_tables.table_state,
        coalesce(doubts.doubtful_differences, 0) as doubtful_differences,
        doubts.table_code is not null or document_tables.is_without_unit as is_withheld
    from document_tables
    -- A miss is a table that nothing speaks against.
    left join doubts
        on document_tables.document_id = doubts.document_id
        and document_tables.table_code = doubts.table_code

)

select * from final
