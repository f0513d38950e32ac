-- One row per claim × rule that compares a figure of the narrative with the tables (check_kind claim).
-- A difference by a power of ten is named as a slip of the unit.
{% set tolerated_alternative = 10 -%}
{% set compared = "if(printed_cells = 0, 'account_absent_right', 'compared')" %}
with sources as (

    select * from {{ ref('int_claim_references') }}

),

claims as (

    select * from {{ ref('fct_claims') }}

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

compared as (

    select
        sources.*,
        rules.relation,
        claims.check_value as claim_value,
        claims.check_unit,
        claims.value_unit,
        claims.page,
        claims.source_locator,
        claims.printed_text || claims.value_unit as printed_text,
        claims.subject,
        claims.account_code,
        claims.topic_family,
        claims.check_value - sources.table_value as difference,
        claims.half_unit + sources.half_unit as tolerance,
        sources.half_unit as table_half_unit
    from sources
    inner join claims
        on sources.document_id = claims.document_id
        and sources.claim_no = claims.claim_no
    inner join rules on sources.rule_id = rules.rule_id

),

measured as (

    select
        *,
        {{ excess() }} as excess,
        -- 人员经费合计 need not be printed: a table that prints 301 and 303 has told it, and cannot agree otherwise.
        max(if(is_line_missing, 0, printed_cells)) over (partition by document_id, rule_id, claim_key, table_code) > 0 as has_other_lines
    from compared

),

judged as (

    select
        *,
        unnest(case
            when is_not_required then {{ ruling('not_applicable', 'table_not_required') }}
            when not is_read then {{ ruling('no_data', 'table_not_read') }}
            when is_line_missing then {{ ruling('no_data', 'line_not_printed') }}
            when is_not_comparable then {{ ruling('no_data', 'cell_absent') }}
            when excess = 0 then {{ ruling('pass', because=compared) }}
            when is_unconfirmed then {{ ruling('no_data', 'reading_unconfirmed') }}
            when is_repeated and not is_other_budget then {{ ruling('no_data', 'account_repeated') }}
            when not is_repeated and excess <= tolerance then {{ ruling('rounding', because=compared) }}
            when is_other_budget then {{ ruling('no_data', 'other_budget_base') }}
            else {{ ruling('fail', because=compared) }}
        end)
    from measured

),

-- Agreeing with one alternative is enough; an unread one may be the one that agrees, save for an item (项), which
-- stands in one table alone: where that prints it, the others say nothing.
chosen as (

    select *
    from judged
    qualify row_number() over (
        partition by document_id, rule_id, claim_key
        order by
            case
                when status = 'pass' then 1
                when status = 'rounding' then 2
                when status = 'fail' and is_by_account and length(account_code) > 3 and printed_cells > 0 then 3
                when status = 'no_data' and not is_not_comparable and not (is_line_missing and has_other_lines) then 4
                when status = 'fail' and printed_cells > 0 then 5
                -- A table that prints the figure accuses; one that cannot be compared keeps an empty one from accusing.
                when is_not_comparable then 6
                when status = 'fail' then 7
                else 8
            end,
            -- Where none agrees, the nearest that is printed is told; what is only put up with, is not.
            alternative >= {{ tolerated_alternative }},
            printed_cells = 0,
            excess,
            alternative
    ) = 1

),

final as (

    select
        document_id,
        rule_id,
        claim_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        status,
        case
            when status = 'rounding' then 'copy'
            when status = 'fail' and table_value <> 0 and (
                {%- for power in [1, 2, 3, 4, 8] %}
                abs(claim_value - table_value * 1{{ '0' * power }}) <= table_half_unit * 1{{ '0' * power }} + tolerance
                or abs(claim_value * 1{{ '0' * power }} - table_value) <= tolerance * 1{{ '0' * power }}
                {%- if not loop.last %} or{% endif %}
                {%- endfor %}
            ) and claim_value <> 0 then 'unit_slip'
        end as subtype,
        reason_code,
        case when status in ('pass', 'rounding', 'fail') then claim_value end as left_amount,
        case when status in ('pass', 'rounding', 'fail') then table_value end as right_amount,
        case when status in ('pass', 'rounding', 'fail') then difference end as difference,
        case when status in ('pass', 'rounding', 'fail') then tolerance end as tolerance,
        case when check_unit = '元' and value_unit <> '元' then '万元' else check_unit end as unit,
        table_code,
        page,
        source_locator,
        printed_text,
        case when printed_cells = 0 then '空(没有此科目)' when filled_cells = 0 then '空(未填列)' end as right_said,
        -- A text that repeats a wrong figure, or is compared with two tables, is wrong once.
        concat_ws('|', 'stated', topic_family, coalesce(nullif(account_code, ''), subject), claim_value) as cause_key,
        to_json(list_prepend(
            {{ told_item('printed_text') }},
            evidence
        )) as evidence
    from chosen

)

select * from final
union all by name
select document_id, rule_id, claim_key as subject, 'no_data' as status, 'account_unknown' as reason_code
from {{ ref('int_claims_without_account') }}
