-- One row per loaded document × active rule, with whether and why the rule does not apply to the document.
-- The year comes from the document: any past verdict can be recomputed.
with rules as (

    select * from {{ ref('rule_catalog') }} where status = 'active'

),

documents as (

    select * from {{ ref('dim_judged_document') }}

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

conditions as (

    select * from {{ ref('int_document_conditions') }}

),

judged as (

    select
        documents.document_id,
        documents.fiscal_year,
        rules.rule_id,
        rules.check_kind,
        rules.relation,
        rules.tolerance_kind,
        rules.applies_condition,
        case
            when rules.applies_form is not null
                and not list_contains(string_split(rules.applies_form, '|'), coalesce(documents.form, ''))
                then 'other_form'
            when documents.fiscal_year < rules.valid_from_year then 'before_rule'
            when documents.fiscal_year > rules.valid_to_year then 'after_rule'
            when rules.applies_natures is not null
                and not list_contains(string_split(rules.applies_natures, '|'), documents.nature)
                then 'other_nature'
            when variants.variant is not null
                and not list_contains(string_split(rules.applies_variant, '|'), variants.table_code || ':' || variants.variant)
                then 'other_variant'
            when conditions.holds is not null
                and conditions.holds <> (rules.applies_sense = 'holds')
                then 'condition_' || rules.applies_condition
        end as not_applicable_reason,
        -- Unknown is neither: the rule might apply, so its verdict is "not checked".
        case
            when rules.applies_variant is not null and variants.variant is null then 'variant_unknown'
            when rules.applies_condition is not null and conditions.holds is null then 'condition_unknown'
        end as no_data_reason
    from documents
    cross join rules
    -- Variants of one table; a miss means that it was not read.
    left join document_tables as variants
        on documents.document_id = variants.document_id
        and split_part(rules.applies_variant, ':', 1) = variants.table_code
        and variants.table_state in ('confirmed', 'unconfirmed')
    left join conditions
        on documents.document_id = conditions.document_id
        and rules.applies_condition = conditions.condition_code

)

select * from judged
