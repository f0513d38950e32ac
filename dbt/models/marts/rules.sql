with rules as (

    select * from {{ ref('rule_catalog') }}

),

formulas as (

    select * from {{ ref('rule_formulas') }}

),

final as (

    select
        rules.rule_id,
        rules.rule_order,
        rules.family,
        rules.status,
        rules.title_zh,
        rules.statement_zh,
        formulas.formula_zh,
        rules.tables,
        rules.subject_grain,
        rules.relation,
        rules.severity,
        rules.tolerance_kind,
        rules.applies_form,
        rules.applies_variant,
        rules.applies_condition,
        rules.applies_sense,
        rules.applies_natures,
        rules.valid_from_year,
        rules.valid_to_year,
        rules.basis,
        rules.citation,
        rules.message_zh,
        rules.next_step_zh,
        rules.cannot_tell_zh
    from rules
    inner join formulas on rules.rule_id = formulas.rule_id

)

select * from final
