-- N80: who says that there is no 政府性基金预算 or 国有资本经营预算 prints no figure of it: neither in its table nor in its column of
-- the table of 财政拨款. What is said of another year is none of this one's.
with denials as (

    select statements.*
    from {{ ref('fct_statements') }} as statements
    inner join {{ ref('dim_judged_document') }} as documents on statements.document_id = documents.document_id
    where statements.statement_kind = 'no_fund'
      and coalesce(statements.base, '') in ('', documents.fiscal_year::varchar)

),

-- Income and expenditure of a fund: the lines and columns that hold them.
moved as (

    select
        cells.document_id,
        cells.table_code,
        shapes.fund,
        if(cells.column_code = 'income', 'income', 'expenditure') as flow,
        cells.check_value,
        cells.printed_unit,
        cells.row_no
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('table_shapes') }} as shapes
        on cells.table_code = shapes.table_code
        and shapes.fund in ('government_fund', 'state_capital')
    where cells.read_status = 'confirmed'
      and cells.check_value <> 0
      and cells.row_role = 'total'
      and cells.column_code in ('income', 'total')
    union all
    select document_id, table_code, column_code, 'expenditure', check_value, printed_unit, row_no
    from {{ ref('fct_cells') }}
    where read_status = 'confirmed'
      and check_value <> 0
      and table_code = 'gk04'
      and row_key = 'expenditure_total'
      and column_code in ('government_fund', 'state_capital')

),

-- The table of 财政拨款 has a column of each.
read as (

    select tables.document_id, shapes.fund
    from {{ ref('fct_document_tables') }} as tables
    inner join {{ ref('table_shapes') }} as shapes on tables.table_code = shapes.table_code
    where tables.table_state = 'confirmed' and shapes.fund in ('government_fund', 'state_capital')
    union distinct
    select document_id, unnest(['government_fund', 'state_capital']) as fund
    from {{ ref('fct_document_tables') }}
    where table_state = 'confirmed' and table_code = 'gk04'

),

judged as (

    select
        denials.document_id,
        denials.statement_no,
        denials.page,
        denials.source_locator,
        denials.printed_text,
        bool_or(moved.document_id is not null) as is_wrong,
        bool_or(read.document_id is not null) as is_read,
        min_by({{ money_text('moved.check_value', 'moved.printed_unit') }}, (moved.table_code = 'gk04', moved.flow, moved.row_no)) as amount_zh,
        min_by(names.table_zh, (moved.table_code = 'gk04', moved.flow, moved.row_no)) as table_zh,
        min_by(moved.flow, (moved.table_code = 'gk04', moved.flow, moved.row_no)) as flow
    from denials
    -- Misses: neither table was read, or nothing stands in them.
    left join read
        on denials.document_id = read.document_id
        and denials.subject = read.fund
    left join (select *, unnest([flow, 'both']) as direction from moved) as moved
        on denials.document_id = moved.document_id
        and denials.subject = moved.fund
        and denials.direction = moved.direction
    left join {{ ref('fct_document_tables') }} as names
        on moved.document_id = names.document_id
        and moved.table_code = names.table_code
    group by denials.document_id, denials.statement_no, denials.page, denials.source_locator, denials.printed_text

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        bool_or(is_read) as is_read,
        string_agg(
            '写“' || printed_text || '”,' || table_zh || if(flow = 'income', '有收入 ', '有支出 ') || amount_zh, ';' order by statement_no
        ) filter (where is_wrong) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_wrong, statement_no)') }}
    from judged
    group by document_id

)

{% call narrative_rule('N80', judged_by=['is_wrong', 'is_read'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when not gathered.is_read then {{ ruling('no_data', 'table_not_read') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
