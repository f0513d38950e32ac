-- S02: a table without any figure carries a sentence that says so.
-- A table that could not be read, or not for certain, may well hold figures or the sentence: no_data.
-- A form that nobody knows asks for no table; what it prints of a fund without any figure is asked about where the text says
-- nothing of that fund either: a notice.
-- Valid for every year that the layouts cover.
with document_tables as (

    select *
    from {{ ref('fct_document_tables') }}
    where is_required
       or (
           presence = 'empty_unstated'
           and table_code in ('gk08', 'gk09')
           and document_id in (select document_id from {{ ref('dim_document') }} where form = 'unknown')
       )

),

-- A text that was not read may say it all the same.
told as (

    select document_id, unnest(['gk08', 'gk09']) as table_code
    from document_tables
    anti join (select distinct document_id from {{ ref('fct_claims') }}) as read_texts using (document_id)
    union
    select distinct document_id, if(topic = 'government_fund', 'gk08', 'gk09') as table_code
    from {{ ref('fct_claims') }}
    where topic in ('government_fund', 'state_capital')
    union
    select distinct document_id, if(topic = 'government_fund', 'gk08', 'gk09') as table_code
    from {{ ref('fct_statements') }}
    where topic in ('government_fund', 'state_capital')
    union
    select distinct document_id, if(subject = 'government_fund', 'gk08', 'gk09') as table_code
    from {{ ref('fct_statements') }}
    where statement_kind = 'no_fund'

),

requirement as (

    select code, label_zh from {{ ref('words') }} where vocabulary = 'standing'

),

final as (

    select
        document_tables.document_id,
        'S02' as rule_id,
        document_tables.table_code as subject,
        unnest(case
            when table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || table_state") }}
            when not is_required and told.document_id is not null then {{ ruling('pass') }}
            when presence = 'empty_unstated' and table_state = 'unconfirmed' then {{ ruling('no_data', 'table_unconfirmed') }}
            when presence = 'empty_unstated' then {{ ruling('fail', because="'presence_' || presence") }}
            else {{ ruling('pass', because="'presence_' || presence") }}
        end),
        if(requirement_standing = 'assumed' or not is_required, 'notice', null) as severity,
        requirement.label_zh || ':' || requirement_source_zh as detail_zh,
        page_first as page
    from document_tables
    -- Misses are requirements without a word, and tables whose fund the text does not name.
    left join requirement on document_tables.requirement_standing = requirement.code
    left join told
        on document_tables.document_id = told.document_id
        and document_tables.table_code = told.table_code

)

select * from final
