-- N86: 离退休人员97人，其中：离休4人，退休95人: what a sentence takes apart is the sum of its parts where none is left out,
-- else no less than they are together. Which parts never overlap told_wholes.csv says; the reader finds no others.
with told as (

    select
        *,
        regexp_extract(printed_text, '^[\d.,]+') as whole_text,
        regexp_replace(printed_text, '^[\d.,]+', '') as unit,
        list_transform(string_split(base, '+'), part -> regexp_extract(part, ' ([\d.]+)$', 1)) as parts
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_sum'

),

measured as (

    select
        *,
        try_cast(replace(whole_text, ',', '') as decimal(24, 6)) as whole,
        list_sum(list_transform(parts, part -> try_cast(part as decimal(24, 6)))) as total,
        -- Money and scores were rounded, each to its last digit; what is counted is exact.
        if(
            unit in ('元', '万元', '亿元', '分'),
            (len(parts) + 1) * {{ half_digit('list_max(list_transform(parts || [whole_text], part -> ' ~ decimals_of('part') ~ '))') }},
            0
        ) as slack
    from told

),

judged as (

    select *, total - whole as difference
    from measured

),

final as (

    select
        document_id,
        'N86' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', subject) as subject_zh,
        unnest(case
            when difference is null then {{ ruling('no_data', 'figures_not_stated') }}
            when difference = 0 then {{ ruling('pass') }}
            when difference > slack then {{ ruling('fail') }}
            when difference < -slack and direction = 'equal' then {{ ruling('fail') }}
            when direction = 'equal' then {{ ruling('rounding') }}
            else {{ ruling('pass') }}
        end),
        page,
        source_locator,
        printed_text,
        concat_ws(
            '', '其中', list_aggregate(list_transform(string_split(base, '+'), part -> part || unit), 'string_agg', '、'),
            ',合计 ', rtrim(rtrim(cast(total as varchar), '0'), '.'), unit,
            if(direction = 'within', ',多于总数', ',不等于总数')
        ) as detail_zh,
        to_json([{{ told_item('printed_text', 'statement_key') }}]) as evidence
    from judged

)

select * from final
