-- X56: where a table leaves out 类, its rows are added up in their place: to the table's own total, and to the class that
-- another table prints (as the rules of single classes say which: X09, X17, X40, X45).
with class_rules as (

    -- Two cells of one class: the rule's left side is the summary's, its right side that of the table by accounts.
    select
        max(terms.table_code) filter (where terms.side = 'left') as summary_table,
        max(terms.column_code) filter (where terms.side = 'left') as summary_column,
        max(terms.table_code) filter (where terms.side = 'right') as table_code,
        max(terms.column_code) filter (where terms.side = 'right') as column_code
    from {{ ref('rule_catalog') }} as rules
    inner join {{ ref('rule_terms') }} as terms on rules.rule_id = terms.rule_id
    where rules.subject_grain = 'class'
      and rules.check_kind = 'copy'
      and rules.relation = '='
      and rules.applies_condition is null
    group by rules.rule_id
    having count(*) = 2

),

tables as (

    select tables.*
    from {{ ref('fct_document_tables') }} as tables
    semi join (select * from {{ ref('int_levels_left_out') }} where code_length = 3) as left_out
        on tables.document_id = left_out.document_id
        and tables.table_code = left_out.table_code
    where tables.table_code in {{ tables_where("shape = 'by_function'") }}

),

cells as (

    select cells.*
    from {{ ref('fct_cells') }} as cells
    semi join tables
        on cells.document_id = tables.document_id
        and cells.table_code = tables.table_code
    where cells.row_role in ('total', 'section', 'item')
      and cells.value_kind = 'money'

),

-- The rows that are parts of nothing else that is printed.
top_rows as (

    select cells.*, left(cells.account_code, 3) as class_code
    from cells
    anti join (select distinct document_id, table_code, account_code from cells where row_role = 'section') as sections
        on cells.row_role = 'item'
        and cells.document_id = sections.document_id
        and cells.table_code = sections.table_code
        and cells.parent_section = sections.account_code
    where cells.row_role <> 'total'
      and cells.account_code is not null

),

added as (

    select
        document_id,
        table_code,
        column_code,
        class_code,
        sum(coalesce(check_value, 0)) as amount,
        sum(coalesce(half_unit, 0)) as half_units,
        max(printed_unit) as printed_unit,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'row_no') }},
        list({{ cell_item("'right'", 'top_rows') }} order by row_no) filter (where cell_state = 'value') as items
    from top_rows
    group by document_id, table_code, column_code, class_code

),

wholes as (

    select
        document_id,
        table_code,
        column_code,
        sum(amount) as amount,
        sum(half_units) as half_units,
        flatten(list(coalesce(items, []) order by class_code)) as items
    from added
    group by document_id, table_code, column_code

),

compared as (

    select
        totals.document_id,
        totals.table_code,
        totals.column_code as compared_key,
        totals.check_value as left_amount,
        wholes.amount as right_amount,
        totals.half_unit + wholes.half_units as tolerance,
        totals.printed_unit,
        totals.printed_text,
        totals.page,
        totals.source_locator,
        null as summary_state,
        tables.table_zh || '“' || columns.column_label || '”合计为 ' as left_said_zh,
        ',所列各行之和为 ' as right_said_zh,
        list_prepend({{ cell_item("'left'", 'totals') }}, wholes.items) as items
    from cells as totals
    inner join wholes
        on totals.document_id = wholes.document_id
        and totals.table_code = wholes.table_code
        and totals.column_code = wholes.column_code
    inner join tables
        on totals.document_id = tables.document_id
        and totals.table_code = tables.table_code
    inner join {{ ref('dim_document') }} as documents on totals.document_id = documents.document_id
    -- Columns that are none of the form's are not judged.
    inner join {{ ref('dim_table_column') }} as columns
        on documents.form = columns.form
        and totals.table_code = columns.table_code
        and totals.column_code = columns.column_code
    where totals.row_key = 'total'
      and totals.cell_state = 'value'
    union all by name
    select
        classes.document_id,
        classes.table_code,
        classes.class_code as compared_key,
        coalesce(summaries.check_value, 0) as left_amount,
        coalesce(added.amount, 0) as right_amount,
        coalesce(summaries.half_unit, 0) + coalesce(added.half_units, 0) as tolerance,
        coalesce(added.printed_unit, summaries.printed_unit) as printed_unit,
        coalesce(summaries.printed_text, added.printed_text) as printed_text,
        coalesce(summaries.page, added.page) as page,
        coalesce(summaries.source_locator, added.source_locator) as source_locator,
        classes.summary_state,
        classes.summary_zh || '的 ' || classes.class_code || ' 为 ' as left_said_zh,
        ',' || classes.table_zh || '该类各行之和为 ' as right_said_zh,
        list_concat(
            if(summaries.cell_no is null, [], [{{ cell_item("'left'", 'summaries') }}]), coalesce(added.items, [])
        ) as items
    from (
        select distinct
            tables.document_id,
            tables.table_code,
            tables.table_zh,
            class_rules.column_code,
            class_rules.summary_table,
            class_rules.summary_column,
            others.table_state as summary_state,
            others.table_zh as summary_zh,
            classes.row_key as class_code
        from tables
        inner join class_rules on tables.table_code = class_rules.table_code
        inner join {{ ref('fct_document_tables') }} as others
            on tables.document_id = others.document_id
            and class_rules.summary_table = others.table_code
            and others.presence = 'data'
            and others.table_state in ('confirmed', 'unconfirmed')
        inner join (
            select document_id, table_code, row_key from {{ ref('fct_cells') }} where row_role = 'class'
            union
            select document_id, table_code, class_code from added
        ) as classes
            on tables.document_id = classes.document_id
            and classes.table_code in (tables.table_code, others.table_code)
    ) as classes
    -- Misses are classes that only one of the two has.
    left join added
        on classes.document_id = added.document_id
        and classes.table_code = added.table_code
        and classes.column_code = added.column_code
        and classes.class_code = added.class_code
    left join {{ ref('fct_cells') }} as summaries
        on classes.document_id = summaries.document_id
        and classes.summary_table = summaries.table_code
        and classes.summary_column = summaries.column_code
        and classes.class_code = summaries.row_key

),

judged as (

    select
        compared.*,
        compared.left_amount - compared.right_amount as difference,
        abs(difference) > compared.tolerance as is_wrong,
        compared.left_said_zh || {{ money_text('compared.left_amount', 'compared.printed_unit') }}
        || compared.right_said_zh || {{ money_text('compared.right_amount', 'compared.printed_unit') }} as said_zh,
        tables.table_state = 'confirmed' and coalesce(compared.summary_state, 'confirmed') = 'confirmed' as is_certain
    from compared
    inner join tables
        on compared.document_id = tables.document_id
        and compared.table_code = tables.table_code

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        bool_or(is_wrong and is_certain) as is_wrong_for_certain,
        string_agg(said_zh, ';' order by table_code, compared_key) filter (where is_wrong and is_certain) as detail_zh,
        {{ at_first(['left_amount', 'right_amount', 'difference', 'tolerance', 'table_code', 'printed_text', 'page', 'source_locator'], '(table_code, compared_key)', 'is_wrong and is_certain') }},
        '元' as unit,
        to_json(coalesce(flatten(list(items order by table_code, compared_key) filter (where is_wrong)), [])) as evidence
    from judged
    group by document_id

)

{% call document_rule('X56', 'every_level_printed', judged_by=['is_wrong', 'is_wrong_for_certain'], is_excess=true) %}
    when not gathered.is_wrong then {{ ruling('pass') }}
    when not gathered.is_wrong_for_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
