-- P23: the money that the narrative says was self-evaluated holds the money of the published forms. Which column it tells
-- nobody can say: of each form the least of budget, full-year budget and execution counts.
with forms as (

    select
        document_id,
        sum(least(budgeted, full_year_budget, executed)) as money,
        sum(half_unit) as half_unit,
        bool_and(is_head_confirmed) as is_confirmed,
        {{ at_first(['printed_unit'], 'project_key') }}
    from {{ ref('int_performance_projects') }}
    group by document_id

),

claims as (

    select * from {{ ref('fct_claims') }} where metric = 'self_evaluation_funds' and claim_kind = 'amount'

),

-- Told of each level once, or of all projects; the same figure is told again further on.
by_subject as (

    select
        document_id,
        subject,
        max(check_value) as money,
        max(half_unit) as half_unit,
        min(claim_no) as claim_no,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text'], 'claim_no') }}
    from claims
    where subject = '项目支出' or subject like '%级项目'
    group by document_id, subject

),

told as (

    select
        document_id,
        coalesce(max(money) filter (where subject = '项目支出'), sum(money)) as money,
        sum(half_unit) as half_unit,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text'], "(subject <> '项目支出', claim_no)") }}
    from by_subject
    group by document_id

),

final as (

    select
        forms.document_id,
        'P23' as rule_id,
        'document' as subject,
        '绩效自评项目资金' as subject_zh,
        unnest(case
            when told.money is null then {{ ruling('no_data', 'not_in_text') }}
            when forms.money is null then {{ ruling('no_data', 'budget_blank') }}
            when told.money + told.half_unit + forms.half_unit >= forms.money then {{ ruling('pass') }}
            when not forms.is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        told.money as left_amount,
        forms.money as right_amount,
        told.money - forms.money as difference,
        told.half_unit + forms.half_unit as tolerance,
        forms.printed_unit as unit,
        'claims' as table_code,
        told.page,
        told.source_locator,
        told.printed_text,
        to_json([{{ evidence_item("'left'", "'claims'", 'told.printed_text', page='told.page', source_locator='told.source_locator', row_key='told.claim_key') }}]) as evidence
    from forms
    left join told on forms.document_id = told.document_id

)

select * from final
union all by name
{{ without_forms('P23') }}
