-- N78: a group that travels, a batch that is received, is at least one person. Of one kind of guests each; told twice, the
-- fewest groups and the most persons count, as they may be of two years.
with counts as (

    select
        claims.document_id,
        claims.subject,
        claims.metric,
        claims.check_value,
        claims.claim_no,
        claims.claim_key,
        claims.page,
        claims.source_locator,
        names.count_order,
        names.no_more_than,
        names.metric_zh || ' ' || claims.printed_text || ' ' || names.unit_zh as said_zh,
        claims.printed_text || claims.value_unit as printed_text
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('three_public_counts') }} as names on claims.metric = names.metric
    where claims.claim_kind = 'count'

),

groups as (

    select * from counts
    where no_more_than is not null
    qualify row_number() over (partition by document_id, subject, metric order by check_value, claim_no) = 1

),

persons as (

    select * from counts
    qualify row_number() over (partition by document_id, subject, metric order by check_value desc, claim_no) = 1

),

compared as (

    select
        groups.document_id,
        groups.count_order,
        groups.claim_no,
        groups.claim_key,
        groups.page,
        groups.source_locator,
        groups.printed_text,
        groups.check_value > persons.check_value as is_more,
        groups.said_zh || ',' || persons.said_zh as said_zh
    from groups
    inner join persons
        on groups.document_id = persons.document_id
        and groups.subject is not distinct from persons.subject
        and groups.no_more_than = persons.metric

),

gathered as (

    select
        document_id,
        bool_or(is_more) as is_wrong,
        string_agg(said_zh, ';' order by count_order, claim_no) filter (where is_more) as detail_zh,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text'], '(not is_more, count_order, claim_no)') }}
    from compared
    group by document_id

)

{% call narrative_rule('N78', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
