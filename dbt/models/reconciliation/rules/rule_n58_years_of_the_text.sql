-- N58: a text compares with the year before its own, and its assets are those of the end of its own year. What was left from
-- last year's text says 与2022年相比 or 截至2023年12月31日 in a disclosure of 2024. A paragraph of its own year and of the year
-- before may name older ones. A figure that the text dates to an older year and this year's table prints is of this year,
-- unless the text tells this year's as well: the two may be the same. So is one that the text itself compares with the year
-- before, or whose parts it tells undated: 2017年度机关运行经费支出…，比上年减少… in a disclosure of 2018.
with years as (

    select
        document_id,
        source_locator,
        subject as kind,
        try_cast(printed_text as integer) as number,
        coalesce(base, '') = '比较' as is_compared_with,
        statement_no,
        page
    from {{ ref('fct_statements') }}
    where statement_kind = 'number_without_claim'
      and subject in ('year', 'date')
      and regexp_full_match(printed_text, '\d{1,4}')

),

paragraphs as (

    select
        years.document_id,
        years.source_locator,
        documents.fiscal_year,
        min(years.page) as page,
        min(years.statement_no) as statement_no,
        bool_or(years.number = documents.fiscal_year) as has_own,
        bool_or(years.number = documents.fiscal_year - 1) as has_last,
        bool_or(years.number = documents.fiscal_year - 2) as has_older,
        bool_or(years.number = documents.fiscal_year - 2 and years.is_compared_with) as has_older_compared,
        bool_or(years.number = documents.fiscal_year and years.is_compared_with) as has_own_compared,
        max(years.number) filter (where years.kind = 'date' and years.number between 1990 and 2100) as latest_date,
        bool_or(years.kind = 'date' and years.number = documents.fiscal_year) as has_own_date,
        bool_or(years.kind = 'date' and years.number = 12) and bool_or(years.kind = 'date' and years.number = 31) as is_end_of_year
    from years
    inner join {{ ref('dim_judged_document') }} as documents on years.document_id = documents.document_id
    group by years.document_id, years.source_locator, documents.fiscal_year

),

comparing as (

    select distinct document_id, source_locator
    from {{ ref('fct_claims') }}
    where claim_kind in ('change_amount', 'change_percent')
      and base = '上年'
      -- 2023年度预算较2022年度增加: what nobody knows may be of a year to come.
      and metric <> 'unknown'

),

assets as (

    select document_id, source_locator, bool_and(topic = 'three_public') as is_of_vehicles
    from {{ ref('fct_claims') }}
    where topic = 'assets' or (topic = 'three_public' and metric = 'vehicles_held')
    group by document_id, source_locator

),

judged as (

    select
        paragraphs.*,
        case
            when comparing.document_id is not null and has_own_compared and not has_last
                then '与 ' || fiscal_year || ' 年相比,而本文件就是 ' || fiscal_year || ' 年度'
            -- 主要原因是减少了2020年的结算资金: an older year beside the own one is no comparison by itself.
            when comparing.document_id is not null and has_older and not (has_own and (has_last or not has_older_compared))
                then '与 ' || (fiscal_year - 2) || ' 年相比(本文件为 ' || fiscal_year || ' 年度)'
            when assets.document_id is not null and is_end_of_year and latest_date <> fiscal_year and not has_own_date
                then if(assets.is_of_vehicles, '车辆保有量', '资产') || '截至 ' || latest_date || ' 年 12 月 31 日(本文件为 ' || fiscal_year || ' 年度)'
        end as said_zh
    from paragraphs
    left join comparing
        on paragraphs.document_id = comparing.document_id
        and paragraphs.source_locator = comparing.source_locator
    left join assets
        on paragraphs.document_id = assets.document_id
        and paragraphs.source_locator = assets.source_locator
    where comparing.document_id is not null or assets.document_id is not null

),

