-- The engine: one row per document × linear rule × subject, both sides added up and compared.
-- Precedence: a relation that does not exist here (not_applicable) > something could not be looked at (no_data) >
-- the comparison. A difference that rests on an unconfirmed reading is ours to explain, not the publisher's: no_data.
-- One that rounding explains speaks against neither, and has a reason of its own: the gate does not count it.
{% set differing %}case
    when left_blank is not null then left_blank
    when left_values + right_values = 0 then 'all_blank'
    when is_left_absent then 'account_absent_left'
    when is_right_absent then 'account_absent_right'
    else 'compared'
end{% endset %}
with document_rules as (

    select * from {{ ref('int_document_rules') }} where check_kind in ('sum', 'copy')

),

subjects as (

    select * from {{ ref('rule_subjects') }}

),

table_states as (

    select * from {{ ref('int_rule_table_states') }}

),

term_states as (

    select * from {{ ref('int_rule_term_states') }}

),

sides as (

    select * from {{ ref('int_rule_sides') }}

),

compared as (

    select
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        subjects.subject_row,
        subjects.subject_column,
        document_rules.check_kind,
        document_rules.relation,
        coalesce(
            document_rules.not_applicable_reason,
            -- Nobody knows whether the rule applies at all: no reason that comes after that one.
            if(
                document_rules.no_data_reason is null,
                coalesce(
                    least(table_states.not_applicable_reason, term_states.not_applicable_reason),
                    case when sides.has_blank_that_exempts then 'cell_blank' end
                ),
                null
            )
        ) as not_applicable_reason,
        coalesce(
            document_rules.no_data_reason,
            least(table_states.no_data_reason, term_states.no_data_reason),
            case when sides.has_blank_without_meaning then 'cell_blank' end
        ) as no_data_reason,
        table_states.is_unconfirmed,
        coalesce(term_states.is_left_absent, false) as is_left_absent,
        coalesce(term_states.is_right_absent, false) as is_right_absent,
        term_states.left_blank,
        term_states.is_blank_in_filled_row,
        coalesce(sides.left_values, 0) as left_values,
        coalesce(sides.right_values, 0) as right_values,
        coalesce(sides.left_amount, 0) as left_amount,
        coalesce(sides.right_amount, 0) as right_amount,
        case document_rules.tolerance_kind
            when 'half_printed_unit' then coalesce(sides.tolerance, 0)
            else 0
        end as tolerance,
        sides.unit,
        sides.page,
        sides.first_table_code,
        sides.first_printed_unit,
        sides.own_cell_no,
        coalesce(sides.left_amount, 0) - coalesce(sides.right_amount, 0) as difference
    from subjects
    inner join document_rules
        on subjects.document_id = document_rules.document_id
        and subjects.rule_id = document_rules.rule_id
    -- A miss means a rule without terms; the verdict says so.
    left join table_states
        on subjects.document_id = table_states.document_id
        and subjects.rule_id = table_states.rule_id
    -- A miss means that every term found its cell.
    left join term_states
        on subjects.document_id = term_states.document_id
        and subjects.rule_id = term_states.rule_id
        and subjects.subject = term_states.subject
    -- A miss means that no cell was printed for the subject: both sides are zero.
    left join sides
        on subjects.document_id = sides.document_id
        and subjects.rule_id = sides.rule_id
        and subjects.subject = sides.subject

),

-- How far the relation is broken: never negative, zero when it holds.
measured as (

    select
        *,
        {{ excess() }} as excess
    from compared

),

judged as (

    select
        *,
        unnest(case
            when not_applicable_reason is not null then {{ ruling('not_applicable', because='not_applicable_reason') }}
            when no_data_reason is not null then {{ ruling('no_data', because='no_data_reason') }}
            when is_unconfirmed is null then {{ ruling('no_data', 'rule_without_terms') }}
            -- A total that is not printed is no figure to agree with.
            when left_blank is not null and excess <= tolerance then {{ ruling('no_data', because='left_blank') }}
            when excess = 0 then {{ ruling('pass', because="if(left_values + right_values = 0, 'all_blank', 'compared')") }}
            when is_unconfirmed and excess <= tolerance then {{ ruling('no_data', 'rounding_unconfirmed') }}
            when is_unconfirmed then {{ ruling('no_data', 'reading_unconfirmed') }}
            when excess <= tolerance then {{ ruling('rounding', because=differing) }}
            else {{ ruling('fail', because=differing) }}
        end)
    from measured

),

final as (

    select
        document_id,
        rule_id,
        subject,
        subject_row,
        subject_column,
        status,
        case
            when status = 'rounding' and check_kind = 'copy' then 'copy'
            when status = 'rounding' then 'sum'
            when status = 'fail' and left_values = 0 and right_values > 0 then 'left_blank'
            when status = 'fail' and right_values = 0 and left_values > 0 then 'right_blank'
        end as subtype,
        reason_code,
        -- A column label stands where the total of its column would: the drawing of the form leaves no room for it.
        case when status = 'fail' and left_blank = 'cell_absent' and is_blank_in_filled_row then 'notice' end as severity,
        case when status in ('pass', 'rounding', 'fail') then left_amount end as left_amount,
        case when status in ('pass', 'rounding', 'fail') then right_amount end as right_amount,
        case when status in ('pass', 'rounding', 'fail') then difference end as difference,
        case when status in ('pass', 'rounding', 'fail') then tolerance end as tolerance,
        unit,
        page,
        first_table_code,
        first_printed_unit,
        own_cell_no
    from judged

)

select * from final
