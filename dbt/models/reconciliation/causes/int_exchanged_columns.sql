-- One row per table two of whose columns hold each other's figures: with both exchanged every failed verdict that looks at the
-- table holds. A single wrong cell, which would explain as much, is the simpler cause.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status = 'fail'

),

rules as (

    select rule_id, relation from {{ ref('rule_catalog') }}

),

cells as (

    select failures.*
    from {{ ref('int_failure_cells') }} as failures
    where failures.is_arithmetic

),

-- Where one cell mends all there is nothing else to look for.
open_tables as (

    select cells.document_id, cells.table_code, count(distinct (cells.rule_id, cells.subject)) as failures
    from cells
    inner join {{ ref('int_single_causes') }} as singles
        on cells.document_id = singles.document_id
        and cells.rule_id = singles.rule_id
        and cells.subject = singles.subject
    group by cells.document_id, cells.table_code
    having failures > 1
       and (count(distinct singles.cause_name) > 1 or bool_or(singles.row_no is null))
       and bool_and(singles.cause_kind not in ('named', 'repeated'))

),

printed as (

    select document_id, table_code, row_no, column_code, coalesce(check_value, 0) as printed_value
    from {{ ref('fct_cells') }}
    semi join open_tables using (document_id, table_code)
    where value_kind = 'money'

),

-- What each failed cell would print with its column exchanged for another.
exchanged as (

    select
        cells.document_id,
        cells.table_code,
        cells.rule_id,
        cells.subject,
        least(cells.column_code, others.column_code) as one_column,
        greatest(cells.column_code, others.column_code) as other_column,
        sum(cells.slope * (others.printed_value - cells.printed_value)) as change
    from cells
    inner join printed as others
        on cells.document_id = others.document_id
        and cells.table_code = others.table_code
        and cells.row_no = others.row_no
        and cells.column_code <> others.column_code
    group by cells.document_id, cells.table_code, cells.rule_id, cells.subject, one_column, other_column

),

mended as (

    select
        exchanged.document_id,
        exchanged.table_code,
        exchanged.one_column,
        exchanged.other_column,
        count(*) filter (where case rules.relation
            when '=' then abs(verdicts.difference + exchanged.change) <= coalesce(verdicts.tolerance, 0)
            when '<=' then verdicts.difference + exchanged.change <= coalesce(verdicts.tolerance, 0)
            when '>=' then verdicts.difference + exchanged.change >= -coalesce(verdicts.tolerance, 0)
        end) as mended
    from exchanged
    inner join verdicts
        on exchanged.document_id = verdicts.document_id
        and exchanged.rule_id = verdicts.rule_id
        and exchanged.subject = verdicts.subject
    inner join rules on exchanged.rule_id = rules.rule_id
    group by exchanged.document_id, exchanged.table_code, exchanged.one_column, exchanged.other_column

),

final as (

    select mended.document_id, mended.table_code, mended.one_column, mended.other_column
    from mended
    inner join open_tables
        on mended.document_id = open_tables.document_id
        and mended.table_code = open_tables.table_code
        and mended.mended = open_tables.failures
    -- Two pairs that explain as much: nobody can say which.
    qualify count(*) over (partition by mended.document_id, mended.table_code) = 1

)

select * from final
