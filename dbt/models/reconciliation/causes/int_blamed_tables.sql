-- One row per failed verdict that looks at tables: the table it is put to. That which most failed verdicts look at; of several the
-- one with another unit than most, then that which fewer verdicts between tables speak for.
with singles as (

    -- A rule that names its cause itself, and an account in two rows, are not weighed here.
    select * from {{ ref('int_single_causes') }} where cause_kind not in ('named', 'repeated')

),

looked_at as (

    select
        cells.*,
        singles.cause_name,
        singles.row_no as cause_row_no,
        singles.table_code as cause_table_code
    from {{ ref('int_failure_cells') }} as cells
    inner join singles
        on cells.document_id = singles.document_id
        and cells.rule_id = singles.rule_id
        and cells.subject = singles.subject

),

copied_terms as (

    select *
    from {{ ref('int_rule_subject_terms') }}
    semi join looked_at using (document_id)
    where rule_id in (select rule_id from {{ ref('rule_catalog') }} where check_kind = 'copy')

),

copied_cells as (

    {{ term_cells('copied_terms') }}

),

-- The cells of comparisons between tables that hold: looked for first and by themselves. Joined later, DuckDB may pair
-- all cells of a document with all its verdicts.
held_cells as materialized (

    select term_cells.document_id, term_cells.table_code, term_cells.cell_no, term_cells.rule_id, term_cells.subject
    from copied_cells as term_cells
    semi join (
        select document_id, rule_id, subject
        from {{ ref('int_rule_verdicts') }}
        where status = 'pass' and reason_code = 'compared'
    ) as passed using (document_id, rule_id, subject)
    where term_cells.cell_state = 'value'

),

-- What holds although it looks at the same cells of the table and at another table: it speaks for this one.
support as (

    select flagged.document_id, flagged.table_code, count(distinct (held_cells.rule_id, held_cells.subject)) as held
    from (select distinct document_id, table_code, row_no, column_code from looked_at) as flagged
    inner join {{ ref('fct_cells') }} as printed
        on flagged.document_id = printed.document_id
        and flagged.table_code = printed.table_code
        and flagged.row_no = printed.row_no
        and flagged.column_code = printed.column_code
    inner join held_cells
        on printed.document_id = held_cells.document_id
        and printed.cell_no = held_cells.cell_no
    group by flagged.document_id, flagged.table_code

),

-- Of two whole tables that differ, the one that agrees with more of the others is the likelier to be right.
agreement as (

    select document_id, table_code, count(distinct (rule_id, subject)) as held
    from held_cells
    group by document_id, table_code

),

table_units as (

    select document_id, table_code, min(printed_unit) as printed_unit
    from {{ ref('fct_cells') }}
    semi join looked_at using (document_id)
    where value_kind = 'money' and printed_unit <> ''
    group by document_id, table_code

),

-- The unit above a table that is that of the fewer tables is the first to be doubted.
odd_units as (

    select
        document_id,
        table_code,
        2 * count(*) over (partition by document_id, printed_unit) < count(*) over (partition by document_id) as is_odd
    from table_units

),

tables_of_verdict as (

    select
        document_id,
        rule_id,
        subject,
        table_code,
        bool_or(is_arithmetic) as is_arithmetic,
        min(cause_name) as cause_name,
        -- The row that the verdict accuses: that of the cell it is put down to, or the only one it looks at.
        coalesce(
            min(cause_row_no) filter (where cause_table_code = table_code),
            if(min(row_no) = max(row_no) and count(row_no) = count(*) and bool_and(cause_table_code is null), min(row_no), null)
        ) as cause_row_no,
        cast(sum(slope * printed_value) as decimal(38, 4)) as own_sum,
        count(*) filter (where slope is not null) as own_cells
    from looked_at
    group by document_id, rule_id, subject, table_code

),

weighed as (

    select
        *,
        count(*) over (partition by document_id, rule_id, subject) = 1 as is_own,
        count(*) over (partition by document_id, table_code) as failures
    from tables_of_verdict

),

assigned as (

    select
        weighed.*,
        -- As many failures here as there, and as much that holds: nobody can say which of the two it is.
        count(*) over (
            partition by
                weighed.document_id, weighed.rule_id, weighed.subject,
                weighed.failures, coalesce(support.held, 0), coalesce(odd_units.is_odd, false)
        ) > 1 as is_tie,
        count(*) over (
            partition by
                weighed.document_id, weighed.rule_id, weighed.subject,
                weighed.failures, coalesce(support.held, 0), coalesce(odd_units.is_odd, false), coalesce(agreement.held, 0)
        ) > 1 as is_undecided
    from weighed
    -- Misses: a table nothing speaks for, one that is compared with no other, one without money.
    left join agreement
        on weighed.document_id = agreement.document_id
        and weighed.table_code = agreement.table_code
    left join support
        on weighed.document_id = support.document_id
        and weighed.table_code = support.table_code
    left join odd_units
        on weighed.document_id = odd_units.document_id
        and weighed.table_code = odd_units.table_code
    qualify row_number() over (
        partition by weighed.document_id, weighed.rule_id, weighed.subject
        order by
            weighed.failures desc, coalesce(odd_units.is_odd, false) desc, coalesce(support.held, 0),
            coalesce(agreement.held, 0), weighed.table_code
    ) = 1

)

select * from assigned
