-- One row per percentage of the narrative: can it be the ratio it says it is?
-- Tried with the figures as stated and as the tables have them; following from one of the pairs is enough, because a
-- wrong amount is a finding of its own.
with percents as (

    select
        *,
        if(numerator_direction = '减少', -numerator_value, numerator_value) as signed_change,
        -- What each of the two figures is: a reader must not take this year's for last year's.
        case claim_kind
            when 'change_percent' then if(numerator_direction = '减少', '减少额', '增加额')
            when 'share' then coalesce(numerator_subject, '该项')
            else if(numerator_metric = 'executed', '执行数', '决算数')
        end as numerator_zh,
        case
            when claim_kind = 'change_percent' then '本年数'
            when claim_kind = 'share' and denominator_table_zh is not null then denominator_table_zh || '的' || coalesce(denominator_whole_zh, base)
            when claim_kind = 'share' then coalesce(denominator_subject, '合计')
            when denominator_table_zh is not null then denominator_table_zh || '的预算数'
            when denominator_base in ('年初预算', '全年预算') then denominator_base
            else '预算数'
        end as denominator_zh
    from {{ ref('int_claim_percents') }}

),

ratios as (

    select
        *,
        -- The year before: this year's figure less the change.
        if(claim_kind = 'change_percent', denominator_value - signed_change, denominator_value) as whole_value,
        if(claim_kind = 'change_percent', denominator_half + numerator_half, denominator_half) as whole_half,
        if(claim_kind = 'change_percent', denominator_table_value - signed_change, denominator_table_value) as whole_table_value,
        if(claim_kind = 'change_percent', denominator_table_half + numerator_half, denominator_table_half) as whole_table_half
    from percents

),

-- What a percentage may be of as well. 收入总计…,其中年初结转…,比上年增加…,增长…: of either. 项目支出总额: of all funds, or of one.
other_wholes as (

    select
        ratios.document_id,
        ratios.claim_no,
        amounts.check_value - ratios.signed_change as other_value,
        amounts.half_unit + ratios.numerator_half as other_half
    from ratios
    inner join {{ ref('int_claim_values') }} as amounts
        on ratios.document_id = amounts.document_id
        and ratios.source_locator = amounts.source_locator
        and amounts.claim_kind = 'amount'
        and amounts.metric <> 'budget'
        and amounts.claim_no > ratios.denominator_no
        and amounts.claim_no < ratios.numerator_no
    where ratios.claim_kind = 'change_percent'
    union all
    select
        ratios.document_id,
        ratios.claim_no,
        cells.check_value as other_value,
        cells.half_unit as other_half
    from ratios
    inner join {{ ref('fct_cells') }} as cells
        on ratios.document_id = cells.document_id
        and cells.row_key = 'total'
        and cells.column_code = 'project'
    where ratios.claim_kind = 'share'
      and ratios.denominator_metric = 'expenditure_item'
      and ratios.denominator_subject = '项目支出'

),

of_others as (

    select distinct ratios.document_id, ratios.claim_no
    from ratios
    inner join other_wholes as others
        on ratios.document_id = others.document_id
        and ratios.claim_no = others.claim_no
    where {{ percent_status('numerator_value', 'numerator_half', 'other_value', 'other_half', 'percent_value', 'printed_decimals') }} = 'pass'

),

tried as (

    select
        ratios.*,
        of_others.claim_no is not null as may_be_of_another,
        -- 提高0.5个百分点, 1.2‰: no ratio in per cent.
        coalesce(value_unit, '') not in ('%', '') as is_other_unit,
        coalesce(whole_value, whole_table_value) as base_value,
        coalesce(whole_half, whole_table_half) as base_half,
        {{ percent_status('numerator_value', 'numerator_half', 'whole_value', 'whole_half', 'percent_value', 'printed_decimals') }} as as_stated,
        {{ percent_status('numerator_table_value', 'numerator_table_half', 'whole_table_value', 'whole_table_half', 'percent_value', 'printed_decimals') }} as as_tables,
        {{ percent_status('numerator_value', 'numerator_half', 'whole_table_value', 'whole_table_half', 'percent_value', 'printed_decimals') }} as stated_of_table,
        {{ percent_status('numerator_table_value', 'numerator_table_half', 'whole_value', 'whole_half', 'percent_value', 'printed_decimals') }} as table_of_stated,
        -- 减少1,228.82，下降2.94% where the rate is that of an increase: the word is probably wrong, not the figure.
        claim_kind = 'change_percent'
        and {{ percent_status('numerator_value', 'numerator_half', '(whole_value + 2 * signed_change)', 'whole_half', 'percent_value', 'printed_decimals') }} = 'pass' as is_turned
    from ratios
    -- A miss is a percentage that only its own figures can explain.
    left join of_others
        on ratios.document_id = of_others.document_id
        and ratios.claim_no = of_others.claim_no

),

