-- One row per document × failed verdict that a slipped column explains: the values of one column stand some rows too
-- high or too low from a row on. The slip is undone on paper, every verdict that looks at a moved cell is evaluated
-- again, and only if all of them hold is the slip named. One wrong cell explains less and is left to int_root_causes.
-- Of equally good repairs the one that moves the fewest cells is named: the slip began there at the latest.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status in ('pass', 'rounding', 'fail')

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

slips as (

    select * from {{ ref('int_column_slips') }}

),

evidence as (

    select
        *,
        if(side = 'left', weight, -weight) as slope
    from {{ ref('int_slipped_cells') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

columns as (

    select * from {{ ref('dim_table_column') }}

),

evaluated_again as (

    select
        slips.document_id,
        slips.table_code,
        slips.column_code,
        slips.block,
        slips.start,
        slips.slip_direction,
        slips.rows_off,
        evidence.rule_id,
        evidence.subject,
        sum(evidence.slope * (slips.repaired_value - slips.printed_value)) as change
    from slips
    inner join evidence
        on slips.document_id = evidence.document_id
        and slips.table_code = evidence.table_code
        and slips.row_no = evidence.row_no
        and slips.column_code = evidence.column_code
    where slips.repaired_value <> slips.printed_value
    group by all

),

judged as (

    select
        evaluated_again.*,
        verdicts.status,
        case rules.relation
            when '=' then abs(verdicts.difference + evaluated_again.change)
            when '<=' then verdicts.difference + evaluated_again.change
            when '>=' then -(verdicts.difference + evaluated_again.change)
        end <= verdicts.tolerance as holds
    from evaluated_again
    inner join verdicts
        on evaluated_again.document_id = verdicts.document_id
        and evaluated_again.rule_id = verdicts.rule_id
        and evaluated_again.subject = verdicts.subject
    inner join rules on evaluated_again.rule_id = rules.rule_id

),

chosen as (

    select
        document_id, table_code, column_code, block, start, slip_direction, rows_off,
        count(*) filter (where status = 'fail') as verdicts_mended
    from judged
    group by document_id, table_code, column_code, block, start, slip_direction, rows_off
    having bool_and(holds) and count(*) filter (where status = 'fail') > 1
    qualify row_number() over (
        partition by document_id, table_code, column_code, block
        order by verdicts_mended desc, start desc, rows_off, slip_direction
    ) = 1

),

table_names as (

    select * from {{ ref('fct_document_tables') }}

),

described as (

    select
        chosen.*,
        first_cells.printed_code || ' ' || first_cells.printed_label as first_label,
        last_cells.printed_code || ' ' || last_cells.printed_label as last_label,
        chosen.slip_direction = 'up' and last_cells.printed_value <> 0 and last_cells.printed_value = last_cells.filler as is_filled,
        columns.column_label,
        table_names.table_zh
    from chosen
    inner join slips as first_cells using (document_id, table_code, column_code, block, start, slip_direction, rows_off)
    inner join slips as last_cells using (document_id, table_code, column_code, block, start, slip_direction, rows_off)
    inner join documents on chosen.document_id = documents.document_id
    inner join table_names
        on chosen.document_id = table_names.document_id
        and chosen.table_code = table_names.table_code
    -- A miss is a column that the form's layout does not name.
    left join columns
        on documents.form = columns.form
        and chosen.table_code = columns.table_code
        and chosen.column_code = columns.column_code
    where first_cells.is_first and last_cells.is_last

),

final as (

    select
        judged.document_id,
        judged.rule_id,
        judged.subject,
        described.table_code,
        described.column_code,
        described.block,
        described.table_zh || coalesce('“' || described.column_label || '”栏', '的一栏')
            || ',最迟自 ' || described.first_label || ' 起至 ' || described.last_label || ',数值整体'
            || case described.slip_direction when 'up' then '上' else '下' end || '移了 ' || described.rows_off || ' 行'
            || case when described.is_filled then ',空出的末行填入了小计' else '' end
            || '。逐行移回后,有关的勾稽关系全部成立' as cause_zh
    from described
    inner join judged using (document_id, table_code, column_code, block, start, slip_direction, rows_off)
    where judged.status = 'fail'
    -- A verdict that two slips would mend belongs to the one that mends more.
    qualify row_number() over (
        partition by judged.document_id, judged.rule_id, judged.subject
        order by described.verdicts_mended desc, described.table_code, described.column_code, described.block
    ) = 1

)

select * from final
