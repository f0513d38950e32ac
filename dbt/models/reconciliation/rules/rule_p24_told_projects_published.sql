-- P24: a project whose result the narrative tells has its form among those that are published. Names are compared without
-- quotes, list marks and 项目 at the end; one that holds the other is the same project.
with forms as (

    select document_id, {{ plain_project('project_name') }} as plain_name
    from {{ ref('int_performance_projects') }}

),

told as (

    select
        document_id,
        subject,
        {{ plain_project('subject') }} as plain_name,
        min(claim_no) as claim_no,
        {{ at_first(['page', 'source_locator', 'claim_key'], 'claim_no') }}
    from {{ ref('fct_claims') }}
    where topic = 'performance_review' and metric = 'self_evaluation_score' and coalesce(subject, '') <> ''
    group by document_id, subject

),

judged as (

    select
        told.*,
        coalesce(bool_or(contains(forms.plain_name, told.plain_name) or contains(told.plain_name, forms.plain_name)), false) as is_published
    from told
    inner join forms on told.document_id = forms.document_id
    group by all

),

gathered as (

    select
        document_id,
        bool_and(is_published) as are_published,
        string_agg('“' || subject || '”', '、' order by claim_no) filter (where not is_published) as listed,
        {{ at_first(['page', 'source_locator', 'claim_key'], '(is_published, claim_no)') }}
    from judged
    group by document_id

),

final as (

    select
        publishers.document_id,
        'P24' as rule_id,
        'document' as subject,
        unnest(case
            when gathered.document_id is null then {{ ruling('no_data', 'not_in_text') }}
            when gathered.are_published then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        'claims' as table_code,
        gathered.page,
        gathered.source_locator,
        gathered.listed as printed_text,
        gathered.listed as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'gathered.listed', page='gathered.page', source_locator='gathered.source_locator', row_key='gathered.claim_key') }}]) as evidence
    from (select distinct document_id from forms) as publishers
    left join gathered on publishers.document_id = gathered.document_id

)

select * from final
union all by name
{{ without_forms('P24') }}
