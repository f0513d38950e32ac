-- N55: what is counted one by one is told as a whole number: 购置公务用车0.00辆 is an amount's zero in the place of a count.
-- One notice of a document.
with counts as (

    select
        *,
        contains(printed_text, '.') as is_wrong
    from {{ ref('fct_claims') }}
    where claim_kind = 'count'
      and value_unit in ('辆', '个', '批次', '批', '人次', '人', '名', '次', '件', '台', '套', '台（套）', '台套', '家', '户')

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        string_agg(concat_ws(' ', subject, printed_text || value_unit), '、' order by claim_no) filter (where is_wrong) as listed,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text || value_unit as printed_text'], '(not is_wrong, claim_no)') }}
    from counts
    group by document_id

),

narratives as (

    select distinct document_id from {{ ref('fct_claims') }}

),

final as (

    select
        documents.document_id,
        'N55' as rule_id,
        'document' as subject,
        unnest(case
            when narratives.document_id is null then {{ ruling('no_data', 'narrative_not_read') }}
            when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
            when gathered.is_wrong then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        'claims' as table_code,
        gathered.page,
        gathered.source_locator,
        gathered.printed_text,
        gathered.listed as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'gathered.listed', page='gathered.page', source_locator='gathered.source_locator', row_key='gathered.claim_key') }}]) as evidence
    from {{ ref('dim_judged_document') }} as documents
    left join narratives on documents.document_id = narratives.document_id
    left join gathered on documents.document_id = gathered.document_id

)

select * from final
