{#
  The verdicts of a rule about one table of a document whose accounts print figures that are not of their nature
  (account_natures): one verdict, which names the accounts.
#}
{% macro nature_rule(rule_id, table_code) -%}
with natures as (

    select * from {{ ref('account_natures') }} where rule_id = '{{ rule_id }}'

),

columns as (

    select * from {{ ref('dim_table_column') }}

),

listed as (

    select
        cells.document_id,
        string_agg(
            cells.account_code || ' ' || cells.printed_label
            || if(cells.table_code = 'gk06', '', ' ' || coalesce(columns.column_label, cells.column_code)) || ' '
            || {{ money_text('cells.check_value', 'cells.printed_unit') }},
            '、' order by cells.row_no, cells.column_code
        ) as detail_zh,
        {{ at_first(['cells.table_code', 'cells.page', 'cells.source_locator', 'cells.printed_text'], '(cells.row_no, cells.column_code)') }},
        to_json(list({{ cell_item("'left'", 'cells') }} order by cells.row_no, cells.column_code)) as evidence
    from {{ ref('fct_cells') }} as cells
    inner join natures
        on cells.table_code = natures.table_code
        and cells.column_code = natures.column_code
        and regexp_full_match(cells.account_code, natures.code_pattern)
        and (natures.name_pattern is null or regexp_full_match({{ comparable_name('cells.printed_label') }}, natures.name_pattern))
    inner join {{ ref('dim_document') }} as documents on cells.document_id = documents.document_id
    -- A miss is a column that the form does not name.
    left join columns
        on documents.form = columns.form
        and cells.table_code = columns.table_code
        and cells.column_code = columns.column_code
    where cells.check_value >= {{ threshold(rule_id, 'least_amount') }}
    group by cells.document_id

)

select
    tables.document_id,
    '{{ rule_id }}' as rule_id,
    'document' as subject,
    unnest(case
        when tables.table_state not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || tables.table_state") }}
        when listed.document_id is null then {{ ruling('pass') }}
        when tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
        else {{ ruling('fail') }}
    end),
    listed.* exclude (document_id)
from (select * from {{ ref('fct_document_tables') }} where table_code = '{{ table_code }}') as tables
-- A miss is a table whose accounts print what is of their nature.
left join listed on tables.document_id = listed.document_id
{%- endmacro %}
