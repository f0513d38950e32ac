-- One row per loaded document × item × budget basis: the budgets that the narrative prints, beside the final amount of
-- the tables. The tables of final accounts print no budget but that of 三公经费.
with claims as (

    select *
    from {{ ref('fct_claims') }}
    where claim_kind = 'amount'
      and metric = 'budget'
      and topic_family in ('general_public', 'government_fund', 'state_capital')

),

cells as (

    select cells.*, shapes.fund
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('table_shapes') }} as shapes on cells.table_code = shapes.table_code and shapes.shape = 'by_function'
    where cells.column_code = 'total' and not cells.is_repeated

),

named as (

    select
        document_id,
        claim_no,
        case
            when coalesce(account_code, '') <> '' then account_code
            when contains(subject, '/') then subject
            else topic_family || '_total'
        end as item_code,
        subject as item_name,
        topic_family as fund,
        case
            when base = '年初预算' then 'initial'
            when regexp_matches(base, '^(全年|调整)') then 'full_year'
            else 'unspecified'
        end as budget_basis,
        check_value as budget
    from claims

),

final as (

    select
        named.document_id,
        named.fund,
        named.item_code,
        named.item_name,
        named.budget_basis,
        cast(named.budget as decimal(18, 2)) as budget,
        cast(cells.check_value as decimal(18, 2)) as final_amount,
        cells.table_code
    from named
    -- A miss is an account that the table does not print.
    left join cells
        on named.document_id = cells.document_id
        and named.fund = cells.fund
        and if(ends_with(named.item_code, '_total'), 'total', named.item_code) = cells.row_key
    qualify row_number() over (
        partition by named.document_id, named.fund, named.item_code, named.budget_basis order by named.claim_no
    ) = 1

)

select * from final
