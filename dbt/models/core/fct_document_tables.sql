-- One row per loaded document × table that its form expects or that it printed.
with documents as (

    select * from {{ ref('dim_document') }} where is_loaded

),

layouts as (

    select * from {{ ref('table_layouts') }}

),

found as (

    select * from {{ ref('stg_raw__document_tables') }}

),

-- What the form says of its tables in the year of the document; nothing where the form is unknown.
expected as (

    select
        documents.document_id,
        form_tables.table_code,
        form_tables.is_required,
        form_tables.standing,
        form_tables.source_zh
    from documents
    inner join {{ ref('form_tables') }} as form_tables
        on documents.form = form_tables.form
        and documents.fiscal_year >= form_tables.valid_from_year
        and documents.fiscal_year <= coalesce(form_tables.valid_to_year, 9999)
    -- Rows of one form and table are of different years; should they overlap, the later speaks.
    qualify row_number() over (
        partition by documents.document_id, form_tables.table_code order by form_tables.valid_from_year desc
    ) = 1

),

-- What the newest form calls a table, for those that a document does not print.
titles as (

    select form, table_code, concat_ws(' ', printed_number, title) as table_zh
    from layouts
    qualify row_number() over (
        partition by form, table_code order by valid_from_year desc, variant desc, column_no
    ) = 1

),

-- Of a form without layouts of its own: the title alone, since numbers differ.
general_titles as (

    select table_code, title as table_zh
    from layouts
    inner join {{ ref('form_families') }} as families on layouts.form = families.form
    qualify row_number() over (
        partition by table_code
        order by families.form = 'national' desc, layouts.form, valid_from_year desc, variant desc, column_no
    ) = 1

),

-- Tables by which provinces differ: what they are about, told by their titles alone.
kinds as (

    select found.document_id, found.table_code, known_tables.table_kind
    from found
    inner join {{ ref('known_tables') }} as known_tables on regexp_matches(found.title, known_tables.title_pattern)
    where found.table_code like 'other~_%' escape '~'
    qualify row_number() over (
        partition by found.document_id, found.table_code order by known_tables.kind_order
    ) = 1

),

words as (

    select * from {{ ref('words') }} where vocabulary = 'table'

),

joined as (

    select
        coalesce(found.document_id, expected.document_id) as document_id,
        coalesce(found.table_code, expected.table_code) as table_code,
        coalesce(expected.is_required, false) as is_required,
        expected.standing as requirement_standing,
        expected.source_zh as requirement_source_zh,
        found.* exclude (document_id, table_code)
    from expected
    -- A miss on the right is a table that the document does not print; on the left, one its form does not know.
    full outer join found
        on expected.document_id = found.document_id
        and expected.table_code = found.table_code

),

final as (

    select
        joined.document_id,
        joined.table_code,
        kinds.table_kind,
        is_required,
        requirement_standing,
        requirement_source_zh,
        case
            when coalesce(presence, 'missing') <> 'missing' then presence
            when is_required then 'missing'
            else 'not_required'
        end as presence,
        printed_number,
        title,
        -- Titles of self-evaluation forms are those of their projects.
        case
            when joined.table_code <> 'jx01' and joined.title is not null then concat_ws(' ', joined.printed_number, joined.title)
            when joined.table_code <> 'jx01' and coalesce(titles.table_zh, general_titles.table_zh) is not null
                then coalesce(titles.table_zh, general_titles.table_zh)
            else words.label_zh
        end as table_zh,
        variant,
        printed_unit,
        statement,
        coalesce(read_status, 'not_read') as read_status,
        readings_agree,
        identities_hold,
        {{ places_zh('reading_note') }} as reading_note,
        case
            when coalesce(presence, 'missing') = 'missing' and is_required then 'missing'
            when coalesce(presence, 'not_required') in ('not_required', 'missing') then 'not_required'
            when coalesce(read_status, 'not_read') = 'not_read' then 'not_read'
            -- Nobody knows what the figures of a table without a unit are worth; forms of self-evaluation hold scores.
            when presence = 'data' and printed_unit is null and joined.table_code <> 'jx01' then 'not_read'
            else read_status
        end as table_state,
        page_first,
        page_last,
        source_locator
    from joined
    inner join documents on joined.document_id = documents.document_id
    -- Misses are forms that are not known, and tables that their form does not have.
    left join titles
        on documents.form = titles.form
        and joined.table_code = titles.table_code
    left join kinds
        on joined.document_id = kinds.document_id
        and joined.table_code = kinds.table_code
    left join general_titles on joined.table_code = general_titles.table_code
    left join words on joined.table_code = words.code

)

select * from final
