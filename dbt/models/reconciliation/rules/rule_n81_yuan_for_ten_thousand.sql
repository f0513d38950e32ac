-- N81: a figure that may differ from its table (机关运行经费 is no more than 公用经费) and is exactly the ten thousandth of it, or ten
-- thousand times it, has the wrong unit: 2589.96元 for 2589.96万元. Where both must be equal, the comparison says so itself.
-- A table whose unit is not that of most may have the wrong one: S09 tells of it.
with tables as (

    select *
    from {{ ref('fct_document_tables') }}
    where printed_unit is not null
    qualify 2 * count(*) over (partition by document_id, printed_unit) > count(*) over (partition by document_id)

),

-- A figure of a table that is more than all spending of the year is wrong itself.
spent as (

    select document_id, max(check_value) as amount
    from {{ ref('fct_cells') }}
    where table_code = 'gk03' and row_key = 'total' and column_code = 'total'
    group by document_id

),

compared as (

    select
        claims.document_id,
        claims.claim_no,
        claims.claim_key,
        claims.subject,
        claims.page,
        claims.source_locator,
        claims.printed_text || claims.value_unit as printed_text,
        concat_ws('|', 'stated', claims.topic_family, claims.subject, claims.check_value) as cause_key,
        abs(claims.check_value * 10000 - sources.table_value) <= {{ half_printed_unit("'万元'", 'claims.printed_decimals') }}
        or abs(claims.check_value - sources.table_value * 10000) <= claims.half_unit + sources.half_unit * 10000 as is_slip,
        claims.subject || '写为 ' || claims.printed_text || claims.value_unit || ',' || tables.table_zh || '为 '
        || {{ money_text('sources.table_value', 'tables.printed_unit') }} as said_zh,
        rules.relation <> '=' and rules.severity = 'warning' as is_free,
        sources.table_code
    from {{ ref('int_claim_references') }} as sources
    inner join {{ ref('fct_claims') }} as claims
        on sources.document_id = claims.document_id
        and sources.claim_no = claims.claim_no
    inner join {{ ref('rule_catalog') }} as rules
        on sources.rule_id = rules.rule_id
    inner join tables
        on sources.document_id = tables.document_id
        and sources.table_code = tables.table_code
    -- A miss is a document whose spending was not read.
    left join spent on sources.document_id = spent.document_id
    where coalesce(sources.table_value <= spent.amount, true)
      and sources.is_read
      and not sources.is_line_missing
      and not sources.is_unconfirmed
      and not sources.is_repeated
      and sources.table_value <> 0
      and claims.check_value <> 0
      and claims.value_unit in ('元', '万元')

),

-- Where figures that must be equal are off by as much, it is the table that has the wrong unit.
judged as (

    select
        * replace (
            is_slip and bool_or(is_slip and not is_free) over (partition by document_id, table_code) is not true as is_slip
        )
    from compared
    qualify is_free

),

gathered as (

    select
        document_id,
        bool_or(is_slip) as is_wrong,
        array_to_string(list_sort(list_distinct(list(said_zh order by claim_no) filter (where is_slip))), ';') as detail_zh,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text', 'cause_key'], '(not is_slip, claim_no)') }}
    from judged
    group by document_id

)

{% call narrative_rule('N81', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
