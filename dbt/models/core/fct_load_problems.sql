-- One row per problem that kept a document from being loaded; the files of its extract are called by their table.
with table_names as (

    select
        {%- for table_code in account_tables() %}
        max(label_zh) filter (where code = '{{ table_code }}') as {{ table_code }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('words') }}
    where vocabulary = 'table'

),

final as (

    select
        document_id,
        problem_no,
        {{ name_extract_files('message_zh', 'table_names') }} as message_zh
    from {{ ref('stg_raw__problems') }}
    cross join table_names

)

select * from final