judged as (

    select
        *,
        unnest(case
            when is_other_unit then {{ ruling('no_data', 'other_unit') }}
            when numerator_no is null then {{ ruling('no_data', 'numerator_not_stated') }}
            when base_value is null then {{ ruling('no_data', 'denominator_not_stated') }}
            when base_value = 0 and numerator_value = 0 and percent_value = 0 then {{ ruling('pass', 'zero_base') }}
            when base_value = 0 then {{ ruling('not_applicable', 'zero_base') }}
            when list_contains([as_stated, as_tables, stated_of_table, table_of_stated], 'pass') then {{ ruling('pass') }}
            when may_be_of_another then {{ ruling('no_data', 'of_another_figure') }}
            when list_contains([as_stated, as_tables, stated_of_table, table_of_stated], 'truncated') then {{ ruling('fail') }}
            when coalesce(as_stated, as_tables, stated_of_table, table_of_stated) is null then {{ ruling('no_data', 'base_too_small') }}
            else {{ ruling('fail') }}
        end),
        list_contains([as_stated, as_tables, stated_of_table, table_of_stated], 'truncated') as is_truncated
    from tried

),

final as (

    select
        document_id,
        claim_kind,
        claim_key as subject,
        judged.subject as claim_subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), judged.subject) as subject_zh,
        status,
        case when status = 'fail' and is_truncated then 'truncated' end as subtype,
        reason_code,
        case when status = 'fail' and is_truncated then 'notice' end as severity,
        if(status in ('pass', 'fail'), try_cast(percent_value as decimal(18, 2)), null) as left_amount,
        if(status in ('pass', 'fail'), {{ percent('abs(numerator_value)', 'base_value') }}, null) as right_amount,
        if(
            status in ('pass', 'fail'),
            try_cast(percent_value - {{ percent('abs(numerator_value)', 'base_value') }} as decimal(18, 2)),
            null
        ) as difference,
        '%' as unit,
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        numerator_zh || ' ' || numerator_text || ' ÷ '
        || if(
            claim_kind = 'change_percent',
            '(本年数 ' || denominator_text || if(signed_change < 0, ' + ', ' − ') || numerator_zh || ' ' || numerator_text || ')',
            denominator_zh || ' ' || denominator_text
        )
        || ' = ' || {{ percent('abs(numerator_value)', 'base_value') }} || '%'
        || if(coalesce(is_turned, false) and status = 'fail', ';按' || if(signed_change < 0, '增加', '减少') || '计算则相符,疑为增减方向写反', '') as detail_zh,
        numerator_zh,
        numerator_text,
        signed_change,
        denominator_zh,
        denominator_text,
        is_denominator_blank,
        numerator_value,
        numerator_half,
        numerator_text,
        base_value,
        base_half,
        percent_value,
        printed_decimals,
        to_json(list_filter([
            {{ evidence_item("'left'", "'claims'", 'printed_text || value_unit', 'page', 'source_locator', 'null', 'claim_key', 'null', 'judged.subject') }},
            {{ evidence_item("'right'", "'claims'", 'numerator_text', 'page', 'source_locator', 'null', 'numerator_key', 'null', 'numerator_zh') }},
            {{ evidence_item("'right'", "coalesce(denominator_table_code, 'claims')", 'denominator_text', 'if(denominator_table_code is null, page, null)', 'if(denominator_table_code is null, source_locator, null)', 'null', 'denominator_key', 'null', 'denominator_zh') }}
        ], item -> item.printed_text is not null)) as evidence
    from judged

)

select * from final
