-- One row per document × rule × subject: the verdict as published, with its message and, where it is in doubt, its evidence.
-- What passes or does not apply keeps no evidence: verdict_evidence works it out for whoever asks.
-- A view: marts.checks keeps it; who asks for failures alone is told them without the others.
{{ config(materialized='view') }}

with verdicts as (

    select * from {{ ref('int_rule_verdicts') }}

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

causes as (

    select * from {{ ref('int_root_causes') }}

),

columns as (

    select * from {{ ref('dim_table_column') }}

),

table_names as (

    select document_id, table_code, table_zh from {{ ref('fct_document_tables') }}

),

table_words as (

    select * from {{ ref('words') }} where vocabulary = 'table'

),

wording as (

    select * from {{ ref('int_verdict_words') }}

),

evidence as (

    select * from {{ ref('int_doubted_evidence') }}

),

-- The figures behind a condition are the same for every subject of a rule.
condition_cells as (

    select
        conditions.document_id,
        conditions.applies_condition,
        cells.cell_no,
        cells.table_code,
        cells.row_key,
        cells.printed_unit,
        cells.printed_label
    from (select distinct document_id, applies_condition, cell_no from {{ ref('int_condition_cells') }}) as conditions
    -- Without a name for the cells: all of them would be kept, however few verdicts are asked for.
    inner join {{ ref('fct_cells') }} as cells
        on conditions.document_id = cells.document_id
        and conditions.cell_no = cells.cell_no

),

first_of_condition as (

    select
        document_id,
        applies_condition,
        min(table_code) as table_code,
        {{ at_first(['printed_unit'], 'cell_no') }}
    from condition_cells
    group by document_id, applies_condition

),

row_of_condition as (

    select document_id, applies_condition, row_key, {{ at_first(['printed_label'], 'cell_no') }}
    from condition_cells
    group by document_id, applies_condition, row_key

),

-- What a verdict is about first, in the order of its evidence: left, right, condition.
pointed as (

    select
        verdicts.* exclude (first_table_code, first_printed_unit, own_cell_no),
        verdicts.status not in ('pass', 'not_applicable') as is_doubted,
        if(is_doubted, evidence.table_code, coalesce(verdicts.first_table_code, first_of_condition.table_code)) as first_table_code,
        if(is_doubted, evidence.printed_unit, coalesce(verdicts.first_printed_unit, first_of_condition.printed_unit))
            as first_printed_unit,
        if(is_doubted, evidence.row_label, coalesce(cells.printed_label, row_of_condition.printed_label)) as row_label,
        if(is_doubted, coalesce(evidence.evidence, verdicts.evidence, '[]'), '[]') as shown_evidence
    from verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    -- Misses: verdicts in no doubt or without cells, rules without a condition, conditions about other rows.
    left join evidence
        on verdicts.document_id = evidence.document_id
        and verdicts.rule_id = evidence.rule_id
        and verdicts.subject = evidence.subject
    left join first_of_condition
        on verdicts.document_id = first_of_condition.document_id
        and rules.applies_condition = first_of_condition.applies_condition
    left join row_of_condition
        on verdicts.document_id = row_of_condition.document_id
        and rules.applies_condition = row_of_condition.applies_condition
        and split_part(verdicts.subject, '/', 1) = row_of_condition.row_key
    left join {{ ref('fct_cells') }} as cells
        on verdicts.document_id = cells.document_id
        and verdicts.own_cell_no = cells.cell_no

),

described as (

    select
        verdicts.* exclude (evidence, shown_evidence, subject_zh, table_code, unit, left_said, right_said),
        documents.disclosure_id,
        documents.fiscal_year,
        rules.relation,
        wording.message_template,
        wording.left_said,
        wording.right_said,
        wording.next_step_zh,
        rules.title_zh,
        -- Models say of money in which unit its page prints it; the amounts are yuan all the same. A count in a table of
        -- money keeps its own unit.
        if({{ is_money_unit('verdicts.unit') }}, '元', verdicts.unit) as unit,
        if({{ is_money_unit('verdicts.unit') }}, coalesce(verdicts.first_printed_unit, verdicts.unit), verdicts.unit) as printed_unit,
        verdicts.shown_evidence as evidence,
        case
            when rules.check_kind in ('sum', 'copy') then coalesce(verdicts.first_table_code, split_part(rules.tables, '|', 1))
            when rules.subject_grain in ('table', 'printed_table') then verdicts.subject
            else verdicts.table_code
        end as table_code,
        coalesce(
            verdicts.subject_zh,
            concat_ws(
                ' ',
                case
                    when rules.subject_grain in ('table', 'printed_table') then coalesce(table_names.table_zh, verdicts.subject)
                    else rules.title_zh
                end,
                case
                    when verdicts.subject_row is null or rules.check_kind not in ('sum', 'copy') then null
                    when regexp_matches(verdicts.subject_row, '^\d+$') then concat_ws(' ', verdicts.subject_row, verdicts.row_label)
                    else verdicts.row_label
                end,
                columns.column_label
            )
        ) as subject_zh,
        causes.root_cause_id,
        causes.single_cause_id,
        causes.bundle_code,
        causes.cause_table_code,
        causes.cause_row_no,
        causes.cause_column_code,
        causes.cause_change,
        causes.cause_zh
    from pointed as verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    inner join documents on verdicts.document_id = documents.document_id
    -- A miss is a verdict that is not about one column of a table.
    left join columns
        on documents.form = columns.form
        and verdicts.first_table_code = columns.table_code
        and verdicts.subject_column = columns.column_code
    left join table_names
        on verdicts.document_id = table_names.document_id
        and verdicts.subject = table_names.table_code
    -- A miss is a verdict without a message.
    left join wording
        on verdicts.document_id = wording.document_id
        and verdicts.rule_id = wording.rule_id
        and verdicts.subject = wording.subject
    -- A miss is a verdict that needs no cause.
    left join causes
        on verdicts.document_id = causes.document_id
        and verdicts.rule_id = causes.rule_id
        and verdicts.subject = causes.subject

),

worded as (

    select
        described.*,
        coalesce(table_names.table_zh, table_words.label_zh) as table_zh,
        -- A side without a figure counted as zero; what people read says that nothing was printed.
        -- Most verdicts are about two equal amounts: one text for both, and none for a difference of nothing.
        {{ money_text('left_amount', 'printed_unit') }} as left_money,
        coalesce(left_said, left_money) as left_text,
        coalesce(
            right_said,
            if(left_amount = right_amount, left_money, {{ money_text('right_amount', 'printed_unit') }})
        ) as right_text,
        -- Two percentages differ by points, not by per cent.
        if(printed_unit = '%', '个百分点', printed_unit) as unit_of_difference,
        if(
            difference = 0,
            {{ money_text('0', 'unit_of_difference') }},
            {{ money_text('difference', 'unit_of_difference') }}
        ) as difference_text
    from described
    -- Misses: what is no table (情况说明) has a word; a verdict about no table has neither.
    left join table_names
        on described.document_id = table_names.document_id
        and described.table_code = table_names.table_code
    left join table_words on described.table_code = table_words.code

),

final as (

    select
        {{ stable_id('chk_', ['document_id', 'rule_id', 'subject']) }} as check_id,
        document_id,
        fiscal_year,
        rule_id,
        subject,
        subject_column,
        subject_zh,
        relation,
        status,
        subtype,
        reason_code,
        severity,
        left_amount,
        right_amount,
        difference,
        tolerance,
        unit,
        printed_unit,
        left_text,
        right_text,
        difference_text,
        table_code,
        table_zh,
        page,
        source_locator,
        printed_text,
        evidence,
        root_cause_id,
        single_cause_id,
        bundle_code,
        cause_table_code,
        cause_row_no,
        cause_column_code,
        cause_change,
        cause_zh,
        next_step_zh,
        case
            when status in ('fail', 'rounding') then
                replace(replace(replace(replace(replace(replace(replace(
                    message_template,
                    '{subject_zh}', coalesce(subject_zh, '')),
                    '{table}', coalesce(table_zh, '表中')),
                    '{left}', coalesce(left_text, '')),
                    '{right}', coalesce(right_text, '')),
                    '{difference}', coalesce(difference_text, '')),
                    '{printed}', coalesce(printed_text, '')),
                    '{detail}', coalesce(detail_zh, ''))
                || if(status = 'rounding', '(尾差)', '')
        end as message_zh
    from worded

)

select * from final
