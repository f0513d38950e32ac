with facts as (

    select * from {{ ref('fct_department_totals') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

gate as (

    select * from {{ ref('document_gate') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        gate.has_findings,
        facts.income_total,
        facts.opening_carry_over,
        facts.use_of_nonfiscal_surplus,
        facts.income_grand_total,
        facts.expenditure_total,
        facts.surplus_distribution,
        facts.closing_carry_over,
        facts.expenditure_grand_total,
        facts.basic,
        facts.project,
        facts.fiscal_appropriation,
        facts.fiscal_income_total,
        facts.fiscal_expenditure_total,
        facts.general_public_total,
        facts.personnel_basic,
        facts.public_basic,
        facts.three_public_final
    from facts
    inner join documents on facts.document_id = documents.document_id
    inner join gate on facts.document_id = gate.document_id

)

select * from final
