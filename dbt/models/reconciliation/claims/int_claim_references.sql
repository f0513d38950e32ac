-- One row per claim × rule × alternative: what the tables print for the figure that the narrative states.
-- A figure may lawfully be told from more than one table (财政拨款支出: 05 or 04 表); agreeing with one of them is enough.
with claims as (

    select * from {{ ref('fct_claims') }}

),

sources as (

    select * from {{ ref('claim_references') }}

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

cells as (

    select * from {{ ref('fct_cells') }}

),

printed_rows as (

    select distinct document_id, table_code, row_key from cells

),

printed_columns as (

    select distinct document_id, table_code, column_code from cells

),

levels_left_out as (

    select * from {{ ref('int_levels_left_out') }}

),

matched as (

    select
        claims.document_id,
        claims.claim_no,
        claims.claim_key,
        coalesce(
            sources.metric = 'budget' and claims.base in ('年初预算', '全年预算') and claims.base <> bases.budget_base, false
        ) as is_other_budget,
        sources.rule_id,
        sources.alternative,
        sources.term_no,
        sources.weight,
        sources.table_code,
        sources.column_code,
        sources.row_key = '=account' as is_by_account,
        case sources.row_key when '=account' then claims.account_code else sources.row_key end as row_key
    from claims
    inner join sources
        on claims.topic_family = sources.topic_family
        and claims.claim_kind = sources.claim_kind
        and claims.metric = sources.metric
        and (sources.subject is null or claims.subject = sources.subject)
        and (sources.account_length is null or length(claims.account_code) = sources.account_length)
    left join {{ ref('int_budget_bases') }} as bases
        on claims.document_id = bases.document_id
        and sources.table_code = bases.table_code
    -- 上年收入总计: a figure of another year, which no table of this one prints.
    where coalesce(claims.base, '') <> '上年' or coalesce(claims.direction, '') <> ''

),

final as (

    select
        matched.document_id,
        matched.claim_no,
        matched.claim_key,
        matched.rule_id,
        matched.alternative,
        min(matched.table_code) as table_code,
        sum(matched.weight * coalesce(cells.check_value, 0)) as table_value,
        sum(abs(matched.weight) * coalesce(cells.half_unit, 0)) as half_unit,
        bool_and(coalesce(document_tables.table_state, 'missing') in ('confirmed', 'unconfirmed')) as is_read,
        bool_and(coalesce(document_tables.table_state, 'not_required') = 'not_required') as is_not_required,
        -- A row that an unconfirmed table does not show may have been lost in reading.
        bool_or(
            coalesce(cells.read_status, 'confirmed') <> 'confirmed'
            or (cells.row_no is null and coalesce(document_tables.table_state = 'unconfirmed', false))
        ) as is_unconfirmed,
        bool_or(coalesce(cells.is_repeated, false)) as is_repeated,
        bool_or(matched.is_other_budget) as is_other_budget,
        bool_or(matched.is_by_account) as is_by_account,
        count(cells.row_no) as printed_cells,
        count(*) filter (where cells.cell_state = 'value') as filled_cells,
        -- An account that a table leaves out is zero there. A line of the form that is not printed may be anything.
        count(cells.row_no) = 0 and not bool_or(matched.is_by_account) and bool_or(document_tables.presence = 'data') as is_line_missing,
        -- The account is printed and its column is not understood, or the table has no such column or no such level: its
        -- amount is not zero, it is unknown.
        bool_or(
            matched.is_by_account and cells.row_no is null and document_tables.presence = 'data'
            and document_tables.table_state in ('confirmed', 'unconfirmed')
            and (printed_rows.row_key is not null or printed_columns.column_code is null or levels_left_out.table_code is not null)
        ) as is_not_comparable,
        list({{ evidence_item(
            "'right'", 'matched.table_code', "coalesce(cells.printed_text, '')", 'cells.page', 'cells.source_locator',
            'cells.row_no', 'matched.row_key', 'matched.column_code', 'cells.printed_label', 'matched.weight'
        ) }} order by matched.term_no, matched.table_code, matched.row_key, matched.column_code) as evidence
    from matched
    -- A miss is a table the document does not have.
    left join document_tables
        on matched.document_id = document_tables.document_id
        and matched.table_code = document_tables.table_code
    -- A miss is a row that is not printed.
    left join cells
        on matched.document_id = cells.document_id
        and matched.table_code = cells.table_code
        and matched.column_code = cells.column_code
        and matched.row_key = cells.row_key
    -- Misses: an account that is not printed, a column that is not understood, a level that is printed.
    left join printed_rows
        on matched.document_id = printed_rows.document_id
        and matched.table_code = printed_rows.table_code
        and matched.row_key = printed_rows.row_key
    left join printed_columns
        on matched.document_id = printed_columns.document_id
        and matched.table_code = printed_columns.table_code
        and matched.column_code = printed_columns.column_code
    left join levels_left_out
        on matched.document_id = levels_left_out.document_id
        and matched.table_code = levels_left_out.table_code
        and length(matched.row_key) = levels_left_out.code_length
    group by matched.document_id, matched.claim_no, matched.claim_key, matched.rule_id, matched.alternative

)

select * from final
