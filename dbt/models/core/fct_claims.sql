-- One row per figure of the narrative of a loaded document, in the unit rules calculate with, and with a key that
-- stays the same in a revision that says the same: topic, metric, subject, kind, base, and a running number among equals.
with claims as (

    select * from {{ ref('stg_raw__claims') }}

),

known_subjects as (

    select distinct subject from {{ ref('claim_subjects') }} where subject is not null

),

-- Money whose unit is not printed counts in the unit the text uses most: a missing word is not a wrong figure.
usual_units as (

    select document_id, if(count(*) filter (where value_unit = '万元') >= count(*) filter (where value_unit = '元'), '万元', '元') as usual_unit
    from claims
    where value_unit in ('元', '万元')
    group by document_id

),

bounds as (

    select cast(value as decimal(28, 2)) as largest_figure
    from {{ ref('load_policy') }}
    where policy_code = 'max_abs_stated_figure'

),

measured as (

    select
        claims.*,
        -- Decimals as printed: 6.2 was printed with one, whatever the type that holds it.
        cast({{ decimals_of('printed_text') }} as integer) as printed_decimals,
        case
            when claim_kind not in ('amount', 'change_amount') then null
            else case coalesce(nullif(value_unit, ''), usual_unit)
                when '元' then 1
                when '千元' then 1000
                when '万元' then 10000
                when '万' then 10000
                when '百万元' then 1000000
                when '亿元' then 100000000
                when '亿' then 100000000
                when '万亿元' then 1000000000000
            end
        end as yuan_per_unit,
        -- The structure of spending and its items are one subject, told in several sections.
        case
            when topic in ('structure', 'basic') then 'general_public'
            when starts_with(topic, 'performance') then 'performance'
            -- Behind a title that names no section (其他重要事项), what is told names its own.
            when coalesce(topic, '') = '' and metric = 'operating_expense' then 'operating_expense'
            when coalesce(topic, '') = '' and starts_with(metric, 'procurement') then 'procurement'
            else topic
        end as topic_family
    from claims
    left join usual_units on claims.document_id = usual_units.document_id

),

valued as (

    select
        *,
        -- More digits than any budget has: no amount, and no rule calculates with it.
        case
            when abs(value_numeric * coalesce(yuan_per_unit, 1)) < (select largest_figure from bounds)
                then cast(value_numeric * coalesce(yuan_per_unit, 1) as decimal(28, 2))
        end as check_value,
        case
            when yuan_per_unit is not null then '元'
            when claim_kind in ('share', 'change_percent', 'execution_rate') then '%'
            else value_unit
        end as check_unit,
        case
            when yuan_per_unit = 1 then {{ half_printed_unit("'元'", 'printed_decimals') }}
            -- 千元 with one decimal is as coarse as 万元 with two.
            when yuan_per_unit = 1000 then {{ half_printed_unit("'万元'", 'printed_decimals + 1') }}
            when yuan_per_unit is not null
                then cast({{ half_printed_unit("'万元'", 'printed_decimals') }} * (yuan_per_unit // 10000) as decimal(28, 4))
            else cast(0 as decimal(28, 4))
        end as half_unit,
        concat_ws(
            '|', topic, metric, coalesce(nullif(account_code, ''), replace(subject, '#', '＃')), claim_kind, nullif(base, '')
        ) as claim_name
    from measured

),

final as (

    select
        document_id,
        claim_no,
        claim_name
        || case
            when row_number() over (partition by document_id, claim_name order by claim_no) = 1 then ''
            else '#' || row_number() over (partition by document_id, claim_name order by claim_no)
        end as claim_key,
        claim_kind,
        topic,
        topic_family,
        metric,
        subject,
        account_code,
        direction,
        base,
        printed_text,
        printed_decimals,
        value_numeric,
        value_unit,
        check_value,
        check_unit,
        half_unit,
        section,
        page,
        source_locator,
        excerpt,
        -- Said of an account, whether or not anybody knows which: what the forms call by names of its own is none.
        claim_kind = 'amount'
        and topic_family in ('general_public', 'government_fund', 'state_capital')
        and (
            coalesce(account_code, '') <> ''
            or (metric in ('final', 'budget', 'expenditure_class') and coalesce(subject, '') not in (select subject from known_subjects))
            or (metric = 'unknown' and regexp_matches(coalesce(subject, ''), '[类款项]）'))
        ) as is_account_expected
    from valued

)

select * from final
