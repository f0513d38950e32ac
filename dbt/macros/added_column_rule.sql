{#
  The verdict of a rule about a column that departments print beside those of gk07 (other_columns.csv), one per document: it is
  no less than the basic expenditure of an economic account in gk06.
#}
{% macro added_column_rule(rule_id, column_code, account_code) -%}
    with cells as (

        select * from {{ ref('fct_cells') }}

    ),

    added as (

        select * from cells where table_code = 'gk07' and column_code = '{{ column_code }}' and row_role <> 'memo'

    ),

    basic as (

        select *
        from cells
        where table_code = 'gk06' and column_code = 'basic' and row_key = '{{ account_code }}' and cell_state = 'value' and not is_repeated

    ),

    document_tables as (

        select * from {{ ref('fct_document_tables') }}

    ),

    compared as (

        select
            added.document_id,
            -- A blank beside a figure is nothing spent.
            coalesce(added.check_value, 0) as left_amount,
            basic.check_value as right_amount,
            left_amount - right_amount as difference,
            added.half_unit + basic.half_unit as tolerance,
            '元' as unit,
            if(added.cell_state = 'value', null, '空(未填列)') as left_said,
            added.printed_text,
            'gk07' as table_code,
            added.page,
            added.source_locator,
            to_json([{{ cell_item("'left'", 'added') }}, {{ cell_item("'right'", 'basic') }}]) as evidence
        from added
        inner join basic on added.document_id = basic.document_id

    ),

    final as (

        select
            documents.document_id,
            '{{ rule_id }}' as rule_id,
            'document' as subject,
            unnest(case
                when added.document_id is null then {{ ruling('not_applicable', 'column_not_printed') }}
                when compared.document_id is null then {{ ruling('not_applicable', 'row_absent') }}
                when compared.difference >= 0 then {{ ruling('pass') }}
                when -compared.difference <= compared.tolerance then {{ ruling('rounding') }}
                when own.table_state <> 'confirmed' or others.table_state <> 'confirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
                else {{ ruling('fail') }}
            end),
            {{ same_excess('compared.table_code', 'compared.difference') }} as cause_key,
            compared.* exclude (document_id)
        from {{ ref('dim_judged_document') }} as documents
        -- Misses: a table without the column, or an account without basic expenditure.
        left join (select distinct document_id from added) as added on documents.document_id = added.document_id
        left join compared on documents.document_id = compared.document_id
        left join document_tables as own
            on documents.document_id = own.document_id
            and own.table_code = 'gk07'
        left join document_tables as others
            on documents.document_id = others.document_id
            and others.table_code = 'gk06'
        qualify row_number() over (partition by documents.document_id order by compared.source_locator) = 1

    )

    select * from final
{%- endmacro %}
