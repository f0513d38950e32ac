-- S07: cover, headings, table heads and titles, and notes name the fiscal year of the document.
-- In notes only NNNN年度 counts, and nowhere a year with a month: that is a date, such as that of publication.
with documents as (

    select * from {{ ref('dim_judged_document') }}

),

named as (

    select
        *,
        -- The budget of the next year may be published beside: it makes one wonder, and is no slip for certain.
        heading_kind not in ('note', 'statement')
        and not regexp_matches(printed_text, '预算(?:公开)?(?:总|明细)?表') as is_heading,
        cast(nullif(regexp_extract(
            printed_text,
            case when heading_kind in ('note', 'statement') then '(20[0-9]{2})\s*年度' else '(20[0-9]{2})\s*年(?:[^0-9 ]|$)' end,
            1
        ), '') as integer) as printed_year
    from {{ ref('fct_headings') }}
    where heading_kind in ('cover', 'part', 'table_head', 'table_title', 'note', 'statement')

),

judged as (

    select
        documents.document_id,
        documents.fiscal_year,
        count(named.printed_year) as years_printed,
        count(*) filter (where named.printed_year <> documents.fiscal_year) as other_years,
        coalesce(bool_or(named.is_heading) filter (where named.printed_year <> documents.fiscal_year), false) as is_in_heading,
        {{ at_first(['named.printed_text', 'named.table_code', 'named.page', 'named.source_locator'], 'named.heading_no', 'named.printed_year <> documents.fiscal_year') }}
    from documents
    -- A miss is a document without headings.
    left join named on documents.document_id = named.document_id
    group by documents.document_id, documents.fiscal_year

),

final as (

    select
        document_id,
        'S07' as rule_id,
        'document' as subject,
        unnest(case
            when other_years > 0 then {{ ruling('fail') }}
            when years_printed = 0 then {{ ruling('no_data', 'no_year_printed') }}
            else {{ ruling('pass') }}
        end),
        case when is_in_heading then 'warning' else 'notice' end as severity,
        '“' || printed_text || '”,本文件为 ' || fiscal_year || ' 年度' as detail_zh,
        printed_text,
        table_code,
        page,
        source_locator
    from judged

)

select * from final
