-- One row per percentage of the narrative with the two figures it is the ratio of, each as stated and as its table has it.
-- share: the amount of the same subject before it ÷ the whole that its words name. change_percent: the change ÷ (this
-- year − change). execution_rate: the final amount before it ÷ the budget of the same subject.
with claims as (

    select * from {{ ref('int_claim_values') }}

),

bases as (

    select * from {{ ref('claim_bases') }}

),

percents as (

    select * from claims where claim_kind in ('share', 'change_percent', 'execution_rate')

),

amounts as (

    select * from claims where claim_kind in ('amount', 'change_amount') and not is_of_last_year

),

-- What the percentage says something about: the nearest figure of the same subject before it.
numerators as (

    select
        percents.document_id,
        percents.claim_no,
        max(amounts.claim_no) as numerator_no
    from percents
    inner join amounts
        on percents.document_id = amounts.document_id
        -- A text without titles has no topic.
        and percents.topic is not distinct from amounts.topic
        and percents.subject = amounts.subject
        and amounts.claim_no < percents.claim_no
        and amounts.claim_kind = if(percents.claim_kind = 'change_percent', 'change_amount', 'amount')
        and amounts.metric <> 'budget'
        and (percents.metric = amounts.metric or percents.claim_kind = 'execution_rate')
        -- 比年初预算增加…,比上年增长…: each rate has the change against its own base.
        and (percents.claim_kind <> 'change_percent' or coalesce(percents.base, '') = coalesce(amounts.base, ''))
    group by percents.document_id, percents.claim_no

),

-- The nearest figure before it of the same subject. A change is measured against the year before, or the
-- budget: this year's figure less the change. 预算 without a word for which: whatever budget the subject has.
amounts_before as (

    select
        percents.document_id,
        percents.claim_no,
        max(amounts.claim_no) as denominator_no
    from percents
    inner join amounts
        on percents.document_id = amounts.document_id
        and percents.topic_family is not distinct from amounts.topic_family
        and percents.subject = amounts.subject
        and amounts.claim_kind = 'amount'
        and amounts.claim_no < percents.claim_no
        and case percents.claim_kind
            when 'change_percent' then (percents.base = '上年' or contains(percents.base, '预算') or regexp_full_match(percents.base, '20\d\d年')) and percents.topic is not distinct from amounts.topic and percents.metric = amounts.metric
            when 'execution_rate'
                then amounts.metric = 'budget'
                    and (coalesce(percents.base, '') in ('', '预算') or amounts.base = percents.base or amounts.base = '预算')
            else false
        end
    group by percents.document_id, percents.claim_no

),

wholes_of_words as (

    select
        words.base,
        bases.metric,
        bases.subject,
        bases.table_code,
        bases.column_code,
        words.topic,
        words.part,
        if(bases.topics is null, null, '合计') as whole_zh,
        coalesce(bases.within = 'topic', false) as is_of_topic
    from (
        select distinct coalesce(base, '') as base, coalesce(topic, '') as topic, subject as part
        from percents
        where claim_kind = 'share'
    ) as words
    inner join bases
        on regexp_full_match(words.base, bases.base_pattern)
        -- 财政拨款收入…;事业收入…占…: the items of a list are no parts of one another.
        and (bases.part_pattern is null or (regexp_full_match(words.part, bases.part_pattern) and words.part <> words.base))
        and (bases.not_part_pattern is null or not coalesce(regexp_full_match(words.part, bases.not_part_pattern), false))
        and (bases.topics is null or regexp_full_match(words.topic, bases.topics))

),

-- Where a section tells 收入总计 the shares of its list may be of that.
totals_told as (

    select distinct document_id, topic from amounts where metric = 'grand_total'

),

-- What each share may be of.
wholes_of_shares as (

    select percents.document_id, percents.claim_no, percents.topic as section, percents.metric as part_metric, bases.*
    from percents
    inner join wholes_of_words as bases
        on coalesce(percents.base, '') = bases.base
        and coalesce(percents.topic, '') = bases.topic
        and percents.subject is not distinct from bases.part
    left join totals_told
        on percents.document_id = totals_told.document_id
        and percents.topic = totals_told.topic
    where percents.claim_kind = 'share'
      and (bases.whole_zh is null or totals_told.document_id is null)

),

wholes as (

    select
        shares.document_id,
        shares.claim_no,
        -- The whole stands before its parts; a later one of the same name is better than none.
        coalesce(max(amounts.claim_no) filter (where amounts.claim_no < shares.claim_no), min(amounts.claim_no)) as denominator_no
    from wholes_of_shares as shares
    inner join amounts
        on shares.document_id = amounts.document_id
        and amounts.claim_kind = 'amount'
        and amounts.metric = shares.metric
        and (shares.subject is null or amounts.subject = shares.subject)
        and (not shares.is_of_topic or amounts.topic = shares.section)
        -- Nothing is a part of itself.
        and not (shares.part_metric = shares.metric and shares.part is not distinct from shares.subject)
    group by shares.document_id, shares.claim_no
    -- 总支出 of a part that names several totals may be any of them.
    having (not bool_or(shares.is_of_topic) or count(distinct amounts.check_value) = 1)
        -- 项目支出总额 under 绩效 is of one fund or of all: where other sections tell several, nobody knows which.
        and (bool_or(amounts.topic is not distinct from shares.section) or count(distinct amounts.check_value) = 1)

),

