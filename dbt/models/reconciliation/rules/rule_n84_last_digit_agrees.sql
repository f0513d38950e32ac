-- N84: one figure that a section prints twice, to the same digit, is the same figure. What lies within rounding of the table
-- both times is no error of either rule that compares with it, and yet one of the two was not copied. One notice of a document.
with stated as (

    select
        *,
        coalesce(nullif(account_code, ''), subject) as about
    from {{ ref('fct_claims') }}
    where claim_kind = 'amount'
      and metric in (
          'grand_total', 'fiscal_grand_total', 'income_total', 'expenditure_total', 'fiscal_expenditure', 'general_public_expenditure',
          'expenditure_class', 'basic_expenditure', 'basic_part', 'final', 'operating_expense', 'procurement'
      )
      and check_value <> 0
      -- 上年…, 增加到…: another year's. 小于预算 says only what it is compared with.
      and coalesce(base, '') in ('', '预算')
      and coalesce(direction, '') not in ('增加', '减少')

),

-- 行政运行 alone may be of several classes.
named as (

    select *
    from stated
    where metric <> 'final'
       or coalesce(account_code, '') <> ''
       or topic = 'three_public'

),

pairs as (

    select
        later.document_id,
        later.claim_no,
        later.claim_key,
        later.page,
        later.source_locator,
        first_stated.printed_text || '与' || later.printed_text || later.value_unit as said,
        concat_ws(' ', nullif(later.account_code, ''), regexp_extract(later.subject, '[^/]*$')) as name_zh,
        later.check_value <> first_stated.check_value
        and abs(later.check_value - first_stated.check_value) <= 2 * later.half_unit as is_wrong
    from named as later
    inner join named as first_stated
        on later.document_id = first_stated.document_id
        and later.topic = first_stated.topic
        and later.metric = first_stated.metric
        and later.section = first_stated.section
        and later.about = first_stated.about
        and later.value_unit = first_stated.value_unit
        and later.half_unit = first_stated.half_unit
        and later.claim_no > first_stated.claim_no
    qualify row_number() over (partition by later.document_id, later.claim_no order by first_stated.claim_no) = 1

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        string_agg(name_zh || ' ' || said, '、' order by claim_no) filter (where is_wrong) as detail_zh,
        {{ at_first(['claim_key', 'page', 'source_locator', 'said as printed_text'], '(not is_wrong, claim_no)') }}
    from pairs
    group by document_id

)

{% call narrative_rule('N84', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
