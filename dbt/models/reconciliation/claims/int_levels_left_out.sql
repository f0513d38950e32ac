-- One row per document × table × level of functional accounts (length of the code) that the table prints for no account at all,
-- though its other rows imply accounts of it: a table of 项 alone, or of 类 and 款. Its accounts are not missing one by one.
-- One account that is missing is no level left out: it takes two, or rows of 项 alone.
with rows_printed as (

    select distinct document_id, table_code, row_key as code, length(row_key) as code_length
    from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item')
      and regexp_full_match(row_key, '2[0-9]{2}(?:[0-9]{2}){0,2}')

),

counted as (

    select
        document_id,
        table_code,
        count(*) filter (where code_length = 3) as classes,
        count(*) filter (where code_length = 5) as sections,
        count(*) filter (where code_length = 7) as items,
        count(distinct left(code, 3)) as implied_classes,
        count(distinct left(code, 5)) filter (where code_length = 7) as implied_sections
    from rows_printed
    group by document_id, table_code

),

final as (

    select document_id, table_code, 3 as code_length
    from counted
    where classes = 0 and (implied_classes > 1 or sections = 0)
    union all
    select document_id, table_code, 5
    from counted
    where sections = 0 and (implied_sections > 1 or classes > 1 or classes = 0)
    union all
    select document_id, table_code, 7
    from counted
    where items = 0 and (sections > 1 or (sections = 0 and classes > 1))

)

select * from final
