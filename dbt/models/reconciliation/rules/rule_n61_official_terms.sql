-- N61: funds, incomes and items have one name, since a year; a character of the same shape was never right. One notice of a
-- document, each wording once.
with slips as (

    select
        statements.document_id,
        statements.printed_text,
        statements.subject as official_zh,
        count(*) as times,
        min(statements.statement_no) as statement_no,
        {{ at_first(['statements.page', 'statements.source_locator'], 'statements.statement_no') }}
    from {{ ref('fct_statements') }} as statements
    inner join {{ ref('dim_judged_document') }} as documents on statements.document_id = documents.document_id
    where statements.statement_kind = 'term_slip'
      and (
          statements.direction = 'one_character'
          or exists (
              select 1
              from {{ ref('official_terms') }} as terms
              where terms.official_zh = statements.subject
                and regexp_matches(replace(statements.printed_text, ' ', ''), terms.printed_pattern)
                and documents.fiscal_year >= coalesce(terms.valid_from_year, 0)
                and documents.fiscal_year <= coalesce(terms.valid_to_year, 9999)
          )
      )
    group by statements.document_id, statements.printed_text, statements.subject

),

gathered as (

    select
        document_id,
        string_agg(
            '“' || printed_text || '”应为“' || official_zh || '”' || if(times > 1, '(' || times || ' 处)', ''), '、' order by statement_no
        ) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'statement_no') }}
    from slips
    group by document_id

)

{% call narrative_rule('N61', is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('pass') }}
    else {{ ruling('fail') }}
{% endcall %}
