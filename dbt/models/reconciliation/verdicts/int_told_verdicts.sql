-- One row per document × rule that is a model × subject: what the model says of it, and what holds where it says nothing.
-- The columns that a rule model may leave out; see models/reconciliation/rules/README.md.
with shape as (

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
        cast(null as varchar) as left_said,
        cast(null as varchar) as right_said,
        cast(null as varchar) as cause_key,
        cast(null as json) as evidence
    where false

),

told as (

    select * from {{ ref('int_claim_table_verdicts') }}
    union all by name
    select * from {{ ref('int_claim_sum_verdicts') }}
    {%- for rule_model in rule_models() %}
    union all by name
    select * from {{ ref(rule_model) }}
    {%- endfor %}

),

-- A model that answers twice for one subject has said nothing: it is no reason to stop everybody's run.
repeated as (

    select document_id, rule_id, subject, count(*) as answers
    from told
    group by document_id, rule_id, subject
    having count(*) > 1

),

-- Next to nothing is repeated: only that is put in order, not every answer.
answered as (

    select *, 1 as answers from shape
    union all by name
    select *, 1 as answers
    from told
    anti join repeated using (document_id, rule_id, subject)
    union all by name
    select told.*, repeated.answers
    from told
    inner join repeated using (document_id, rule_id, subject)
    qualify row_number() over (
        partition by told.document_id, told.rule_id, told.subject
        order by told.status, told.reason_code, told.source_locator, told.printed_text
    ) = 1

),

subjects as (

    select * from {{ ref('rule_subjects') }}

),

document_rules as (

    select * from {{ ref('int_document_rules') }} where check_kind not in ('sum', 'copy')

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

-- Stated figures with more digits than any budget has: nothing can be calculated with them.
beyond_range as (

    select document_id, claim_key
    from {{ ref('fct_claims') }}
    where value_numeric is not null and check_value is null

),

read_once as (

    select * from {{ ref('fct_places_read_once') }}

),

narratives as (

    select distinct document_id from {{ ref('fct_claims') }}

),

-- What holds, with its reason: the first line that applies.
ruled as (

    select
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        subjects.subject_row,
        subjects.subject_column,
        answered.* exclude (document_id, rule_id, subject, status, reason_code, answers),
        case
            -- Models need not know whether they apply: form, variant, nature, condition and years are the catalogue's.
            when document_rules.not_applicable_reason is not null
                then {'status': 'not_applicable', 'reason_code': document_rules.not_applicable_reason}
            when document_rules.no_data_reason is not null
                then {'status': 'no_data', 'reason_code': document_rules.no_data_reason}
            when answered.answers > 1
                then {'status': 'no_data', 'reason_code': 'rule_answered_twice'}
            -- What a scan shows is read once, and no sum confirms it: it accuses nobody.
            when answered.status in ('fail', 'rounding') and read_once.source_locator is not null
                then {'status': 'no_data', 'reason_code': 'reading_unconfirmed'}
            when answered.status in ('fail', 'rounding') and beyond_range.claim_key is not null
                then {'status': 'no_data', 'reason_code': 'figure_beyond_range'}
            when answered.status is not null
                then {'status': answered.status, 'reason_code': answered.reason_code}
            -- The document prints nothing that the rule is about; where its narrative was not read nobody knows.
            when subjects.subject = 'document' and (rules.subject_grain in ('claim', 'statement') or rules.check_kind = 'claim_sum')
                then if(
                    narratives.document_id is null,
                    {'status': 'no_data', 'reason_code': 'narrative_not_read'},
                    {'status': 'not_applicable', 'reason_code': 'nothing_stated'}
                )
            when subjects.subject = 'document' and rules.subject_grain <> 'document'
                then {'status': 'not_applicable', 'reason_code': 'nothing_printed'}
            -- A rule that returns nothing for a subject on the spine was not evaluated: never a pass.
            else {'status': 'no_data', 'reason_code': 'rule_returned_nothing'}
        end as ruling
    from subjects
    inner join rules on subjects.rule_id = rules.rule_id
    inner join document_rules
        on subjects.document_id = document_rules.document_id
        and subjects.rule_id = document_rules.rule_id
    left join narratives on subjects.document_id = narratives.document_id
    left join beyond_range
        on subjects.document_id = beyond_range.document_id
        and subjects.subject = beyond_range.claim_key
    left join answered
        on subjects.document_id = answered.document_id
        and subjects.rule_id = answered.rule_id
        and subjects.subject = answered.subject
    left join read_once
        on answered.document_id = read_once.document_id
        and answered.source_locator = read_once.source_locator

)

select * exclude (ruling), ruling.status as status, ruling.reason_code as reason_code
from ruled
