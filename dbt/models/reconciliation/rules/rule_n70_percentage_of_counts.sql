-- N70: 培训45人，实现就业38人，就业率84.44%: a percentage that is said to be of the count before it follows from two counts
-- of its paragraph. Any whole of the same unit will do, so that what fails follows from none. One notice of a document.
with claims as (

    select
        *,
        lag(claim_kind) over told as part_kind,
        lag(metric) over told as part_metric,
        lag(subject) over told as part_subject,
        lag(value_numeric) over told as part,
        lag(value_unit) over told as part_unit,
        lag(printed_text) over told as part_text,
        lag(printed_decimals) over told as part_decimals,
        lag(source_locator) over told as part_locator
    from {{ ref('fct_claims') }}
    window told as (partition by document_id order by claim_no)

),

-- 占比 is a share of what was counted; a rate is one where its word is the count's: 就业率 behind 实现就业38人.
rates as (

    select *
    from claims
    where topic = 'performance_review'
      and claim_kind = 'share'
      and coalesce(base, '') = ''
      and part_kind = 'count'
      and part_metric = 'output_count'
      and part_locator is not distinct from source_locator
      and (
          metric = 'output_count'
          or (
              metric = 'output_rate'
              and length(regexp_extract(subject, '([一-鿿]{2})率$', 1)) = 2
              and contains(part_subject, regexp_extract(subject, '([一-鿿]{2})率$', 1))
          )
      )

),

tried as (

    select
        rates.*,
        {{ percent_status(
            'rates.part', "if(regexp_matches(rates.part_unit, '^[万亿]'), " ~ half_digit('rates.part_decimals') ~ ", 0)",
            'wholes.value_numeric', "if(regexp_matches(wholes.value_unit, '^[万亿]'), " ~ half_digit('wholes.printed_decimals') ~ ", 0)",
            'rates.value_numeric', 'rates.printed_decimals'
        ) }} as outcome,
        wholes.value_numeric > rates.part as is_larger
    from rates
    inner join claims as wholes
        on rates.document_id = wholes.document_id
        and rates.source_locator is not distinct from wholes.source_locator
        and rates.part_unit = wholes.value_unit
        and wholes.claim_kind = 'count'
        and wholes.metric in ('output_count', 'output_target')

),

judged as (

    select
        document_id,
        claim_no,
        claim_key,
        bool_or(coalesce(outcome, '') in ('pass', 'truncated')) as follows,
        bool_or(is_larger) as has_whole,
        {{ at_first(['page', 'source_locator', 'printed_text', 'value_unit', 'subject', 'part_text', 'part_unit'], 'claim_no') }}
    from tried
    group by document_id, claim_no, claim_key

),

gathered as (

    select
        document_id,
        bool_or(has_whole and not follows) as is_wrong,
        string_agg(
            subject || printed_text || value_unit || '(前文 ' || part_text || part_unit || ')', '、' order by claim_no
        ) filter (where has_whole and not follows) as detail_zh,
        min_by(claim_key, claim_no) filter (where has_whole and not follows) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'claim_no', 'has_whole and not follows') }}
    from judged
    where has_whole or follows
    group by document_id

)

{% call narrative_rule('N70', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
