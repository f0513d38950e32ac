-- S12: no two tables have one number, and numbers rise in the order of the document.
-- The number is printed as 公开NN表, or stands before the title: 表8：…. Numbers with a part (表3-1) are left alone.
with titles as (

    select
        headings.document_id,
        headings.heading_no,
        headings.page,
        headings.source_locator,
        headings.printed_text,
        nullif(headings.table_code, '') as table_code,
        regexp_replace(regexp_replace(headings.printed_text, '\s', '', 'g'), '^(?:附|决算)?表[0-9]{1,2}[：:、.．]?|[（(]?续.*$', '', 'g') as bare_title,
        coalesce(
            min(tables.printed_number),
            nullif('表' || regexp_extract(regexp_replace(min(headings.printed_text), '\s', '', 'g'), '^(?:附|决算)?表([0-9]{1,2})(?:[：:、.．]|[^-—－0-9])', 1), '表')
        ) as printed_number
    from {{ ref('fct_headings') }} as headings
    -- A miss is a table whose title is not kept with it.
    left join {{ ref('fct_document_tables') }} as tables
        on headings.document_id = tables.document_id
        and headings.printed_text = tables.title
    where headings.heading_kind = 'table_title'
      and headings.read_status = 'confirmed'
    group by all

),

numbered as (

    select
        *,
        cast(regexp_extract(printed_number, '[0-9]+') as integer) as number,
        count(*) over same_number as times,
        min(bare_title) over same_number <> max(bare_title) over same_number as is_of_several,
        count(*) over (partition by document_id, printed_number, bare_title) as times_printed
    from titles
    where regexp_matches(printed_number, '[0-9]')
    window same_number as (partition by document_id, printed_number)

),

placed as (

    select
        *,
        lag(number) over in_order as number_before,
        lag(printed_number) over in_order as printed_before,
        bool_or(times_printed > 1) over (partition by document_id) as is_printed_twice
    from numbered
    window in_order as (partition by document_id order by heading_no)

),

judged as (

    select
        *,
        -- 01 begins another set of tables.
        not is_printed_twice and not is_of_several and number < number_before and number > 1 as is_behind,
        is_of_several and not is_printed_twice and number = number_before as is_same
    from placed

),

gathered as (

    select
        document_id,
        bool_or(is_behind or is_same) as is_wrong,
        string_agg(
            if(is_same, '“' || printed_text || '”与前一张表同为 ' || printed_number, '“' || printed_text || '”的 ' || printed_number || ' 在 ' || printed_before || ' 之后'),
            ';' order by heading_no
        ) filter (where is_behind or is_same) as detail_zh,
        {{ at_first(['printed_text', 'table_code', 'page', 'source_locator'], 'heading_no', 'is_behind or is_same') }}
    from judged
    group by document_id

)

{% call document_rule('S12', 'no_table_number') %}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
