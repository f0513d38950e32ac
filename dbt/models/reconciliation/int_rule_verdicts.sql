-- Every verdict of every rule, however the rule is written: linear ones from the engine, the others one model each.
with linear as (

    select * from {{ ref('int_rule_linear_verdicts') }}

),

-- The columns that a rule model may leave out; see models/reconciliation/rules/README.md.
shape as (

    select
        cast(null as varchar) as document_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as subject,
        cast(null as varchar) as subject_zh,
        cast(null as varchar) as status,
        cast(null as varchar) as subtype,
        cast(null as varchar) as reason_code,
        cast(null as varchar) as severity,
        cast(null as decimal(18, 2)) as left_amount,
        cast(null as decimal(18, 2)) as right_amount,
        cast(null as decimal(18, 2)) as difference,
        cast(null as decimal(18, 4)) as tolerance,
        cast(null as varchar) as unit,
        cast(null as varchar) as table_code,
        cast(null as integer) as page,
        cast(null as varchar) as source_locator,
        cast(null as varchar) as printed_text,
        cast(null as varchar) as detail_zh,
        cast(null as varchar) as cause_key,
        cast(null as json) as evidence
    where false

),

unioned as (

    select * from shape
    union all by name
    select
        document_id, rule_id, subject, status, subtype, reason_code,
        left_amount, right_amount, difference, tolerance, unit, page
    from linear
    {%- for rule_model in rule_models() %}
    union all by name
    select * from {{ ref(rule_model) }}
    {%- endfor %}

),

subjects as (

    select * from {{ ref('rule_subjects') }}

),

document_rules as (

    select * from {{ ref('int_document_rules') }}

),

judged as (

    select
        unioned.*,
        document_rules.not_applicable_reason,
        document_rules.no_data_reason
    from unioned
    inner join document_rules
        on unioned.document_id = document_rules.document_id
        and unioned.rule_id = document_rules.rule_id

),

final as (

    select
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        subjects.subject_row,
        subjects.subject_column,
        judged.subject_zh,
        -- A rule that returns nothing for a subject on the spine was not evaluated: never a pass. Models need not
        -- know whether they apply: form, variant, nature, condition and years are the catalogue's.
        case
            when judged.not_applicable_reason is not null then 'not_applicable'
            when judged.no_data_reason is not null then 'no_data'
            else coalesce(judged.status, 'no_data')
        end as status,
        judged.subtype,
        coalesce(judged.not_applicable_reason, judged.no_data_reason, judged.reason_code, 'rule_returned_nothing') as reason_code,
        judged.severity,
        judged.left_amount,
        judged.right_amount,
        judged.difference,
        judged.tolerance,
        judged.unit,
        judged.table_code,
        judged.page,
        judged.source_locator,
        judged.printed_text,
        judged.detail_zh,
        judged.cause_key,
        judged.evidence
    from subjects
    left join judged
        on subjects.document_id = judged.document_id
        and subjects.rule_id = judged.rule_id
        and subjects.subject = judged.subject

)

select * from final
