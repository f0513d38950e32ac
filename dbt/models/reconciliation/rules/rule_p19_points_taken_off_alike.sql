-- P19: indicators that missed their targets lose points by one method: in proportion everywhere, or by steps. Proportion
-- here and steps there is told, and so is a form in which who came nearer to the target got the smaller share.
with missed as (

    select
        *,
        {{ percent("if(target_operator in ('<=', '<'), target_number, actual_number)", "if(target_operator in ('<=', '<'), actual_number, target_number)") }} as attained,
        {{ percent('score', 'weight') }} as share,
        -- Half of the last digit of the score, as a share of its weight: 1, 7.6, 7.61.
        {{ percent('case when score = trunc(score) then 0.5 when score * 10 = trunc(score * 10) then 0.05 else 0.01 end', 'weight') }} as share_half
    from {{ ref('int_performance_indicators') }}
    where is_confirmed
      and weight > 0
      and score < weight
      and target_unit = actual_unit
      and target_number > 0
      and case target_operator
            when '>=' then actual_number < target_number
            when '=' then actual_number < target_number
            when '>' then actual_number <= target_number
            when '<=' then actual_number > target_number
            when '<' then actual_number >= target_number
        end

),

judged as (

    select
        *,
        abs(attained - share) <= {{ threshold('P19', 'proportion_points') }} + share_half as is_proportional,
        share < max(share) over (
            partition by document_id, project_key order by attained groups between unbounded preceding and 1 preceding
        ) as is_inverted,
        row_number() over (partition by document_id order by row_no) as place
    from missed

),

gathered as (

    select
        document_id,
        count(*) as missed,
        bool_or(is_proportional) and not bool_and(is_proportional) as is_mixed,
        bool_or(coalesce(is_inverted, false)) as is_inverted,
        string_agg('“' || printed_label || '”完成 ' || attained || '%,得分占分值 ' || share || '%', ';' order by place) filter (where place <= 6) as listed,
        {{ at_first(['page', 'source_locator', 'row_key', 'row_no', 'printed_label'], 'place') }},
        to_json(list({{ evidence_item("'left'", "'jx01'", "cast(cast(score as decimal(18, 2)) as varchar)", page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'score'", printed_label='printed_label') }} order by place)) as evidence
    from judged
    group by document_id

),

final as (

    select
        forms.document_id,
        'P19' as rule_id,
        'document' as subject,
        '没有完成的指标' as subject_zh,
        unnest(case
            when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_missed') }}
            when gathered.is_mixed or gathered.is_inverted then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        'jx01' as table_code,
        gathered.page,
        gathered.source_locator,
        gathered.listed as detail_zh,
        gathered.evidence
    from (select distinct document_id from {{ ref('int_performance_projects') }}) as forms
    left join gathered on forms.document_id = gathered.document_id

)

select * from final
union all by name
{{ without_forms('P19') }}
