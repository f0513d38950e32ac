with facts as (

    select * from {{ ref('fct_department_totals') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

gate as (

    select * from {{ ref('document_gate') }}

),

-- The tables of each document whose figures are published.
tables as (

    select document_id, list(table_code order by table_code) as table_codes
    from {{ ref('published_tables') }}
    group by document_id

),

final as (

    select
        {{ disclosure_columns('documents') }},
        gate.has_findings,
        {{ published_measures({
            'gk01': ['income_total', 'opening_carry_over', 'use_of_nonfiscal_surplus', 'income_grand_total', 'expenditure_total', 'surplus_distribution', 'closing_carry_over', 'expenditure_grand_total'],
            'gk03': ['basic', 'project'],
            'gk02': ['fiscal_appropriation'],
            'gk04': ['fiscal_income_total', 'fiscal_expenditure_total'],
            'gk05': ['general_public_total'],
            'gk06': ['personnel_basic', 'public_basic'],
            'gk07': ['three_public_final'],
        }) }}
    from facts
    inner join documents on facts.document_id = documents.document_id
    inner join tables on facts.document_id = tables.document_id
    inner join gate on facts.document_id = gate.document_id

)

select * from final
