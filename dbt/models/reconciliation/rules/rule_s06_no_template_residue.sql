-- S06: no instruction and no placeholder of the blank form is left in.
-- How serious a phrase is, is the seed's: XX万元 is a figure that nobody filled in, an instruction is untidy.
with documents as (

    select document_id from {{ ref('dim_judged_document') }}

),

headings as (

    select * from {{ ref('fct_headings') }}

),

residue as (

    select
        headings.document_id,
        headings.printed_text,
        min(headings.heading_no) as heading_no,
        {{ at_first(['headings.page', 'headings.source_locator', 'headings.table_code'], 'headings.heading_no') }}
    from headings
    where headings.heading_kind = 'residue' and headings.printed_text is not null
    group by headings.document_id, headings.printed_text

),

phrases as (

    select * from {{ ref('template_residue') }}

),

explained as (

    select residue.*, phrases.residue_code, phrases.severity, phrases.meaning_zh
    from residue
    -- A miss is a phrase that was in the list when the document was read and is not now.
    left join phrases on regexp_matches(replace(residue.printed_text, ' ', ''), phrases.pattern)
    qualify row_number() over (partition by residue.document_id, residue.printed_text order by phrases.residue_order) = 1

),

final as (

    select
        document_id,
        'S06' as rule_id,
        printed_text as subject,
        'fail' as status,
        residue_code as subtype,
        'residue_found' as reason_code,
        coalesce(severity, 'notice') as severity,
        coalesce(meaning_zh, '表样文字') as detail_zh,
        printed_text,
        table_code,
        page,
        source_locator,
        'residue|' || coalesce(residue_code, printed_text) as cause_key
    from explained
    union all by name
    select
        documents.document_id,
        'S06' as rule_id,
        'document' as subject,
        unnest(case
            when count(headings.document_id) = 0 then {{ ruling('no_data', 'no_heading') }}
            else {{ ruling('pass', 'no_residue') }}
        end)
    from documents
    -- A miss is a document without headings: nobody looked.
    left join headings on documents.document_id = headings.document_id
    group by documents.document_id
    having not coalesce(bool_or(headings.heading_kind = 'residue' and headings.printed_text is not null), false)

)

select * from final
