-- One row per document × rule that weighs figures of the narrative against each other (check_kind claim_sum).
-- A figure that a section repeats counts once. A change that the text calls a decrease counts negative. Changes add up
-- where they are of the same: those against last year and those against the budget are sums of their own.
with claims as (

    select
        *,
        if(direction = '减少' and claim_kind = 'change_amount', -check_value, check_value) as signed_value
    from {{ ref('fct_claims') }}
    where not contains(claim_key, '#')
      -- 2021年人员经费40.00万元: stated to compare with, no part of this year.
      and not (claim_kind = 'amount' and coalesce(base, '') = '上年' and coalesce(direction, '') = '')

),

terms as (

    select * from {{ ref('claim_sums') }}

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

closings as (

    select
        rule_id,
        count(distinct closing_subjects) as needed,
        -- A part that is not told may have grown or fallen: the rest says nothing, whichever way it goes.
        coalesce(bool_or(claim_kind = 'change_amount' and closing_subjects is not null), false) as goes_both_ways
    from terms
    group by rule_id

),

-- From so many parts on, a list that is less than its whole makes one wonder, though it need not be complete.
wondering as (

    select rule_id, value as least_parts from {{ ref('rule_thresholds') }} where threshold_code = 'parts_for_notice'

),

-- Every figure of a corpus is of one of a hundred kinds: patterns are tried on kinds, figures meet them by equality.
kinds as (

    select distinct topic, claim_kind, metric, base from claims

),

terms_of_kinds as (

    select terms.*, kinds.topic, kinds.metric, kinds.base
    from terms
    inner join kinds
        on terms.claim_kind = kinds.claim_kind
        and regexp_full_match(kinds.topic, terms.topics)
        and regexp_full_match(kinds.metric, terms.metrics)
        and (terms.bases is null or regexp_full_match(coalesce(kinds.base, ''), terms.bases))

),

found as (

    select distinct
        claims.document_id,
        terms.rule_id,
        terms.side,
        terms.weight,
        terms.term_no,
        terms.mismatch_reason,
        terms.closing_subjects,
        terms.topics,
        claims.claim_no,
        claims.claim_key,
        if(claims.claim_kind = 'change_amount', claims.base, null) as compared_with,
        claims.signed_value,
        -- 减少3.59万元 weighs against the others: as listed, weight × figure add up to the sum.
        if(claims.signed_value <> claims.check_value, -terms.weight, terms.weight) as listed_weight,
        claims.half_unit,
        claims.check_unit,
        claims.value_unit,
        claims.printed_text,
        claims.subject,
        claims.page,
        claims.source_locator
    from terms_of_kinds as terms
    inner join claims
        on terms.claim_kind = claims.claim_kind
        and terms.topic = claims.topic
        and terms.metric = claims.metric
        and terms.base is not distinct from claims.base
        and (terms.subjects is null or regexp_full_match(claims.subject, terms.subjects))
        and (terms.account_length is null or length(claims.account_code) = terms.account_length)
    -- A part of a part that is stated itself is in it already.
    anti join claims as wholes
        on claims.document_id = wholes.document_id
        and claims.topic = wholes.topic
        and claims.claim_kind = wholes.claim_kind
        and claims.base is not distinct from wholes.base
        and terms.unless_subject = wholes.subject

),

-- 其中 need not name every part: accounts of 05表 that the text does not mention may hold the rest.
mentioned as (

    select distinct claims.document_id, claims.account_code, covered.topics
    from (
        select distinct terms.topics, kinds.topic
        from terms
        inner join kinds on regexp_full_match(kinds.topic, terms.topics)
        where terms.covers_role is not null
    ) as covered
    inner join claims on covered.topic = claims.topic

),

unmentioned as (

    select distinct cells.document_id, terms.rule_id
    from terms
    inner join {{ ref('fct_cells') }} as cells
        on cells.table_code = 'gk05'
        and cells.column_code = 'total'
        and cells.row_role = terms.covers_role
        and cells.check_value <> 0
    -- Equal on every column: with the pattern here, each cell would meet each claim.
    anti join mentioned
        on cells.document_id = mentioned.document_id
        and cells.account_code = mentioned.account_code
        and terms.topics = mentioned.topics

),

-- Changes of classes add up to the change of the total only if classes that ended last year are told too: known where
-- last year's disclosure is here and names no class that the text leaves out.
untold_classes as (

    select distinct pairs.document_id
    from {{ ref('dim_judged_document') }} as pairs
    inner join {{ ref('fct_cells') }} as cells
        on pairs.previous_document_id = cells.document_id
        and cells.table_code = 'gk04'
        and cells.row_role = 'class'
        and cells.column_code = 'total'
        and cells.check_value <> 0
    anti join claims
        on pairs.document_id = claims.document_id
        and cells.row_key = claims.account_code
        and claims.claim_kind = 'change_amount'

),

known_priors as (

    select document_id
    from {{ ref('dim_judged_document') }}
    where previous_document_id is not null
      and document_id not in (select document_id from untold_classes)

),

-- Where the text tells the change of every class that 04表 prints, what is left over is a class that ended, or an error:
-- it makes one wonder.
told_classes as (

    select cells.document_id
    from {{ ref('fct_cells') }} as cells
    left join (
        select distinct document_id, account_code from claims where claim_kind = 'change_amount'
    ) as changes
        on cells.document_id = changes.document_id
        and cells.row_key = changes.account_code
    where cells.table_code = 'gk04'
      and cells.row_role = 'class'
      and cells.column_code = 'total'
      and cells.check_value <> 0
    group by cells.document_id
    having count(*) = count(changes.account_code)

),

-- 公务用车及运行维护费比上年减少…: a change that was not understood may be that of a part.
not_understood as (

    select distinct claims.document_id, terms.rule_id, claims.base as compared_with
    from (select distinct rule_id, topics, bases from terms where claim_kind = 'change_amount') as terms
    inner join claims
        on regexp_full_match(claims.topic, terms.topics)
        and claims.claim_kind = 'change_amount'
        and claims.metric = 'unknown'
        and regexp_full_match(coalesce(claims.base, ''), coalesce(terms.bases, ''))

),

-- Parts of which the text tells a change, that there was none, or that nothing was spent.
told_changes as (

    select
        sums.document_id,
        sums.rule_id,
        sums.compared_with,
        count(distinct parts.closing_subjects) as closed,
        count(distinct parts.closing_subjects)
        > count(distinct parts.closing_subjects) filter (where claims.claim_kind = 'change_amount' or claims.direction = '持平') as may_have_fallen
    from (select distinct document_id, rule_id, compared_with from found where compared_with is not null) as sums
    inner join (select distinct rule_id, topics, closing_subjects from terms where claim_kind = 'change_amount') as parts
        on sums.rule_id = parts.rule_id
    inner join claims
        on sums.document_id = claims.document_id
        and parts.topics = claims.topic
        and regexp_full_match(claims.subject, parts.closing_subjects)
    -- 比年初预算减少…: how it stands to the budget says nothing of last year.
    where (
            (claims.claim_kind = 'change_amount' or claims.direction = '持平')
            and coalesce(nullif(claims.base, ''), sums.compared_with) = sums.compared_with
        )
       or (claims.claim_kind = 'amount' and claims.metric = 'final' and claims.check_value = 0)
    group by sums.document_id, sums.rule_id, sums.compared_with

),

summed as (

    select
        document_id,
        rule_id,
        compared_with,
        coalesce(sum(weight * signed_value) filter (where side = 'left'), 0) as left_amount,
        coalesce(sum(weight * signed_value) filter (where side = 'right'), 0) as right_amount,
        sum(abs(weight) * half_unit) as tolerance,
        bool_or(signed_value is null) as is_beyond_range,
        count(*) filter (where side = 'left') as left_figures,
        count(*) filter (where side = 'right') as right_figures,
        min(topics) filter (where side = 'left') as topics,
        if(document_id in (select document_id from known_priors), null, min(mismatch_reason)) as mismatch_reason,
        count(distinct closing_subjects) filter (where regexp_full_match(subject, closing_subjects)) as closed,
        if(bool_or(check_unit = '元' and value_unit <> '元'), '万元', min(check_unit)) as unit,
        {{ at_first(['page', 'source_locator', 'printed_text || value_unit as printed_text'], 'claim_no') }},
        to_json(list({{ evidence_item(
            'side', "'claims'", 'printed_text || value_unit', 'page', 'source_locator', 'null', 'claim_key', 'null', 'subject', 'listed_weight'
        ) }} order by side, claim_no, term_no)) as evidence
    from found
    group by document_id, rule_id, compared_with

),

compared as (

    select
        summed.*,
        coalesce(told_changes.may_have_fallen, false) as may_have_fallen,
        rules.relation,
        rules.title_zh,
        unmentioned.rule_id is null as covers_table,
        told_classes.document_id is not null as tells_every_class,
        not_understood.rule_id is not null as is_part_unread,
        closings.goes_both_ways,
        if(closings.goes_both_ways, coalesce(told_changes.closed, 0), summed.closed) = closings.needed as is_closed,
        coalesce(right_figures >= wondering.least_parts, false) as makes_wonder,
        left_amount - right_amount as difference,
        {{ excess('left_amount - right_amount', 'rules.relation') }} as excess
    from summed
    inner join rules on summed.rule_id = rules.rule_id
    inner join closings on summed.rule_id = closings.rule_id
    left join wondering on summed.rule_id = wondering.rule_id
    left join unmentioned
        on summed.document_id = unmentioned.document_id
        and summed.rule_id = unmentioned.rule_id
    left join not_understood
        on summed.document_id = not_understood.document_id
        and summed.rule_id = not_understood.rule_id
        and summed.compared_with = not_understood.compared_with
    left join told_classes on summed.document_id = told_classes.document_id
    left join told_changes
        on summed.document_id = told_changes.document_id
        and summed.rule_id = told_changes.rule_id
        and summed.compared_with = told_changes.compared_with

),

judged as (

    select
        *,
        mismatch_reason is not null
        -- 因公出国费0元, without a word of last year's: it may be what the sum of the others is short of.
        or (goes_both_ways and may_have_fallen and left_amount < right_amount)
        or (right_amount < left_amount and relation = '=' and not (is_closed and covers_table)) as is_open,
        unnest(case
            when left_figures = 0 then {{ ruling('no_data', 'left_not_stated') }}
            when right_figures = 0 then {{ ruling('no_data', 'right_not_stated') }}
            when is_beyond_range then {{ ruling('no_data', 'figure_beyond_range') }}
            when excess = 0 then {{ ruling('pass') }}
            when excess <= tolerance then {{ ruling('rounding') }}
            when is_part_unread or (goes_both_ways and not is_closed) then {{ ruling('no_data', 'parts_incomplete') }}
            -- 因公出国费0元: that it had a budget is nothing to wonder about.
            when may_have_fallen and left_amount < right_amount and compared_with <> '上年' then {{ ruling('no_data', 'parts_incomplete') }}
            when mismatch_reason is not null and not tells_every_class then {{ ruling('no_data', because='mismatch_reason') }}
            when right_amount < left_amount and relation = '=' and not (is_closed and covers_table) and not makes_wonder
                then {{ ruling('no_data', 'parts_incomplete') }}
            else {{ ruling('fail') }}
        end)
    from compared

),

final as (

    select
        document_id,
        rule_id,
        'document' as subject,
        title_zh as subject_zh,
        status,
        case when status = 'rounding' then 'sum' end as subtype,
        reason_code,
        case when status = 'fail' and is_open then 'notice' end as severity,
        case when status <> 'no_data' then left_amount end as left_amount,
        case when status <> 'no_data' then right_amount end as right_amount,
        case when status <> 'no_data' then difference end as difference,
        case when status <> 'no_data' then tolerance end as tolerance,
        unit,
        page,
        source_locator,
        printed_text,
        -- Rules about the same few figures of one section fail together.
        'claim_sum|' || topics as cause_key,
        evidence
    from judged
    -- What is wrong against one of them is told, before what holds against the other.
    qualify row_number() over (
        partition by document_id, rule_id
        order by status = 'fail' desc, status = 'fail' and is_open, status = 'no_data', compared_with
    ) = 1

)

select * from final
