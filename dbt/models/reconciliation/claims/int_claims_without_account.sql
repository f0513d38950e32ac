-- One row per claim × rule that would compare it with the row of its account in a table, if the account were known.
-- Not knowing it is our want, not the text's: the rule says no_data, never that nothing was stated.
with claims as (

    select * from {{ ref('fct_claims') }}
    where is_account_expected and coalesce(account_code, '') = ''

),

by_account as (

    select distinct rule_id, topic_family, metric from {{ ref('claim_references') }} where row_key = '=account'

),

final as (

    select distinct claims.document_id, by_account.rule_id, claims.claim_key
    from claims
    inner join by_account
        on claims.topic_family = by_account.topic_family
        and if(claims.metric = 'unknown', 'final', claims.metric) = by_account.metric

)

select * from final
