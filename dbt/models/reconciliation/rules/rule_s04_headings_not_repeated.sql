-- S04: no section of the explanation is headed twice.
-- Where half of all headings come twice, a table of contents was read as text: then nobody can tell.
with documents as (

    select document_id from {{ ref('dim_judged_document') }}

),

headings as (

    select
        *,
        split_part(section_code, '.', 1) as part_no,
        regexp_replace(printed_text, '^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[)）])', '') as heading_title,
        case when heading_kind = 'subsection' then regexp_extract(section_code, '^(.*)\.[0-9]+$', 1) else '' end as parent_section_code
    from {{ ref('fct_headings') }}
    where heading_kind in ('section', 'subsection')

),

explanations as (

    select distinct document_id, section_code as part_no
    from {{ ref('fct_headings') }}
    where heading_kind = 'part' and printed_text like '%说明%'

),

titles as (

    select
        headings.document_id,
        headings.heading_title,
        count(*) as times,
        {{ at_first(['headings.printed_text', 'headings.page', 'headings.source_locator'], 'headings.heading_no', by='max_by') }},
        min(headings.heading_no) as first_heading_no
    from headings
    inner join explanations
        on headings.document_id = explanations.document_id
        and headings.part_no = explanations.part_no
    group by headings.document_id, headings.part_no, headings.parent_section_code, headings.heading_title

),

counted as (

    select
        document_id,
        count(*) as different_titles,
        count(*) filter (where times > 1) as repeated_titles,
        {{ at_first(['printed_text', 'page', 'source_locator'], 'first_heading_no', 'times > 1') }}
    from titles
    group by document_id

),

final as (

    select
        documents.document_id,
        'S04' as rule_id,
        'document' as subject,
        unnest(case
            when counted.document_id is null then {{ ruling('no_data', 'no_section_heading') }}
            when counted.repeated_titles = 0 then {{ ruling('pass') }}
            when 2 * counted.repeated_titles >= counted.different_titles then {{ ruling('no_data', 'contents_not_told_apart') }}
            else {{ ruling('fail') }}
        end),
        '“' || counted.printed_text || '”' as detail_zh,
        counted.printed_text,
        counted.page,
        counted.source_locator
    from documents
    -- A miss is a document without an explanation that has sections.
    left join counted on documents.document_id = counted.document_id

)

select * from final
