-- N56: where a form has room for a name, no number stands: 组织对0等0个0级项目开展了部门评价. One notice of a document.
with left_in as (

    select
        document_id,
        string_agg(printed_text || coalesce(value_unit, ''), '、' order by claim_no) as listed,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text', 'subject as name_zh'], 'claim_no') }}
    from {{ ref('fct_claims') }}
    where metric = 'placeholder'
    group by document_id

),

narratives as (

    select distinct document_id from {{ ref('fct_claims') }}

),

final as (

    select
        documents.document_id,
        'N56' as rule_id,
        'document' as subject,
        concat_ws(' ', '情况说明', left_in.name_zh) as subject_zh,
        unnest(case
            when narratives.document_id is null then {{ ruling('no_data', 'narrative_not_read') }}
            when left_in.document_id is null then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        'claims' as table_code,
        left_in.page,
        left_in.source_locator,
        left_in.printed_text,
        left_in.listed as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'left_in.listed', page='left_in.page', source_locator='left_in.source_locator', row_key='left_in.claim_key') }}]) as evidence
    from {{ ref('dim_judged_document') }} as documents
    left join narratives on documents.document_id = narratives.document_id
    left join left_in on documents.document_id = left_in.document_id

)

select * from final
