-- N75: who writes that nothing was spent on a part of 三公经费 (全年未发生公务接待费支出) states no amount of it, in the text or in
-- 公开07表. That there were no journeys, cars or guests is no such word: A07.
with denials as (

    select * from {{ ref('fct_statements') }}
    where statement_kind = 'denial' and base = 'amount'

),

claims as (

    select * from {{ ref('int_claim_values') }}
    where topic = 'three_public' and claim_kind = 'amount' and metric = 'final' and not is_of_last_year

),

told as (

    select
        denials.document_id,
        denials.statement_no,
        max(claims.check_value) as amount,
        max_by(claims.printed_text || claims.value_unit, (claims.check_value, claims.claim_no)) as amount_text
    from denials
    inner join claims
        on denials.document_id = claims.document_id
        and denials.subject = claims.subject
    group by denials.document_id, denials.statement_no

),

tables as (

    select document_id, table_state from {{ ref('fct_document_tables') }} where table_code = 'gk07'

),

columns as (

    select distinct name_zh, column_code from {{ ref('three_public_counts') }}
    union all
    select '“三公”经费' as name_zh, 'final_total' as column_code

),

printed as (

    select
        denials.document_id,
        denials.statement_no,
        cells.check_value as amount,
        {{ money_text('cells.check_value', 'cells.printed_unit') }} as amount_text,
        tables.table_state = 'confirmed' as is_confirmed
    from denials
    inner join columns on denials.subject = columns.name_zh
    inner join {{ ref('fct_cells') }} as cells
        on denials.document_id = cells.document_id
        and cells.table_code = 'gk07'
        and cells.row_key = 'three_public'
        and columns.column_code = cells.column_code
    inner join tables on denials.document_id = tables.document_id

),

judged as (

    select
        denials.*,
        coalesce(printed.amount, 0) > 0 as is_printed,
        coalesce(told.amount, 0) > 0 or (coalesce(printed.amount, 0) > 0 and printed.is_confirmed) as is_wrong,
        '写“' || denials.printed_text || '”,而' || denials.subject
        || if(coalesce(told.amount, 0) > 0, '写为 ' || told.amount_text, '在表中为 ' || printed.amount_text) as said_zh
    from denials
    left join told
        on denials.document_id = told.document_id
        and denials.statement_no = told.statement_no
    left join printed
        on denials.document_id = printed.document_id
        and denials.statement_no = printed.statement_no

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        bool_or(is_printed) as is_printed,
        string_agg(said_zh, ';' order by statement_no) filter (where is_wrong) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_wrong, statement_no)') }}
    from judged
    group by document_id

)

{% call narrative_rule('N75', judged_by=['is_wrong', 'is_printed'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    when gathered.is_printed then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('pass') }}
{% endcall %}
