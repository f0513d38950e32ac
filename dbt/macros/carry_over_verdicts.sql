{#
  Compares opening_carry_over of a table with closing_carry_over of the same table a year before.
  A row that a table does not print, or prints blank, is zero; a table that was not read says nothing.
#}
{% macro carry_over_verdicts(rule_id, table_code, closing_column) -%}
with pairs as (

    select * from {{ ref('dim_judged_document') }}

),

states as (

    select document_id, table_state from {{ ref('fct_document_tables') }} where table_code = '{{ table_code }}'

),

cells as (

    select * from {{ ref('fct_cells') }} where table_code = '{{ table_code }}'

),

openings as (

    select * from cells where row_key = 'opening_carry_over' and column_code = 'income_amount'

),

closings as (

    select * from cells where row_key = 'closing_carry_over' and column_code = '{{ closing_column }}'

),

compared as (

    select
        pairs.document_id,
        pairs.no_previous_reason,
        pairs.scope,
        pairs.fiscal_year,
        pairs.previous_document_id,
        this_state.table_state as this_state,
        last_state.table_state as last_state,
        coalesce(openings.check_value, 0) as left_amount,
        coalesce(closings.check_value, 0) as right_amount,
        coalesce(openings.half_unit, 0) + coalesce(closings.half_unit, 0) as tolerance,
        openings.printed_text,
        openings.printed_unit,
        openings.page,
        openings.source_locator,
        to_json(list_filter([
            case when openings.document_id is not null then {{ cell_item("'left'", 'openings') }} end
        ], item -> item is not null)) as evidence
    from pairs
    left join states as this_state on pairs.document_id = this_state.document_id
    left join states as last_state on pairs.previous_document_id = last_state.document_id
    -- Misses are rows that the table does not print.
    left join openings on pairs.document_id = openings.document_id
    left join closings on pairs.previous_document_id = closings.document_id

),

judged as (

    select
        *,
        left_amount - right_amount as difference,
        case
            when previous_document_id is null then no_previous_reason
            when coalesce(this_state, 'missing') not in ('confirmed', 'unconfirmed') then 'table_' || coalesce(this_state, 'missing')
            when coalesce(last_state, 'missing') not in ('confirmed', 'unconfirmed') then 'previous_table_' || coalesce(last_state, 'missing')
            when left_amount <> right_amount and 'unconfirmed' in (this_state, last_state) then 'reading_unconfirmed'
        end as no_data_reason
    from compared

),

final as (

    select
        document_id,
        '{{ rule_id }}' as rule_id,
        'document' as subject,
        unnest(case
            when no_data_reason is not null then {{ ruling('no_data', because="no_data_reason") }}
            when difference = 0 then {{ ruling('pass') }}
            when abs(difference) <= tolerance then {{ ruling('rounding') }}
            else {{ ruling('fail') }}
        end),
        case when no_data_reason is null and difference <> 0 and abs(difference) <= tolerance then 'copy' end as subtype,
        -- Where the scope is unknown the two may not be of the same kind.
        case when scope = 'unknown' then 'notice' else 'warning' end as severity,
        case when no_data_reason is null then left_amount end as left_amount,
        case when no_data_reason is null then right_amount end as right_amount,
        case when no_data_reason is null then difference end as difference,
        case when no_data_reason is null then tolerance end as tolerance,
        coalesce(printed_unit, '元') as unit,
        '{{ table_code }}' as table_code,
        page,
        source_locator,
        printed_text,
        (fiscal_year - 1) || '年度' as detail_zh,
        evidence
    from judged

)

select * from final
{%- endmacro %}
