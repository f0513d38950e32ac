-- A01: no part of the 三公 expenditure exceeds its budget.
-- Spending over budget may have been approved: a hint. Only the parts are looked at, a total follows from them.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where table_code = 'gk07'

),

cells as (

    select * from {{ ref('fct_cells') }} where table_code = 'gk07'

),

parts as (

    select
        final_cells.document_id,
        final_cells.column_code,
        final_cells.row_no,
        final_cells.check_value as final_amount,
        coalesce(budget_cells.check_value, 0) as budget_amount,
        budget_cells.cell_state <> 'value' as is_budget_blank,
        [
            {{ cell_item("'left'", 'final_cells') }},
            {{ cell_item("'right'", 'budget_cells') }}
        ] as evidence,
        final_cells.printed_text,
        final_cells.printed_unit,
        final_cells.page,
        final_cells.source_locator,
        case replace(final_cells.column_code, 'final_', '')
            when 'abroad' then '因公出国(境)费'
            when 'purchase' then '公务用车购置费'
            when 'running' then '公务用车运行维护费'
            when 'reception' then '公务接待费'
        end as part_zh
    from cells as final_cells
    -- A miss is a table without budget columns.
    inner join cells as budget_cells
        on final_cells.document_id = budget_cells.document_id
        and final_cells.row_key = budget_cells.row_key
        and replace(final_cells.column_code, 'final_', 'budget_') = budget_cells.column_code
    where final_cells.column_code in ('final_abroad', 'final_purchase', 'final_running', 'final_reception')

),

judged as (

    select
        document_id,
        count(*) as parts,
        string_agg(
            part_zh || '决算数 ' || {{ money_text('final_amount', 'printed_unit') }}
                || ',预算数' || if(is_budget_blank, '为空(未填列)', ' ' || {{ money_text('budget_amount', 'printed_unit') }}),
            ';' order by column_code, row_no
        ) filter (where final_amount > budget_amount) as detail_zh,
        to_json(flatten(list(evidence order by column_code, row_no))) as evidence,
        {{ at_first(['printed_text', 'page', 'source_locator'], '(column_code, row_no)', 'final_amount > budget_amount') }}
    from parts
    group by document_id

),

final as (

    select
        document_tables.document_id,
        'A01' as rule_id,
        'document' as subject,
        unnest(case
            when document_tables.table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || document_tables.table_state") }}
            when judged.document_id is null then {{ ruling('not_applicable', 'no_figures') }}
            when judged.detail_zh is null then {{ ruling('pass') }}
            when document_tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'gk07' as table_code,
        judged.* exclude (document_id, parts)
    from document_tables
    -- A miss is a table without figures.
    left join judged on document_tables.document_id = judged.document_id

)

select * from final
