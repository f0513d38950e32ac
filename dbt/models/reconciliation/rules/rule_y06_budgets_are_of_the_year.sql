-- Y06: the initial budgets that a text states are this year's: several that equal last year's to the last digit were left
-- in from last year's text. Round budgets are the same in many years and are not counted. A question, one for a document.
with pairs as (

    select * from {{ ref('dim_judged_document') }}

),

budgets as (

    select
        *,
        ends_with(item_code, '_total') as is_total,
        budget % {{ threshold('Y06', 'round_amount') }} <> 0 as is_telling
    from {{ ref('fct_narrative_budgets') }}
    where budget_basis = 'initial'

),

-- Where a text states several budgets of the same item, any of them may be the one that was left in.
compared as (

    select
        pairs.document_id,
        this_year.item_code,
        this_year.item_name,
        this_year.is_total,
        this_year.budget,
        this_year.is_telling,
        bool_or(this_year.budget = last_year.budget) and this_year.is_telling as is_same
    from pairs
    inner join budgets as this_year on pairs.document_id = this_year.document_id
    inner join budgets as last_year
        on pairs.previous_document_id = last_year.document_id
        and this_year.fund = last_year.fund
        and this_year.item_code = last_year.item_code
    group by pairs.document_id, this_year.item_code, this_year.item_name, this_year.is_total, this_year.budget, this_year.is_telling

),

counted as (

    select
        document_id,
        count(*) filter (where is_telling and not is_total) as items,
        count(*) filter (where is_same and not is_total) as same_items,
        coalesce(bool_or(is_same and is_total), false) as is_total_same,
        concat_ws(
            ';',
            max(item_name || '年初预算 ' || {{ money_text('budget', "'万元'") }} || ' 与上年相同') filter (where is_same and is_total),
            count(*) filter (where is_same and not is_total) || ' 个科目的年初预算与上年相同:'
            || array_to_string(list_slice(
                list(item_name || ' ' || {{ money_text('budget', "'万元'") }} order by item_code) filter (where is_same and not is_total), 1, 3
            ), '、')
        ) as detail_zh
    from compared
    group by document_id

),

final as (

    select
        pairs.document_id,
        'Y06' as rule_id,
        'document' as subject,
        unnest(case
            when pairs.previous_document_id is null then {{ ruling('no_data', because='pairs.no_previous_reason') }}
            when counted.document_id is null then {{ ruling('no_data', 'not_in_text') }}
            when counted.is_total_same then {{ ruling('fail') }}
            when counted.same_items >= limits.least_items and counted.same_items * 100 >= counted.items * limits.least_percent then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        'claims' as table_code,
        counted.detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'counted.detail_zh') }}]) as evidence
    from pairs
    cross join (
        select {{ threshold('Y06', 'least_items') }} as least_items, {{ threshold('Y06', 'least_percent') }} as least_percent
    ) as limits
    -- A miss is a pair of texts without a budget of the same item.
    left join counted on pairs.document_id = counted.document_id

)

select * from final
