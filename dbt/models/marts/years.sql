with years as (

    select * from {{ ref('dim_fiscal_year') }}

),

documents as (

    select fiscal_year, count(*) as documents
    from {{ ref('dim_document') }}
    group by fiscal_year

),

open_documents as (

    select fiscal_year, count(*) as documents
    from {{ ref('published_documents') }}
    group by fiscal_year

),

final as (

    select
        years.fiscal_year,
        years.fiscal_year || '年度' as year_name,
        years.first_day,
        years.last_day,
        cast(coalesce(documents.documents, 0) as integer) as documents,
        cast(coalesce(open_documents.documents, 0) as integer) as open_documents
    from years
    -- A miss is a year of which no document is there, or none that is open.
    left join documents on years.fiscal_year = documents.fiscal_year
    left join open_documents on years.fiscal_year = open_documents.fiscal_year

)

select * from final
