-- N54: 完成全年任务33000人的115.89%: the rate is what was done ÷ the task. Both stand right before it, of one subject.
{%- set people = "(case when starts_with(%s, '万') then 10000 when starts_with(%s, '亿') then 100000000 else 1 end)" %}
with narrated as (

    select
        *,
        lag(metric) over told as task_metric,
        lag(claim_kind) over told as task_kind,
        lag(value_numeric) over told as task,
        lag(value_unit) over told as task_unit,
        lag(printed_text) over told as task_text,
        lag(printed_decimals) over told as task_decimals,
        lag(metric, 2) over told as done_metric,
        lag(claim_kind, 2) over told as done_kind,
        lag(value_numeric, 2) over told as done,
        lag(value_unit, 2) over told as done_unit,
        lag(printed_text, 2) over told as done_text,
        lag(printed_decimals, 2) over told as done_decimals,
        lag(subject) over told is not distinct from subject and lag(subject, 2) over told is not distinct from subject as is_of_one
    from {{ ref('fct_claims') }}
    window told as (partition by document_id order by claim_no)

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N54'

),

measured as (

    select
        narrated.*,
        coalesce(
            is_of_one and done_metric = 'output_count' and done_kind = 'count' and task_metric = 'output_target' and task_kind = 'count'
            and regexp_replace(done_unit, '^[万亿]', '') = regexp_replace(task_unit, '^[万亿]', ''),
            false
        ) as is_told,
        cast(done as decimal(18, 4)) * {{ people % ('done_unit', 'done_unit') }} as done_number,
        cast(task as decimal(18, 4)) * {{ people % ('task_unit', 'task_unit') }} as task_number,
        -- A count in 人 is exact, one in 万人 was rounded to its last digit.
        case when regexp_matches(done_unit, '^[万亿]') then {{ people % ('done_unit', 'done_unit') }} * {{ half_digit('done_decimals') }} else 0 end as done_half,
        case when regexp_matches(task_unit, '^[万亿]') then {{ people % ('task_unit', 'task_unit') }} * {{ half_digit('task_decimals') }} else 0 end as task_half
    from narrated
    inner join subjects
        on narrated.document_id = subjects.document_id
        and narrated.claim_key = subjects.claim_key

),

judged as (

    select
        *,
        {{ percent_status('done_number', 'done_half', 'task_number', 'task_half', 'value_numeric', 'printed_decimals') }} as outcome
    from measured

),

final as (

    select
        document_id,
        'N54' as rule_id,
        claim_key as subject,
        concat_ws(' ', '情况说明', subject) as subject_zh,
        unnest(case
            when not is_told then {{ ruling('no_data', 'figures_not_stated') }}
            when outcome is null then {{ ruling('not_applicable', 'zero_base') }}
            when outcome = 'pass' then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        case when is_told and outcome = 'truncated' then 'truncated' end as subtype,
        case when outcome = 'truncated' then 'notice' end as severity,
        value_numeric as left_amount,
        case when is_told then {{ percent('done_number', 'task_number') }} end as right_amount,
        '%' as unit,
        'claims' as table_code,
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        done_text || done_unit || ' ÷ 任务 ' || task_text || task_unit as detail_zh,
        to_json([{{ told_item('printed_text') }}]) as evidence
    from judged

)

select * from final
