with source as (

    select * from {{ source('raw', 'problems') }}

),

renamed as (

    select
        document_id,
        problem_no,
        file,
        line_no,
        problem_code,
        message_zh
    from source

)

select * from renamed
