-- N57: spending far from its budget has a reason, and the reason is about the budget: what explains the change on last year
-- is none. In a paragraph that speaks of no other year any reason is one. The total may leave reasons to its items.
with rates as (

    select
        claims.*,
        abs(claims.check_value - 100) >= {{ threshold('N57', 'deviation_points') }} as is_far
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('int_claim_subjects') }} as subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key
        and subjects.rule_id = 'N57'

),

reasons as (

    select
        *,
        coalesce(base, '') not in ('增加', '减少', '持平') as is_of_budget
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason'

),

paragraphs as (

    select document_id, source_locator, bool_or(is_of_budget) as is_of_budget
    from reasons
    group by document_id, source_locator

),

sections as (

    select distinct document_id, section from reasons where base in ('大于', '小于')

),

-- 决算数为2619.17万元，完成年初预算的110.05%。其中：（一）公共安全支出…，主要原因是…: the items of a total explain it.
explained_items as (

    select distinct claims.document_id, claims.topic
    from {{ ref('fct_claims') }} as claims
    inner join paragraphs
        on claims.document_id = paragraphs.document_id
        and claims.source_locator = paragraphs.source_locator
    where claims.claim_kind = 'execution_rate'
      and coalesce(claims.account_code, '') <> ''
      and paragraphs.is_of_budget

),

compared_with_last_year as (

    select distinct document_id, source_locator
    from {{ ref('fct_claims') }}
    where claim_kind in ('change_amount', 'change_percent') and base = '上年'

),

final as (

    select
        rates.document_id,
        'N57' as rule_id,
        rates.claim_key as subject,
        concat_ws(' ', '情况说明', nullif(rates.account_code, ''), rates.subject) as subject_zh,
        unnest(case
            when rates.check_value is null then {{ ruling('no_data', 'figures_not_stated') }}
            when not rates.is_far then {{ ruling('pass') }}
            when paragraphs.is_of_budget then {{ ruling('pass') }}
            when paragraphs.document_id is not null and compared_with_last_year.document_id is null then {{ ruling('pass') }}
            when coalesce(rates.account_code, '') = '' and (sections.document_id is not null or explained_items.document_id is not null) then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        'claims' as table_code,
        rates.page,
        rates.source_locator,
        rates.base || '的' || rates.printed_text || '%' as printed_text,
        if(paragraphs.document_id is null, '没有说明原因', '所述原因是与上年相比的') as detail_zh,
        'deviation_without_reason' as cause_key,
        to_json([{{ told_item('rates.printed_text', told='rates') }}]) as evidence
    from rates
    left join paragraphs
        on rates.document_id = paragraphs.document_id
        and rates.source_locator = paragraphs.source_locator
    left join sections
        on rates.document_id = sections.document_id
        and rates.section = sections.section
    left join explained_items
        on rates.document_id = explained_items.document_id
        and rates.topic = explained_items.topic
    left join compared_with_last_year
        on rates.document_id = compared_with_last_year.document_id
        and rates.source_locator = compared_with_last_year.source_locator

)

select * from final
