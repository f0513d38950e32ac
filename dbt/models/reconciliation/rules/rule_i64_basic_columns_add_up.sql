-- I64: where a form prints 人员经费 and 公用经费 below 基本支出 of 公开05表, each row's 基本支出 is the sum of the two. No layout has
-- these columns: they are known by their heads. A row in which either is blank says only what the other one is.
with cells as (

    select * from {{ ref('fct_cells') }}
    where table_code = 'gk05'
      and column_code in ('basic', 'basic_personnel_expense', 'basic_public_expense')
      and not is_repeated

),

compared as (

    select
        basic.*,
        coalesce(personnel.check_value, 0) + coalesce(public.check_value, 0) as right_amount,
        basic.check_value - right_amount as difference,
        basic.half_unit + coalesce(personnel.half_unit, 0) + coalesce(public.half_unit, 0) as tolerance,
        abs(difference) > tolerance as is_wrong,
        tables.table_state = 'confirmed' as is_certain,
        basic.printed_label || ' 基本支出为 ' || {{ money_text('basic.check_value', 'basic.printed_unit') }}
        || ',人员经费与公用经费之和为 ' || {{ money_text('right_amount', 'basic.printed_unit') }} as said_zh,
        [{{ cell_item("'left'", 'basic') }}, {{ cell_item("'right'", 'personnel') }}, {{ cell_item("'right'", 'public') }}] as items
    from cells as basic
    inner join cells as personnel
        on basic.document_id = personnel.document_id
        and basic.row_no = personnel.row_no
        and personnel.column_code = 'basic_personnel_expense'
    inner join cells as public
        on basic.document_id = public.document_id
        and basic.row_no = public.row_no
        and public.column_code = 'basic_public_expense'
    inner join {{ ref('fct_document_tables') }} as tables
        on basic.document_id = tables.document_id
        and basic.table_code = tables.table_code
    where basic.column_code = 'basic'
      and basic.check_value is not null
      and (personnel.check_value is not null or public.check_value is not null)

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        bool_and(is_certain) as is_certain,
        string_agg(said_zh, ';' order by row_no) filter (where is_wrong) as detail_zh,
        {{ at_first(['check_value as left_amount', 'right_amount', 'difference', 'tolerance', 'printed_text', 'page', 'source_locator'], 'row_no', 'is_wrong') }},
        'gk05' as table_code,
        '元' as unit,
        to_json(coalesce(flatten(list(items order by row_no) filter (where is_wrong)), [])) as evidence
    from compared
    group by document_id

)

{% call document_rule('I64', 'column_not_printed', judged_by=['is_wrong', 'is_certain'], is_excess=true) %}
    when not gathered.is_wrong then {{ ruling('pass') }}
    when not gathered.is_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
