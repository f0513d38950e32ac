-- N82: what the text calls 收入总计 is the last line of 01表, with what was carried over; 本年收入合计 is another line. Where
-- both lines print one figure, nothing can be told apart. Some forms use the word so: a notice. A text that gives the other
-- side its true total does not, and the two totals are one figure: a warning. One finding of a document.
with stated as (

    select *
    from {{ ref('fct_claims') }}
    where claim_kind = 'amount'
      and metric in ('grand_total', 'fiscal_grand_total')
      and topic in ('overall', 'fiscal_overall')
      and (coalesce(base, '') <> '上年' or coalesce(direction, '') <> '')

),

-- The line of the year in the column of each total.
columns_of as (

    select distinct subject, table_code, column_code, row_key
    from {{ ref('claim_references') }}
    where metric in ('grand_total', 'fiscal_grand_total')
      and row_key <> 'grand_total'

),

lines as (

    select cells.*, documents.table_state
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('fct_document_tables') }} as documents
        on cells.document_id = documents.document_id
        and cells.table_code = documents.table_code
    where cells.table_code in ('gk01', 'gk04')

),

compared as (

    select
        stated.document_id,
        stated.claim_no,
        stated.claim_key,
        stated.subject,
        stated.topic,
        stated.page,
        stated.source_locator,
        stated.printed_text || stated.value_unit as said,
        totals.printed_text as total_text,
        totals.table_state = 'confirmed' as is_confirmed,
        abs(stated.check_value - totals.check_value) <= stated.half_unit + totals.half_unit as is_total,
        abs(stated.check_value - years.check_value) <= stated.half_unit + years.half_unit as is_of_year
    from stated
    inner join columns_of on stated.subject = columns_of.subject
    inner join lines as totals
        on stated.document_id = totals.document_id
        and columns_of.table_code = totals.table_code
        and columns_of.column_code = totals.column_code
        and totals.row_key = 'grand_total'
    inner join lines as years
        on stated.document_id = years.document_id
        and columns_of.table_code = years.table_code
        and columns_of.column_code = years.column_code
        and columns_of.row_key = years.row_key

),

-- 收入总计 as the table has it, beside 支出总计 that is not.
beside as (

    select *, bool_or(is_total and not is_of_year) over (partition by document_id, topic) as tells_true_total
    from compared

),

gathered as (

    select
        document_id,
        bool_or(is_of_year and not is_total) as is_wrong,
        if(bool_or(is_of_year and not is_total and tells_true_total), 'warning', 'notice') as severity,
        bool_or(is_of_year and not is_total and is_confirmed) as is_sure,
        string_agg(subject || ' ' || said || '(表中总计 ' || total_text || ')', '、' order by claim_no) filter (where is_of_year and not is_total) as detail_zh,
        {{ at_first(['claim_key', 'page', 'source_locator', 'said as printed_text'], '(not is_of_year or is_total, claim_no)') }}
    from beside
    group by document_id

)

{% call narrative_rule('N82', judged_by=['is_wrong', 'is_sure']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when not gathered.is_wrong then {{ ruling('pass') }}
    when not gathered.is_sure then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