-- The budget may stand in the table alone: 完成预算的82.68%, with the budget in gk07. So may the whole: 占本年收入合计的97.06%, in a
-- text that names the income nowhere else; of wholes only sums that one table prints, where it was read for certain.
table_sources as (

    select
        percents.document_id,
        percents.claim_no,
        sources.table_code,
        sources.row_key,
        sources.column_code,
        null as whole_zh,
        false as needs_certainty
    from percents
    inner join {{ ref('claim_references') }} as sources
        on sources.metric = 'budget'
        and percents.topic_family = sources.topic_family
        and percents.subject = sources.subject
    left join {{ ref('int_budget_bases') }} as bases
        on percents.document_id = bases.document_id
        and sources.table_code = bases.table_code
    where percents.claim_kind = 'execution_rate'
      -- 完成年初预算的 says nothing about a table that prints another budget.
      and (coalesce(percents.base, '') in ('', '预算') or bases.budget_base is null or percents.base = bases.budget_base)
    union all
    select
        document_id,
        claim_no,
        table_code,
        'total' as row_key,
        column_code,
        whole_zh,
        true as needs_certainty
    from wholes_of_shares
    where table_code is not null

),

table_denominators as (

    select
        sources.document_id,
        sources.claim_no,
        min(sources.table_code) as table_code,
        min(names.table_zh) as table_zh,
        min(sources.whole_zh) as whole_zh,
        bool_and(cells.cell_state <> 'value') as is_blank,
        max(coalesce(cells.check_value, 0)) as table_value,
        max(cells.half_unit) as table_half_unit,
        max(cells.printed_text || if(cells.cell_state = 'value', cells.printed_unit, '')) as printed_text
    from table_sources as sources
    inner join {{ ref('fct_cells') }} as cells
        on sources.document_id = cells.document_id
        and sources.table_code = cells.table_code
        and sources.row_key = cells.row_key
        and sources.column_code = cells.column_code
    inner join {{ ref('fct_document_tables') }} as names
        on cells.document_id = names.document_id
        and cells.table_code = names.table_code
    where not sources.needs_certainty
       or names.table_state = 'confirmed'
    group by sources.document_id, sources.claim_no

),

denominators as (

    select * from amounts_before
    union all
    select * from wholes

),

final as (

    select
        percents.document_id,
        percents.claim_no,
        percents.claim_key,
        percents.claim_kind,
        percents.topic,
        percents.metric,
        percents.subject,
        percents.account_code,
        percents.direction,
        percents.base,
        percents.value_numeric as percent_value,
        percents.printed_decimals,
        percents.printed_text,
        percents.value_unit,
        percents.page,
        percents.source_locator,
        numerators.numerator_no,
        numerator.check_value as numerator_value,
        numerator.half_unit as numerator_half,
        -- A change has no table of its own year.
        if(percents.claim_kind = 'change_percent', null, numerator.table_value) as numerator_table_value,
        numerator.table_half_unit as numerator_table_half,
        numerator.direction as numerator_direction,
        numerator.claim_key as numerator_key,
        numerator.printed_text || numerator.value_unit as numerator_text,
        denominator.check_value as denominator_value,
        denominator.half_unit as denominator_half,
        coalesce(denominator.table_value, table_denominators.table_value) as denominator_table_value,
        coalesce(denominator.table_half_unit, table_denominators.table_half_unit) as denominator_table_half,
        denominator.claim_key as denominator_key,
        numerator.metric as numerator_metric,
        numerator.subject as numerator_subject,
        denominator.subject as denominator_subject,
        coalesce(
            denominator.printed_text || denominator.value_unit,
            table_denominators.printed_text
        ) as denominator_text,
        -- Where it stands in a table alone.
        if(denominators.denominator_no is null, table_denominators.table_code, null) as denominator_table_code,
        if(denominators.denominator_no is null, table_denominators.table_zh, null) as denominator_table_zh,
        table_denominators.whole_zh as denominator_whole_zh,
        denominators.denominator_no,
        denominator.metric as denominator_metric,
        denominators.denominator_no is null and table_denominators.is_blank as is_denominator_blank,
        denominator.base as denominator_base
    from percents
    -- A miss on either side: the text does not state that figure.
    left join numerators
        on percents.document_id = numerators.document_id
        and percents.claim_no = numerators.claim_no
    left join claims as numerator
        on numerators.document_id = numerator.document_id
        and numerators.numerator_no = numerator.claim_no
    left join table_denominators
        on percents.document_id = table_denominators.document_id
        and percents.claim_no = table_denominators.claim_no
    left join denominators
        on percents.document_id = denominators.document_id
        and percents.claim_no = denominators.claim_no
    left join claims as denominator
        on denominators.document_id = denominator.document_id
        and denominators.denominator_no = denominator.claim_no

)

select * from final
