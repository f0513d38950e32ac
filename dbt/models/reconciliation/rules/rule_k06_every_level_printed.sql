-- K06: a table of functional accounts prints every level of them: 类, 款 and 项. A table that leaves one out altogether does not
-- lack single accounts: it is said once for a document, of which tables.
with levels as (

    select unnest([3, 5, 7]) as code_length, unnest(['类', '款', '项']) as level_zh

),

tables as (

    select *
    from {{ ref('fct_document_tables') }}
    where table_code in {{ tables_where("shape = 'by_function'") }}
      and presence = 'data'
      and table_state in ('confirmed', 'unconfirmed')

),

left_out as (

    select
        tables.document_id,
        tables.table_code,
        tables.table_zh,
        tables.table_state,
        string_agg(levels.level_zh, '、' order by levels.code_length) filter (where absent.table_code is null) as printed_zh,
        string_agg(levels.level_zh, '、' order by levels.code_length) filter (where absent.table_code is not null) as absent_zh
    from tables
    cross join levels
    -- A miss is a level that is printed.
    left join {{ ref('int_levels_left_out') }} as absent
        on tables.document_id = absent.document_id
        and tables.table_code = absent.table_code
        and levels.code_length = absent.code_length
    group by tables.document_id, tables.table_code, tables.table_zh, tables.table_state

),

-- Tables that leave out the same are told together.
alike as (

    select
        document_id,
        printed_zh,
        absent_zh,
        min(table_code) as table_code,
        bool_and(table_state = 'confirmed') as is_certain,
        string_agg(table_zh, '、' order by table_code) || '只列' || printed_zh || ',未列' || absent_zh as said_zh
    from left_out
    group by document_id, printed_zh, absent_zh

),

gathered as (

    select
        document_id,
        bool_or(absent_zh is not null) as is_wrong,
        coalesce(bool_and(is_certain) filter (where absent_zh is not null), true) as is_certain,
        string_agg(said_zh, ';' order by table_code) filter (where absent_zh is not null) as detail_zh,
        coalesce(min(table_code) filter (where absent_zh is not null), min(table_code)) as table_code
    from alike
    group by document_id

)

{% call document_rule('K06', 'nothing_printed', judged_by=['is_wrong', 'is_certain']) %}
    when not gathered.is_wrong then {{ ruling('pass') }}
    when not gathered.is_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