older_figures as (

    select claims.*
    from {{ ref('fct_claims') }} as claims
    anti join {{ ref('fct_claims') }} as own
        on claims.document_id = own.document_id
        and claims.topic_family = own.topic_family
        and claims.metric = own.metric
        and claims.subject = own.subject
        and own.claim_kind = 'amount'
        and (coalesce(own.base, '') <> '上年' or coalesce(own.direction, '') <> '')
    where claims.claim_kind = 'amount'
      and claims.base = '上年'
      and coalesce(claims.direction, '') = ''
      and claims.check_value <> 0

),

figures_of_this_year as (

    select
        claims.document_id,
        claims.claim_no,
        min(claims.page) as page,
        min(claims.source_locator) as source_locator,
        min(claims.subject || ' ' || claims.printed_text || claims.value_unit) || '写作往年的数,与本年的表相同' as said_zh
    from older_figures as claims
    inner join {{ ref('claim_references') }} as sources
        on claims.topic_family = sources.topic_family
        and claims.claim_kind = sources.claim_kind
        and claims.metric = sources.metric
        and (sources.subject is null or claims.subject = sources.subject)
        and (sources.account_length is null or length(claims.account_code) = sources.account_length)
    inner join {{ ref('fct_cells') }} as cells
        on claims.document_id = cells.document_id
        and sources.table_code = cells.table_code
        and sources.column_code = cells.column_code
        and case sources.row_key when '=account' then claims.account_code else sources.row_key end = cells.row_key
    inner join {{ ref('rule_catalog') }} as rules on sources.rule_id = rules.rule_id
    where rules.relation = '='
      and cells.read_status = 'confirmed'
      and abs(claims.check_value - cells.check_value) <= claims.half_unit + cells.half_unit
    group by claims.document_id, claims.claim_no

),

-- 本年减少 behind it would compare this year with it.
stale_figures as (

    select
        older.document_id,
        older.claim_no,
        older.page,
        older.source_locator,
        older.subject || ' ' || older.printed_text || older.value_unit || '写作往年的数,又' || case
            when bool_or(beside.claim_kind <> 'amount') then '与上年相比' else '写出各部分'
        end as said_zh
    from older_figures as older
    inner join paragraphs
        on older.document_id = paragraphs.document_id
        and older.source_locator = paragraphs.source_locator
    inner join {{ ref('fct_claims') }} as beside
        on older.document_id = beside.document_id
        and older.source_locator = beside.source_locator
        and older.metric = beside.metric
        and older.claim_no < beside.claim_no
        and case
            when beside.claim_kind in ('change_amount', 'change_percent') then older.subject = beside.subject and beside.base = '上年'
            else older.metric = 'procurement' and beside.claim_kind = 'amount' and coalesce(beside.base, beside.direction, '') = ''
        end
    where not paragraphs.has_own
      and paragraphs.has_last
    group by older.document_id, older.claim_no, older.page, older.source_locator, older.subject, older.printed_text, older.value_unit

),

-- Many of them are no slips of the pen: the text begins with another year than that of its figures.
numbers as (

    select document_id, count(*) as figures from figures_of_this_year group by document_id

),

all_judged as (

    select document_id, statement_no, page, source_locator, said_zh from judged
    union all
    select figures.document_id, figures.claim_no, figures.page, figures.source_locator, figures.said_zh
    from figures_of_this_year as figures
    inner join numbers on figures.document_id = numbers.document_id
    where numbers.figures <= {{ threshold('N58', 'most_figures') }}
    union all
    select stale.document_id, stale.claim_no, stale.page, stale.source_locator, stale.said_zh
    from stale_figures as stale
    anti join figures_of_this_year as figures
        on stale.document_id = figures.document_id
        and stale.claim_no = figures.claim_no
    qualify count(*) over (partition by stale.document_id) <= {{ threshold('N58', 'most_figures') }}

),

gathered as (

    select
        document_id,
        string_agg(said_zh, '、' order by statement_no) as detail_zh,
        count(said_zh) > 0 as is_wrong,
        {{ at_first(['page', 'source_locator', 'said_zh as printed_text'], '(said_zh is null, statement_no)') }}
    from all_judged
    group by document_id

)

{% call narrative_rule('N58', judged_by=['is_wrong'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'no_year_printed') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
