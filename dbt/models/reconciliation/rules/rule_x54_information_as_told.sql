-- X54: what the text says of procurement, 机关运行经费 and 三公经费 is what a table or block of information prints.
-- A text may tell a figure of part of a department as well: only where none of those it tells agrees.
with lines as (

    select *
    from {{ ref('int_information_lines') }}
    where line_code is not null
      and cell_state = 'value'
      and not regexp_matches(coalesce(printed_header, ''), '预算|上年|增减|%')
    qualify count(*) over (partition by document_id, block_code, line_code) = 1

),

printed_tables as (

    select * from {{ ref('fct_document_tables') }} where presence = 'data'

),

claims as (

    select *
    from {{ ref('fct_claims') }}
    where claim_kind in ('amount', 'count')
      and (base is null or base <> '上年')
      and check_value is not null

),

-- What figures are about is the same in many documents: patterns are tried on each subject once.
meanings as (

    select kinds.metric, kinds.subject, meant.claim_order, meant.block_code, meant.line_code, meant.unless_table
    from (select distinct metric, subject from claims) as kinds
    inner join {{ ref('information_claims') }} as meant
        on kinds.metric = meant.metric
        and regexp_full_match(kinds.subject, meant.subject_pattern)

),

compared as (

    select
        lines.document_id,
        meant.claim_order,
        claims.claim_no,
        claims.claim_key,
        claims.subject,
        claims.printed_text || coalesce(claims.value_unit, '') as printed_text,
        claims.page,
        claims.source_locator,
        claims.check_value as left_amount,
        lines.check_value as right_amount,
        lines.check_unit as unit,
        left_amount - right_amount as difference,
        claims.half_unit + lines.half_unit as tolerance,
        bool_or(abs(difference) <= tolerance) over (partition by lines.document_id, meant.claim_order) as is_told,
        lines.table_code,
        own.table_state = 'confirmed' as is_certain,
        lines.line_zh || ':正文写为 ' || claims.printed_text || coalesce(claims.value_unit, '') || ',' || own.table_zh || '印为 '
        || lines.printed_text || ' ' || coalesce(if(lines.check_unit = '元', lines.printed_unit, lines.check_unit), '') as said_zh,
        [{{ told_item('claims.printed_text', told='claims') }}, {{ cell_item("'right'", 'lines') }}] as items
    from lines
    inner join meanings as meant
        on lines.block_code = meant.block_code
        and lines.line_code = meant.line_code
    inner join claims
        on lines.document_id = claims.document_id
        and meant.metric = claims.metric
        and meant.subject = claims.subject
    inner join printed_tables as own
        on lines.document_id = own.document_id
        and lines.table_code = own.table_code
    -- A miss is a document whose form prints no table for it: where it does, other rules compare the text with that.
    left join printed_tables as forms
        on lines.document_id = forms.document_id
        and meant.unless_table = forms.table_code
        and forms.table_state <> 'not_read'
    where forms.table_code is null
      and (claims.claim_kind = 'count') = (lines.value_kind = 'count')
      and not regexp_matches(coalesce(own.title, ''), '政府性基金|国有资本')

),

gathered as (

    select
        document_id,
        bool_or(not is_told) as is_wrong,
        bool_or(not is_told and is_certain) as is_wrong_for_certain,
        string_agg(said_zh, ';' order by claim_order, claim_no) filter (where not is_told and is_certain) as detail_zh,
        {{ at_first(['left_amount', 'right_amount', 'difference', 'tolerance', 'unit', 'printed_text', 'table_code', 'page', 'source_locator'], '(claim_order, claim_no)', 'not is_told and is_certain') }},
        to_json(coalesce(flatten(list(items order by claim_order, claim_no) filter (where not is_told)), [])) as evidence
    from compared
    group by document_id

)

{% call document_rule('X54', 'nothing_printed', judged_by=['is_wrong', 'is_wrong_for_certain'], is_excess=true) %}
    when not gathered.is_wrong then {{ ruling('pass') }}
    when not gathered.is_wrong_for_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
