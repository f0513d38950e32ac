-- A04: who has basic expenditure has personnel expenses.
-- A body whose staff is paid by another has none: a hint.
with states as (

    select
        document_id,
        max(table_state) filter (where table_code = 'gk05') as gk05_state,
        max(table_state) filter (where table_code = 'gk06') as gk06_state
    from {{ ref('fct_document_tables') }}
    group by document_id

),

amounts as (

    select
        document_id,
        max(check_value) filter (where table_code = 'gk05' and row_key = 'total' and column_code = 'basic') as basic,
        max(check_value) filter (where table_code = 'gk06' and row_key = 'personnel_total' and column_code = 'basic') as personnel,
        count(*) filter (where table_code = 'gk06' and row_key = 'personnel_total' and column_code = 'basic') as personnel_cells,
        to_json(list({{ cell_item("case table_code when 'gk05' then 'left' else 'right' end") }} order by table_code) filter (where row_key in ('total', 'personnel_total') and column_code = 'basic' and (table_code = 'gk05') = (row_key = 'total'))) as evidence,
        max(printed_unit) filter (where table_code = 'gk05') as printed_unit,
        max(printed_text) filter (where table_code = 'gk05' and row_key = 'total' and column_code = 'basic') as printed_text,
        max(page) filter (where table_code = 'gk06' and row_key = 'personnel_total' and column_code = 'basic') as page,
        max(source_locator) filter (where table_code = 'gk06' and row_key = 'personnel_total' and column_code = 'basic') as source_locator
    from {{ ref('fct_cells') }}
    where table_code in ('gk05', 'gk06')
    group by document_id

),

final as (

    select
        states.document_id,
        'A04' as rule_id,
        'document' as subject,
        unnest(case
            when coalesce(states.gk05_state, 'missing') not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || coalesce(states.gk05_state, 'missing')") }}
            when coalesce(states.gk06_state, 'missing') not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || coalesce(states.gk06_state, 'missing')") }}
            when coalesce(amounts.basic, 0) = 0 then {{ ruling('not_applicable', 'no_basic_expenditure') }}
            when amounts.personnel_cells = 0 then {{ ruling('no_data', 'row_absent') }}
            when coalesce(amounts.personnel, 0) <> 0 then {{ ruling('pass') }}
            when 'unconfirmed' in (states.gk05_state, states.gk06_state) then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'gk06' as table_code,
        amounts.basic as left_amount,
        coalesce(amounts.personnel, 0) as right_amount,
        if(amounts.personnel is null, '空(未填列)', null) as right_said,
        coalesce(amounts.printed_unit, '元') as unit,
        amounts.evidence,
        amounts.printed_text,
        amounts.page,
        amounts.source_locator
    from states
    -- A miss is a document without gk05 and gk06.
    left join amounts on states.document_id = amounts.document_id

)

select * from final
