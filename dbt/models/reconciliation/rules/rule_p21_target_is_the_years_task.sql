-- P21: the target of an indicator is the task of the year that the narrative tells (完成全年任务数37.59万人的104.19%). They
-- are the same indicator where both print the same actual value, unit included, of at least three digits: a name may differ.
with told as (

    select
        *,
        lag(metric) over narrated as done_metric,
        lag(subject) over narrated as done_subject,
        lag(value_numeric) over narrated as done,
        lag(value_unit) over narrated as done_unit,
        lag(printed_text) over narrated as done_text
    from {{ ref('fct_claims') }}
    where topic_family = 'performance'
    window narrated as (partition by document_id order by claim_no)

),

tasks as (

    select *
    from told
    where metric = 'output_target'
      and claim_kind = 'count'
      and done_metric = 'output_count'
      and done_subject is not distinct from subject
      and done_unit = value_unit
      and length(ltrim(regexp_replace(done_text, '[^0-9]', '', 'g'), '0')) >= 3
    qualify count(*) over (partition by document_id, done, done_unit) = 1

),

indicators as (

    select
        indicators.*,
        tasks.value_numeric as task,
        tasks.printed_text || tasks.value_unit as task_text
    from {{ ref('int_performance_indicators') }} as indicators
    -- A miss is an indicator that the narrative does not tell.
    left join tasks
        on indicators.document_id = tasks.document_id
        and indicators.actual_number = tasks.done
        and indicators.actual_unit = tasks.done_unit
        and indicators.target_unit = tasks.value_unit

)

{% call indicator_rule('P21', 'target', columns={
    'printed_text': 'target',
    'detail_zh': "target || ',情况说明所写全年任务为 ' || task_text",
    'cause_key': "'jx01_target_not_adjusted/' || project_key",
}, indicators='indicators') %}
    when target_number is null then {{ ruling('not_applicable', 'words') }}
    when task is null then {{ ruling('not_applicable', 'not_in_text') }}
    when task = target_number then {{ ruling('pass') }}
    when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
