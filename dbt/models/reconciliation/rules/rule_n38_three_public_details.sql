-- N38: where 三公经费 was spent, the text states its parts and the counts that the form demands. A gap, not a wrong figure.
with demanded as (

    select * from {{ ref('three_public_details') }}

),

claims as (

    select * from {{ ref('fct_claims') }} where topic = 'three_public'

),

spent as (

    select document_id, coalesce(max(check_value), 0) as amount
    from {{ ref('fct_cells') }}
    where table_code = 'gk07' and column_code = 'final_total'
    group by document_id

),

described as (

    select document_id, min(page) as page, min_by(source_locator, claim_no) as source_locator
    from claims
    group by document_id

),

-- Which details each document tells: the same words stand in most of them, so a pattern is tried once per word.
told as (

    select distinct claims.document_id, details.detail_order
    from claims
    inner join (
        select demanded.detail_order, words.metric, words.subject
        from demanded
        inner join (select distinct metric, subject from claims) as words
            on demanded.metric = words.metric
            and regexp_full_match(words.subject, demanded.subjects)
    ) as details
        on claims.metric = details.metric
        and claims.subject = details.subject
    union
    -- 全年未安排出国（境）团组 says how many there were; only that nothing was spent says the money.
    select denials.document_id, demanded.detail_order
    from {{ ref('fct_statements') }} as denials
    inner join demanded
        on denials.subject = demanded.denied_subject
        and (denials.base = 'amount' or demanded.metric <> 'final')
    where denials.statement_kind = 'denial'

),

missing as (

    select
        described.document_id,
        string_agg(demanded.name_zh, '、' order by demanded.detail_order) as names
    from described
    cross join demanded
    anti join told
        on described.document_id = told.document_id
        and demanded.detail_order = told.detail_order
    group by described.document_id

),

documents as (

    select * from {{ ref('dim_judged_document') }}

),

final as (

    select
        documents.document_id,
        'N38' as rule_id,
        'document' as subject,
        '情况说明 “三公”经费' as subject_zh,
        unnest(case
            when described.document_id is null then {{ ruling('no_data', 'narrative_not_read') }}
            when spent.amount is null then {{ ruling('no_data', 'table_not_read') }}
            when spent.amount = 0 then {{ ruling('not_applicable', 'nothing_spent') }}
            when missing.names is null then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        'gk07' as table_code,
        described.page,
        described.source_locator,
        missing.names as detail_zh
    from documents
    left join described on documents.document_id = described.document_id
    left join spent on documents.document_id = spent.document_id
    left join missing on documents.document_id = missing.document_id

)

select * from final
