-- One row per document × number that the narrative tells of 三公经费 (vehicles held, guests …), beside the amount of 公开07表
-- that paid for it; NULL where no such cell is printed. Told twice, the larger number counts: of domestic and all
-- receptions, of a sum and its parts. 全年未安排因公出国（境）团组 tells that it is none.
with counted as (

    select
        claims.document_id,
        counts.*,
        claims.check_value as number,
        claims.printed_text,
        claims.claim_no,
        claims.claim_key,
        claims.page,
        claims.source_locator,
        counts.metric_zh || ' ' || claims.printed_text || ' ' || counts.unit_zh as number_said
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('three_public_counts') }} as counts
        on claims.metric = counts.metric
        and regexp_full_match(coalesce(claims.subject, ''), counts.subjects)
    where claims.topic = 'three_public' and claims.claim_kind = 'count' and claims.check_value is not null
      -- 上年更新购置公务用车1辆: of another year.
      and coalesce(claims.base, '') <> '上年'
    union all by name
    select
        statements.document_id,
        counts.*,
        0 as number,
        statements.printed_text,
        statements.statement_no as claim_no,
        statements.statement_key as claim_key,
        statements.page,
        statements.source_locator,
        '“' || statements.printed_text || '”' as number_said
    from {{ ref('fct_statements') }} as statements
    inner join {{ ref('three_public_counts') }} as counts on statements.base = counts.metric
    where statements.statement_kind = 'denial'

),

told as (

    select * from counted
    qualify row_number() over (partition by document_id, metric order by number desc, claim_no) = 1

),

amounts as (

    select document_id, column_code, check_value, printed_unit
    from {{ ref('fct_cells') }}
    where table_code = 'gk07' and row_key = 'three_public'

),

final as (

    select
        told.document_id,
        told.metric,
        told.count_order,
        told.column_code,
        told.is_paid_by_others,
        told.number,
        amounts.check_value as amount,
        told.name_zh || ' ' || {{ money_text('coalesce(amounts.check_value, 0)', "coalesce(amounts.printed_unit, '元')") }} as amount_said,
        told.number_said,
        told.printed_text,
        told.claim_key,
        told.page,
        told.source_locator
    from told
    -- A miss is a table that was not read, or a column that it does not print.
    left join amounts
        on told.document_id = amounts.document_id
        and told.column_code = amounts.column_code

)

select * from final
