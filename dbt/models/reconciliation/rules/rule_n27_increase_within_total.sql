-- N27: an increase is no larger than what it led to, for last year's figure was not negative.
with claims as (

    select * from {{ ref('int_claim_values') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N27'

),

changes as (

    select claims.*
    from claims
    inner join subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key

),

-- This year's figure of the same subject, the nearest before the change.
paired as (

    select
        changes.*,
        amounts.check_value as amount_value,
        amounts.half_unit as amount_half,
        amounts.table_value as amount_table_value,
        amounts.printed_text || amounts.value_unit as amount_text,
        amounts.claim_key as amount_key,
        amounts.page as amount_page,
        amounts.source_locator as amount_locator
    from changes
    left join claims as amounts
        on changes.document_id = amounts.document_id
        and changes.topic = amounts.topic
        and changes.metric = amounts.metric
        and changes.subject = amounts.subject
        and amounts.claim_kind = 'amount'
        and not amounts.is_of_last_year
        and amounts.claim_no < changes.claim_no
    qualify row_number() over (partition by changes.document_id, changes.claim_no order by amounts.claim_no desc) = 1

),

final as (

    select
        document_id,
        'N27' as rule_id,
        claim_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        unnest(case
            when coalesce(direction, '') <> '增加' then {{ ruling('not_applicable', 'not_an_increase') }}
            when amount_value is null then {{ ruling('no_data', 'amount_not_stated') }}
            when check_value <= greatest(amount_value, coalesce(amount_table_value, amount_value)) + half_unit + amount_half then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        check_value as left_amount,
        amount_value as right_amount,
        check_value - amount_value as difference,
        if(value_unit = '元', '元', '万元') as unit,
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        to_json(list_filter([
            {{ told_item('printed_text || value_unit') }},
            {{ evidence_item("'right'", "'claims'", 'amount_text', 'amount_page', 'amount_locator', 'null', 'amount_key', 'null', 'subject') }}
        ], item -> item.printed_text is not null)) as evidence
    from paired

)

select * from final
