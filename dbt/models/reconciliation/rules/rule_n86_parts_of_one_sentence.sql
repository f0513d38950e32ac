-- N86: 离退休人员97人，其中：离休4人，退休95人: what a sentence takes apart is the sum of its parts where none is left out,
-- else no less than they are together. Which parts never overlap told_wholes.csv says. Others that their names make look so
-- are notices. Changes of parts that make the change of the whole, the other way round, give away its word.
with told as (

    select
        *,
        regexp_extract(printed_text, '^-?[\d.,]+') as whole_text,
        regexp_replace(printed_text, '^-?[\d.,]+', '') as unit,
        list_transform(string_split(base, '+'), part -> regexp_extract(part, ' (-?[\d.]+)$', 1)) as parts
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_sum'

),

measured as (

    select
        *,
        try_cast(replace(whole_text, ',', '') as decimal(24, 6)) as whole,
        list_sum(list_transform(parts, part -> try_cast(part as decimal(24, 6)))) as total,
        -- Money, scores and what is told in 万 or with decimals were rounded, each to its last digit; what is counted is exact.
        if(
            unit in ('元', '万元', '亿元', '分') or starts_with(unit, '万') or contains(base, '.'),
            (len(parts) + 1) * {{ half_digit('list_max(list_transform(parts || [whole_text], part -> ' ~ decimals_of('part') ~ '))') }},
            0
        ) as slack
    from told

),

-- Procurement and grades that the narrative's own rules read are theirs.
procurement as (

    select distinct document_id, source_locator
    from {{ ref('fct_claims') }}
    where topic = 'procurement'
      and claim_kind = 'amount'
      and metric = 'procurement'

),

grades as (

    select distinct document_id
    from {{ ref('rule_p15_grades_add_up') }}
    where status in ('pass', 'fail')

),

judged as (

    select
        measured.*,
        measured.total - measured.whole as difference,
        case
            when contains(measured.subject, '采购') then procurement.document_id is not null
            when regexp_matches(measured.base, '“(优|良|中|差)') then grades.document_id is not null
            else false
        end as is_elsewhere
    from measured
    left join procurement
        on measured.document_id = procurement.document_id
        and measured.source_locator = procurement.source_locator
    left join grades
        on measured.document_id = grades.document_id

),

final as (

    select
        document_id,
        'N86' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', subject) as subject_zh,
        unnest(case
            when difference is null then {{ ruling('no_data', 'figures_not_stated') }}
            when is_elsewhere then {{ ruling('not_applicable', 'judged_elsewhere') }}
            when direction = 'signed' and total = -whole and whole <> 0 then {{ ruling('fail') }}
            when direction = 'signed' then {{ ruling('pass') }}
            when difference = 0 then {{ ruling('pass') }}
            when difference > slack then {{ ruling('fail') }}
            when difference < -slack and direction in ('equal', 'named', 'listed') then {{ ruling('fail') }}
            when direction in ('equal', 'named', 'listed') then {{ ruling('rounding') }}
            else {{ ruling('pass') }}
        end),
        if(direction in ('named', 'alike') or (direction = 'listed' and difference < 0), 'notice', null) as severity,
        page,
        source_locator,
        printed_text,
        concat_ws(
            '', '其中', list_aggregate(list_transform(string_split(base, '+'), part -> part || unit), 'string_agg', '、'),
            ',合计 ', rtrim(rtrim(cast(total as varchar), '0'), '.'), unit,
            case when direction = 'signed' then ',方向相反' when direction in ('within', 'alike') or (direction = 'listed' and difference > 0) then ',多于总数' else ',不等于总数' end
        ) as detail_zh,
        to_json([{{ told_item('printed_text', 'statement_key') }}]) as evidence
    from judged

)

select * from final
