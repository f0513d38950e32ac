-- N30: 决算数大于、小于、等于预算数 is what the two figures of the same paragraph say. 基本持平 allows five per cent.
-- Figures whose difference may be rounding may be either.
with statements as (

    select * from {{ ref('fct_statements') }}

),

claims as (

    select * from {{ ref('int_claim_values') }}

),

comparisons as (

    select statements.*
    from statements
    semi join {{ ref('int_model_subjects') }} as subjects
        on statements.document_id = subjects.document_id
        and statements.statement_key = subjects.subject
        and subjects.rule_id = 'N30'

),

finals as (

    select
        comparisons.document_id,
        comparisons.statement_no,
        claims.claim_key,
        claims.check_value,
        claims.table_value,
        claims.half_unit,
        if(claims.check_unit = '元' and claims.value_unit <> '元', '万元', claims.check_unit) as unit,
        claims.printed_text || claims.value_unit as printed_text
    from comparisons
    inner join claims
        on comparisons.document_id = claims.document_id
        and comparisons.source_locator = claims.source_locator
        and comparisons.subject = claims.subject
        and comparisons.topic = claims.topic
        and claims.claim_kind = 'amount'
        and claims.metric <> 'budget'
        and not claims.is_of_last_year
    qualify row_number() over (partition by comparisons.document_id, comparisons.statement_no order by claims.claim_no desc) = 1

),

budgets as (

    select
        comparisons.document_id,
        comparisons.statement_no,
        list(claims.check_value order by claims.claim_no) as budget_values,
        max(claims.half_unit) as half_unit,
        string_agg(claims.printed_text || claims.value_unit, '、' order by claims.claim_no) as printed_text
    from comparisons
    inner join claims
        on comparisons.document_id = claims.document_id
        and comparisons.source_locator = claims.source_locator
        and comparisons.subject = claims.subject
        and comparisons.topic = claims.topic
        and claims.claim_kind = 'amount'
        and claims.metric = 'budget'
        and claims.check_value is not null
    group by comparisons.document_id, comparisons.statement_no

),

compared as (

    select
        comparisons.*,
        finals.claim_key as final_key,
        finals.check_value as final_value,
        budgets.budget_values,
        finals.printed_text as final_text,
        finals.unit,
        budgets.printed_text as budget_text,
        -- Where two budgets are named, 预算数 may mean either.
        len(list_filter(budgets.budget_values, budget -> case
            when finals.half_unit > 0 and abs(finals.check_value - budget) <= finals.half_unit + budgets.half_unit then true
            when comparisons.direction = '大于' then finals.check_value > budget or finals.table_value > budget
            when comparisons.direction = '小于' then finals.check_value < budget or finals.table_value < budget
            else finals.check_value = budget or finals.table_value = budget
                or (
                    starts_with(comparisons.printed_text, '基本')
                    and abs(finals.check_value - budget) <= cast(0.05 as decimal(3, 2)) * abs(budget)
                )
        end)) > 0 as holds
    from comparisons
    left join finals
        on comparisons.document_id = finals.document_id
        and comparisons.statement_no = finals.statement_no
    left join budgets
        on comparisons.document_id = budgets.document_id
        and comparisons.statement_no = budgets.statement_no

),

final as (

    select
        document_id,
        'N30' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        unnest(case
            when final_value is null or budget_values is null then {{ ruling('not_applicable', 'figures_not_stated') }}
            when holds then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        if(budget_values is null, null, final_value) as left_amount,
        if(final_value is null, null, budget_values[1]) as right_amount,
        unit,
        page,
        source_locator,
        direction as printed_text,
        concat('决算 ', final_text, ',预算 ', budget_text) as detail_zh,
        to_json([{{ told_item('final_text', 'final_key') }}]) as evidence
    from compared

)

select * from final
