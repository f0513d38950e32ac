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

required_by_form as (

    select
        documents.document_id,
        layouts.form,
        layouts.table_code,
        bool_or(cast(layouts.is_required as boolean)) as is_required
    from documents
    inner join layouts
        on documents.fiscal_year >= layouts.valid_from_year
        and documents.fiscal_year <= coalesce(layouts.valid_to_year, 9999)
    group by documents.document_id, layouts.form, layouts.table_code

),

-- Where nobody knows the region the form is a guess: required is then what every form requires.
required_by_all as (

    select document_id, table_code
    from required_by_form
    group by document_id, table_code
    having bool_and(is_required)
       and count(*) = (select count(distinct form) from layouts)

),

-- Kinds of units of which fewer tables are required, told by the titles they print.
unit_kinds as (

    select distinct found.document_id, unit_kinds.required_tables
    from found
    inner join {{ ref('unit_kinds') }} as unit_kinds on regexp_matches(coalesce(found.title, ''), unit_kinds.title_pattern)

),

expected as (

    select
        required_by_form.document_id,
        required_by_form.table_code,
        required_by_form.is_required,
        (documents.region_code is null and required_by_all.table_code is null)
        or not coalesce(list_contains(string_split(unit_kinds.required_tables, '|'), required_by_form.table_code), true) as may_be_absent
    from required_by_form
    inner join documents
        on required_by_form.document_id = documents.document_id
        and required_by_form.form = documents.form
    -- Misses: a table that some forms do not require, and a unit like most.
    left join required_by_all
        on required_by_form.document_id = required_by_all.document_id
        and required_by_form.table_code = required_by_all.table_code
    left join unit_kinds on required_by_form.document_id = unit_kinds.document_id

),

-- What the newest form calls a table, for those that a document does not print.
titles as (

    select form, table_code, concat_ws(' ', printed_number, title) as table_zh
    from layouts
    qualify row_number() over (
        partition by form, table_code order by valid_from_year desc, is_required desc, variant desc, column_no
    ) = 1

),

words as (

    select * from {{ ref('words') }} where vocabulary = 'table'

),

joined as (

    select
        coalesce(found.document_id, expected.document_id) as document_id,
        coalesce(found.table_code, expected.table_code) as table_code,
        -- What is printed is held to the form, whether or not it had to be printed.
        coalesce(expected.is_required, false)
        and (not expected.may_be_absent or coalesce(found.presence, 'missing') not in ('missing', 'not_required')) as is_required,
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
        is_required,
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
            when joined.table_code <> 'jx01' and titles.table_zh is not null then titles.table_zh
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
    left join words on joined.table_code = words.code

)

select * from final
