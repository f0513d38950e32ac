-- One row per document × table whose note says which budget its 预算数 is: 年初预算 or 全年预算.
-- 预算数为“三公”经费全年预算数: a text that gives 年初预算 need not agree with it.
with notes as (

    select
        document_id,
        table_code,
        bool_or(contains(printed_text, '年初预算')) as is_initial,
        bool_or(contains(printed_text, '全年预算')) as is_full_year
    from {{ ref('fct_headings') }}
    where heading_kind = 'note' and table_code is not null
    group by document_id, table_code

),

final as (

    select
        document_id,
        table_code,
        if(is_initial, '年初预算', '全年预算') as budget_base
    from notes
    where is_initial <> is_full_year

)

select * from final
