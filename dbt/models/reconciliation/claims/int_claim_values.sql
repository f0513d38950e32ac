-- One row per claim: its own figure, and the figure of its table where one stands for it.
-- Shares and rates are right when they follow from either: a wrong amount is one finding, not one more for each share.
with claims as (

    select * from {{ ref('fct_claims') }}

),

table_values as (

    select *
    from {{ ref('int_claim_references') }}
    where is_read and not is_line_missing and not is_repeated
    qualify row_number() over (partition by document_id, claim_no order by printed_cells = 0, alternative, rule_id) = 1

),

final as (

    select
        claims.*,
        -- 2021年度收入总计80.00万元: stated to compare with, no figure of this year.
        claims.claim_kind in ('amount', 'count') and coalesce(claims.base, '') = '上年' and coalesce(claims.direction, '') = '' as is_of_last_year,
        table_values.table_value,
        table_values.half_unit as table_half_unit
    from claims
    left join table_values
        on claims.document_id = table_values.document_id
        and claims.claim_no = table_values.claim_no

)

select * from final
