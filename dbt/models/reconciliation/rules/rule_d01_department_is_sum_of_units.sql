-- D01: a department's fiscal expenditure is that of its units, its own office included.
-- Only when the register lists units and every one of them, and the office itself, is there for the year. Money that
-- the units move among themselves is not fiscal appropriation, but other eliminations are not known: ask, do not accuse.
with documents as (

    select * from {{ ref('dim_judged_document') }}

),

register as (

    select distinct organization_id, parent_organization_id
    from {{ ref('organization_register') }}
    where parent_organization_id is not null

),

expenditure as (

    select document_id, check_value, half_unit, printed_text, printed_unit, page, source_locator
    from {{ ref('fct_cells') }}
    where table_code = 'gk04' and row_key = 'expenditure_total' and column_code = 'total'

),

states as (

    select document_id, table_state from {{ ref('fct_document_tables') }} where table_code = 'gk04'

),

departments as (

    select documents.*
    from documents
    where scope = 'department_consolidated'
      and organization_id in (select parent_organization_id from register)

),

-- Who makes up the department: the listed units, and its own office, which publishes under the same organization.
members as (

    select departments.document_id, departments.fiscal_year, register.organization_id, false as is_own_office
    from departments
    inner join register on departments.organization_id = register.parent_organization_id
    union all
    select document_id, fiscal_year, organization_id, true
    from departments

),

found as (

    select
        members.document_id,
        members.organization_id,
        states.table_state in ('confirmed', 'unconfirmed') as is_read,
        states.table_state = 'unconfirmed' as is_unconfirmed,
        expenditure.check_value,
        expenditure.half_unit
    from members
    -- Misses are units that are not there, or whose gk04 was not read.
    left join documents as units
        on members.organization_id = units.organization_id
        and members.fiscal_year = units.fiscal_year
        and units.is_current
        and units.document_id <> members.document_id
        and (not members.is_own_office or units.scope = 'unit')
    left join states on units.document_id = states.document_id
    left join expenditure on units.document_id = expenditure.document_id

),

sums as (

    select
        document_id,
        count(distinct organization_id) as units_listed,
        count(distinct organization_id) filter (where is_read and check_value is not null) as units_read,
        count(*) as unit_documents,
        bool_or(coalesce(is_unconfirmed, false)) as is_unconfirmed,
        sum(check_value) as amount,
        sum(half_unit) as half_units
    from found
    group by document_id

),

compared as (

    select
        documents.document_id,
        sums.document_id is not null as has_units,
        sums.units_listed,
        sums.units_read,
        sums.is_unconfirmed or states.table_state = 'unconfirmed' as is_unconfirmed,
        expenditure.check_value as left_amount,
        sums.amount as right_amount,
        expenditure.check_value - sums.amount as difference,
        coalesce(expenditure.half_unit, 0) + coalesce(sums.half_units, 0) as tolerance,
        case
            when sums.document_id is null then null
            when coalesce(states.table_state, 'missing') not in ('confirmed', 'unconfirmed') or expenditure.check_value is null then 'own_total_not_read'
            -- Two documents of one unit and year: nobody says which of them belongs to the sum.
            when sums.units_read < sums.units_listed or sums.unit_documents > sums.units_listed then 'units_missing'
        end as no_data_reason,
        expenditure.printed_text,
        expenditure.printed_unit,
        expenditure.page,
        expenditure.source_locator
    from documents
    -- Misses: a document that is no department with listed units, or whose gk04 was not read.
    left join sums on documents.document_id = sums.document_id
    left join states on documents.document_id = states.document_id
    left join expenditure on documents.document_id = expenditure.document_id

),

final as (

    select
        document_id,
        'D01' as rule_id,
        'document' as subject,
        unnest(case
            when not has_units then {{ ruling('not_applicable', 'no_units_listed') }}
            when no_data_reason is not null then {{ ruling('no_data', because="no_data_reason") }}
            when difference = 0 then {{ ruling('pass') }}
            when is_unconfirmed then {{ ruling('no_data', 'reading_unconfirmed') }}
            when abs(difference) <= tolerance then {{ ruling('rounding') }}
            else {{ ruling('fail') }}
        end),
        case when has_units and no_data_reason is null and difference <> 0 and abs(difference) <= tolerance then 'sum' end as subtype,
        case when has_units and no_data_reason is null then left_amount end as left_amount,
        case when has_units and no_data_reason is null then right_amount end as right_amount,
        case when has_units and no_data_reason is null then difference end as difference,
        case when has_units and no_data_reason is null then tolerance end as tolerance,
        coalesce(printed_unit, '元') as unit,
        'gk04' as table_code,
        units_listed || ' 个单位(含本级)' as detail_zh,
        printed_text,
        page,
        source_locator
    from compared

)

select * from final
