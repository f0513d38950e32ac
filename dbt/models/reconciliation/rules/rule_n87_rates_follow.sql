-- N87: 320万株，完成年度目标300万株的106.67%: a rate right behind its two figures is their ratio, or what they differ by.
-- Rates that N22, N54 and N70 have judged from the same words are theirs. Behind : stands which way the text says it went,
-- for what it became (由61.5%下降到66.2%) behind another :. Where no rate is told, that alone is judged (turn, beyond).
with told as (

    select
        *,
        string_split(direction, ':')[1] as kind,
        case when string_split(direction, ':')[2] in ('增加', '大于') then 1 when string_split(direction, ':')[2] in ('减少', '小于') then -1 end as way,
        case when string_split(direction, ':')[3] in ('增加', '大于') then 1 when string_split(direction, ':')[3] in ('减少', '小于') then -1 end as turn,
        string_split(base, '÷') as figures,
        regexp_extract(printed_text, '-?[\d.]+') as rate,
        regexp_extract(printed_text, '-?[\d.]+(.*)$', 1) as rate_unit
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_ratio'

),

figured as (

    select
        *,
        try_cast(figures[1] as decimal(24, 6)) as first_figure,
        try_cast(figures[2] as decimal(24, 6)) as second_figure,
        -- A count in 人 is exact, one in 万人 was rounded to its last digit, and so is money.
        if(
            regexp_matches(subject, '^[万亿]|元$') or contains(figures[1], '.'),
            {{ half_digit(decimals_of('figures[1]')) }}, 0
        ) as first_half,
        if(
            regexp_matches(subject, '^[万亿]|元$') or contains(figures[2], '.'),
            {{ half_digit(decimals_of('figures[2]')) }}, 0
        ) as second_half,
        {{ decimals_of('rate') }} as rate_decimals,
        try_cast(ltrim(rate, '-') as decimal(14, 6)) as rate_value,
        case rate_unit when '万元' then 10000 when '亿元' then 100000000 else 1 end as yuan
    from told

),

-- What was done, of what: growth is what came on top of the rest, completion all of it over the rest.
measured as (

    select
        *,
        case
            when kind in ('change', 'points', 'difference', 'turn', 'beyond') then first_figure - second_figure
            when kind = 'growth' then second_figure
            else first_figure
        end as done,
        if(kind in ('growth', 'completion'), first_figure - coalesce(way, 1) * second_figure, second_figure) as task,
        case
            when kind in ('change', 'points', 'difference') then first_half + second_half
            when kind = 'growth' then second_half
            else first_half
        end as done_half,
        if(kind in ('growth', 'completion'), first_half + second_half, second_half) as task_half,
        if(
            rate_unit = '%', null,
            {{ half_digit(decimals_of('rate')) }} + first_half + second_half
        ) as slack
    from figured

),

-- A share of what a performance text counts is N70's.
elsewhere as (

    select document_id, source_locator, printed_text, bool_or(is_of_any) as is_of_any
    from (
        select document_id, source_locator, printed_text, true as is_of_any
        from {{ ref('rule_n22_execution_rate') }}
        where status in ('pass', 'fail')
        union all
        select document_id, source_locator, printed_text, true as is_of_any
        from {{ ref('rule_n54_rate_of_task') }}
        where status in ('pass', 'fail')
        union all
        select document_id, source_locator, printed_text || value_unit as printed_text, false as is_of_any
        from {{ ref('fct_claims') }}
        where topic = 'performance_review'
          and claim_kind = 'share'
          and metric in ('output_count', 'output_rate')
          and value_unit = '%'
    )
    group by document_id, source_locator, printed_text

),

judged as (

    select
        measured.*,
        elsewhere.document_id is not null and (measured.kind = 'share' or elsewhere.is_of_any) as is_elsewhere,
        case
            when measured.kind in ('turn', 'beyond') then measured.turn * measured.done < 0
            when measured.kind in ('growth', 'completion') then false
            else measured.way * measured.done < 0
        end as is_the_other_way,
        {{ percent_status('measured.done', 'measured.done_half', 'measured.task', 'measured.task_half', 'measured.rate_value', 'measured.rate_decimals') }} as outcome,
        outcome = 'truncated' and slack is null and not coalesce(is_the_other_way, false) as is_truncated
    from measured
    left join elsewhere
        on measured.document_id = elsewhere.document_id
        and measured.source_locator = elsewhere.source_locator
        and measured.printed_text = elsewhere.printed_text

),

final as (

    select
        document_id,
        'N87' as rule_id,
        statement_key as subject,
        '情况说明' as subject_zh,
        unnest(case
            when is_elsewhere then {{ ruling('not_applicable', 'judged_elsewhere') }}
            when done is null or rate_value is null then {{ ruling('no_data', 'figures_not_stated') }}
            when is_the_other_way then {{ ruling('fail') }}
            when kind in ('turn', 'beyond') then {{ ruling('pass') }}
            when slack is not null and abs(abs(done) - rate_value) <= slack then {{ ruling('pass') }}
            when slack is not null then {{ ruling('fail') }}
            when outcome is null then {{ ruling('not_applicable', 'zero_base') }}
            when outcome = 'pass' then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        if(is_truncated, 'truncated', null) as subtype,
        if(is_truncated, 'notice', null) as severity,
        if(kind in ('turn', 'beyond'), null, rate_value * yuan) as left_amount,
        if(kind in ('turn', 'beyond'), null, if(slack is null, {{ percent('abs(done)', 'task') }}, cast(abs(done) * yuan as decimal(18, 2)))) as right_amount,
        if(rate_unit = '亿元', '万元', rate_unit) as unit,
        page,
        source_locator,
        printed_text,
        case
            when kind = 'turn' then '原为 ' || figures[2] || subject || ',后为 ' || figures[1] || subject
            when kind = 'beyond' then '实际为 ' || figures[1] || subject
            when kind in ('points', 'difference') then figures[1] || subject || ' − ' || figures[2] || subject || ' = ' || (first_figure - second_figure)::decimal(24, 2)::varchar || rate_unit
            when kind = 'change' then '(' || figures[1] || ' − ' || figures[2] || ') ÷ ' || figures[2]
            when kind = 'completion' then figures[1] || subject || ' ÷ (' || figures[1] || if(way < 0, ' + ', ' − ') || figures[2] || ')'
            when kind = 'growth' then figures[2] || subject || ' ÷ (' || figures[1] || if(way < 0, ' + ', ' − ') || figures[2] || ')'
            else figures[1] || subject || ' ÷ ' || figures[2] || subject
        end
        || if(slack is null and kind not in ('turn', 'beyond'), ' = ' || if(kind = 'change' and done < 0, '−', '') || {{ percent('abs(done)', 'task') }} || '%', '')
        || if(is_the_other_way, ',方向相反', '') as detail_zh,
        to_json([{{ told_item('printed_text', 'statement_key') }}]) as evidence
    from judged

)

select * from final
