-- S03: parts follow one another, and so do the sections of the explanation.
-- A number that is skipped proves nothing: its heading may be set in a way that no reader takes for one.
-- Lists inside other parts begin again at 一、 as often as they like.
with documents as (

    select document_id from {{ ref('dim_judged_document') }}

),

headings as (

    select
        *,
        try_cast(split_part(section_code, '.', 1) as integer) as part_no,
        try_cast(nullif(split_part(section_code, '.', 2), '') as integer) as section_no
    from {{ ref('fct_headings') }}
    where heading_kind in ('part', 'section')

),

explanations as (

    select distinct document_id, part_no
    from headings
    where heading_kind = 'part' and printed_text like '%说明%'

),

steps as (

    select
        document_id, heading_no, printed_text, page, source_locator,
        -- A part may be named again above its tables; what comes twice among sections is S04's.
        0 as least_step,
        part_no as this_no,
        lag(part_no) over parts_in_order as number_before,
        lag(printed_text) over parts_in_order as heading_before
    from headings
    where heading_kind = 'part'
    window parts_in_order as (partition by document_id order by heading_no)
    union all
    select
        headings.document_id, headings.heading_no, headings.printed_text, headings.page, headings.source_locator,
        case when headings.printed_text = lag(headings.printed_text) over sections_in_order then 0 else 1 end,
        headings.section_no,
        lag(headings.section_no) over sections_in_order,
        lag(headings.printed_text) over sections_in_order
    from headings
    inner join explanations
        on headings.document_id = explanations.document_id
        and headings.part_no = explanations.part_no
    where headings.heading_kind = 'section'
    window sections_in_order as (partition by headings.document_id, headings.part_no order by headings.heading_no)

),

wrong as (

    select
        document_id,
        {{ at_first(['printed_text', 'heading_before', 'page', 'source_locator'], 'heading_no') }}
    from steps
    where this_no - number_before < least_step
    group by document_id

),

parts as (

    select document_id, count(*) as parts
    from headings
    where heading_kind = 'part'
    group by document_id

),

final as (

    select
        documents.document_id,
        'S03' as rule_id,
        'document' as subject,
        unnest(case
            when parts.document_id is null then {{ ruling('no_data', 'no_part_heading') }}
            when wrong.document_id is not null then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        '“' || wrong.printed_text || '”排在“' || wrong.heading_before || '”之后' as detail_zh,
        wrong.printed_text,
        wrong.page,
        wrong.source_locator
    from documents
    -- Misses: a document without the heading of a part; one whose headings are in order.
    left join parts on documents.document_id = parts.document_id
    left join wrong on documents.document_id = wrong.document_id

)

select * from final
