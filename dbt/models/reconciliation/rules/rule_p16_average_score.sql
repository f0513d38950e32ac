-- P16: the average score that the narrative states is the mean of the total scores of the forms.
-- Only where as many forms are published as projects are counted: a mean of some proves nothing.
with forms as (

    select
        document_id,
        count(*) as forms,
        count(total_score) as scored,
        sum(total_score) as score_sum,
        bool_and(is_head_confirmed) as is_confirmed
    from {{ ref('int_performance_projects') }}
    group by document_id

),

averages as (

    select * from {{ ref('fct_claims') }} where metric = 'average_score'
    qualify row_number() over (partition by document_id order by claim_no) = 1

),

counted as (

    select document_id, cast(right_amount as integer) as forms, status
    from {{ ref('rule_p14_counted_projects_published') }}

),

judged as (

    select
        forms.*,
        averages.claim_key,
        averages.page,
        averages.source_locator,
        averages.printed_text,
        averages.check_value as said,
        counted.status as counted_status,
        -- Times the number of forms, so that no step divides.
        abs(averages.check_value * forms.scored - forms.score_sum)
        <= forms.scored * {{ half_digit('averages.printed_decimals') }} as is_right
    from forms
    left join averages on forms.document_id = averages.document_id
    left join counted on forms.document_id = counted.document_id

),

final as (

    select
        document_id,
        'P16' as rule_id,
        'document' as subject,
        '绩效自评平均得分' as subject_zh,
        unnest(case
            when said is null then {{ ruling('not_applicable', 'not_in_text') }}
            when counted_status is distinct from 'pass' then {{ ruling('not_applicable', 'not_all_published') }}
            when scored < forms then {{ ruling('no_data', 'no_total_score') }}
            when is_right then {{ ruling('pass') }}
            when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        said as left_amount,
        try_cast(score_sum / nullif(scored, 0) as decimal(18, 2)) as right_amount,
        said - try_cast(score_sum / nullif(scored, 0) as decimal(18, 2)) as difference,
        '分' as unit,
        'claims' as table_code,
        page,
        source_locator,
        printed_text,
        to_json([{{ evidence_item("'left'", "'claims'", 'printed_text', page='page', source_locator='source_locator', row_key='claim_key') }}]) as evidence
    from judged

)

select * from final
union all by name
{{ without_forms('P16') }}
