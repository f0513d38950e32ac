-- N37: the same figure stated twice in a section agrees. Figures that a table also holds are compared with it instead.
-- 行政运行 without 类 and 款 may stand for several accounts: two of that name are not the same figure.
with claims as (

    select * from {{ ref('int_claim_values') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N37'

),

names as (

    select distinct subject from {{ ref('claim_subjects') }}

),

repeated as (

    select
        claims.*,
        claims.metric in ('final', 'budget', 'expenditure_class') and coalesce(claims.account_code, '') = '' and names.subject is null as is_ambiguous,
        first_stated.check_value as first_value,
        first_stated.half_unit as first_half,
        first_stated.printed_text || first_stated.value_unit as first_text,
        first_stated.claim_key as first_key,
        first_stated.page as first_page,
        first_stated.source_locator as first_locator
    from claims
    inner join subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key
    inner join claims as first_stated
        on claims.document_id = first_stated.document_id
        and split_part(claims.claim_key, '#', 1) = first_stated.claim_key
    left join names on claims.subject = names.subject

),

final as (

    select
        document_id,
        'N37' as rule_id,
        claim_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        unnest(case
            when table_value is not null then {{ ruling('not_applicable', 'compared_with_table') }}
            when is_ambiguous then {{ ruling('not_applicable', 'account_not_identified') }}
            when check_value = first_value then {{ ruling('pass') }}
            when abs(check_value - first_value) <= half_unit + first_half then {{ ruling('rounding') }}
            else {{ ruling('fail') }}
        end),
        check_value as left_amount,
        first_value as right_amount,
        check_value - first_value as difference,
        half_unit + first_half as tolerance,
        if(check_unit = '元' and value_unit <> '元', '万元', check_unit) as unit,
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        '前文为 ' || first_text as detail_zh,
        to_json([
            {{ told_item('printed_text || value_unit') }},
            {{ evidence_item("'right'", "'claims'", 'first_text', 'first_page', 'first_locator', 'null', 'first_key', 'null', 'subject') }}
        ]) as evidence
    from repeated

)

select * from final
