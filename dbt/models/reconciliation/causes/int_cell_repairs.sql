-- One row per failed verdict × cell whose one change mends it together with another one.
-- A failed equality says by how much each of its cells would have to change to mend it. The change that mends most
-- verdicts of a document at once, inequalities included, is their common cause; what rounding explains is mended.
with causes as (

    select document_id, rule_id, subject from {{ ref('int_repeated_accounts') }}
    union
    select document_id, rule_id, subject from {{ ref('int_shifted_columns') }}
    union
    select document_id, rule_id, subject from {{ ref('int_absent_accounts') }}
    union
    select document_id, rule_id, subject from {{ ref('int_blank_totals') }}

),

repairs as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        rules.relation,
        cast(verdicts.difference as decimal(28, 2)) as difference,
        verdicts.tolerance,
        cells.table_code,
        cells.row_no,
        cells.column_code,
        cells.printed_value,
        cells.slope
    from {{ ref('int_rule_verdicts') }} as verdicts
    inner join {{ ref('rule_catalog') }} as rules on verdicts.rule_id = rules.rule_id
    inner join {{ ref('int_failure_cells') }} as cells
        on verdicts.document_id = cells.document_id
        and verdicts.rule_id = cells.rule_id
        and verdicts.subject = cells.subject
    anti join causes
        on verdicts.document_id = causes.document_id
        and verdicts.rule_id = causes.rule_id
        and verdicts.subject = causes.subject
    where abs(cells.slope) = 1

),

candidates as (

    select
        document_id,
        table_code,
        row_no,
        column_code,
        -difference * slope as repair,
        -- Of changes that rounding cannot tell apart, that of the finest figures.
        min(tolerance) as coarseness
    from repairs
    -- A repair that would turn a printed amount negative is no repair.
    where relation = '='
      and (printed_value < 0 or printed_value - difference * slope >= -tolerance)
    group by document_id, table_code, row_no, column_code, repair

),

mended as (

    select
        repairs.document_id,
        repairs.rule_id,
        repairs.subject,
        candidates.table_code,
        candidates.row_no,
        candidates.column_code,
        candidates.repair,
        candidates.coarseness,
        count(*) over (
            partition by
                repairs.document_id, candidates.table_code, candidates.row_no, candidates.column_code, candidates.repair
        ) as verdicts_mended
    from repairs
    inner join candidates
        on repairs.document_id = candidates.document_id
        and repairs.table_code = candidates.table_code
        and repairs.row_no = candidates.row_no
        and repairs.column_code = candidates.column_code
    where case repairs.relation
        when '=' then abs(repairs.difference + repairs.slope * candidates.repair) <= repairs.tolerance
        when '<=' then repairs.difference + repairs.slope * candidates.repair <= repairs.tolerance
        when '>=' then repairs.difference + repairs.slope * candidates.repair >= -repairs.tolerance
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

by_cell as (

    select *
    from best
    qualify row_number() over (
        partition by document_id, rule_id, subject, table_code, row_no, column_code
        order by coarseness, repair
    ) = 1

),

-- Several cells whose repair mends equally many verdicts: one cause all the same, but nobody can say which cell it is.
chosen as (

    select
        *,
        count(*) over (partition by document_id, rule_id, subject) as equally_good,
        count(distinct table_code) over (partition by document_id, rule_id, subject) as equally_good_tables
    from by_cell
    qualify row_number() over (
        partition by document_id, rule_id, subject
        order by table_code, row_no, column_code, repair
    ) = 1

),

final as (

    select
        document_id,
        rule_id,
        subject,
        table_code,
        row_no,
        column_code,
        repair,
        equally_good = 1 as is_certain,
        equally_good_tables = 1 as is_table_certain
    from chosen
    -- A cause that in the end keeps a single verdict to itself has nothing to back it.
    qualify count(*) over (partition by document_id, table_code, row_no, column_code, repair) > 1

)

select * from final
