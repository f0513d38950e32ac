-- N87: 320万株，完成年度目标300万株的106.67%: a rate right behind its two figures is their ratio, or what they differ by.
-- Rates that N22 and N54 have judged from the same words are theirs.
with told as (

    select
        *,
        string_split(base, '÷') as figures,
        rtrim(printed_text, '%') as rate
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_ratio'

),

measured as (

    select
        *,
        try_cast(figures[1] as decimal(24, 6)) - if(direction = 'change', try_cast(figures[2] as decimal(24, 6)), 0) as done,
        try_cast(figures[2] as decimal(24, 6)) as task,
        -- A count in 人 is exact, one in 万人 was rounded to its last digit, and so is money.
        if(
            regexp_matches(subject, '^[万亿]|元$') or contains(figures[1], '.'),
            {{ half_digit(decimals_of('figures[1]')) }}, 0
        ) * if(direction = 'change', 2, 1) as done_half,
        if(
            regexp_matches(subject, '^[万亿]|元$') or contains(figures[2], '.'),
            {{ half_digit(decimals_of('figures[2]')) }}, 0
        ) as task_half,
        {{ decimals_of('rate') }} as rate_decimals,
        try_cast(ltrim(rate, '-') as decimal(14, 6)) as rate_value
    from told

),

elsewhere as (

    select document_id, source_locator, printed_text
    from {{ ref('rule_n22_execution_rate') }}
    where status in ('pass', 'fail')
    union
    select document_id, source_locator, printed_text
    from {{ ref('rule_n54_rate_of_task') }}
    where status in ('pass', 'fail')

),

judged as (

    select
        measured.*,
        elsewhere.document_id is not null as is_elsewhere,
        {{ percent_status('measured.done', 'measured.done_half', 'measured.task', 'measured.task_half', 'measured.rate_value', 'measured.rate_decimals') }} as outcome
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
            when outcome is null then {{ ruling('not_applicable', 'zero_base') }}
            when outcome = 'pass' then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        if(outcome = 'truncated', 'truncated', null) as subtype,
        if(outcome = 'truncated', 'notice', null) as severity,
        rate_value as left_amount,
        {{ percent('abs(done)', 'task') }} as right_amount,
        '%' as unit,
        page,
        source_locator,
        printed_text,
        if(
            direction = 'change',
            '(' || figures[1] || ' − ' || figures[2] || ') ÷ ' || figures[2],
            figures[1] || subject || ' ÷ ' || figures[2] || subject
        ) || ' = ' || {{ percent('abs(done)', 'task') }} || '%' as detail_zh,
        to_json([{{ told_item('printed_text', 'statement_key') }}]) as evidence
    from judged

)

select * from final
