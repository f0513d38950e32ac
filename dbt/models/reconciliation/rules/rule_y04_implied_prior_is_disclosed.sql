-- Y04: this year less the change that the narrative prints is what the year before disclosed.
-- Last year's figures may have been restated since (reform, merger): a question to ask, and a notice.
with changes as (

    select * from {{ ref('fct_narrative_changes') }}

),

pairs as (

    select * from {{ ref('dim_judged_document') }}

),

totals as (

    unpivot {{ ref('fct_department_totals') }}
    on columns(* exclude (document_id))
    into name measure value amount

),

compared as (

    select
        changes.*,
        pairs.previous_document_id,
        pairs.no_previous_reason,
        pairs.fiscal_year,
        this_year.amount as this_amount,
        last_year.amount as last_amount,
        this_year.amount - changes.change_amount as implied,
        -- Three figures of the same unit were rounded.
        3 * changes.half_unit as tolerance
    from changes
    inner join pairs on changes.document_id = pairs.document_id
    -- Misses are totals that a table does not print.
    left join totals as this_year
        on changes.document_id = this_year.document_id
        and changes.measure = this_year.measure
    left join totals as last_year
        on pairs.previous_document_id = last_year.document_id
        and changes.measure = last_year.measure

),

judged as (

    select
        *,
        case
            when previous_document_id is null then no_previous_reason
            when this_amount is null or last_amount is null then 'total_not_printed'
        end as no_data_reason,
        implied - last_amount as difference
    from compared

),

final as (

    select
        document_id,
        'Y04' as rule_id,
        measure as subject,
        '情况说明 ' || split_part(claim_key, '|', 3) as subject_zh,
        unnest(case
            when no_data_reason is not null then {{ ruling('no_data', because="no_data_reason") }}
            when difference = 0 then {{ ruling('pass') }}
            when abs(difference) <= tolerance then {{ ruling('rounding') }}
            else {{ ruling('fail') }}
        end),
        case when no_data_reason is null and difference <> 0 and abs(difference) <= tolerance then 'copy' end as subtype,
        case when no_data_reason is null then implied end as left_amount,
        case when no_data_reason is null then last_amount end as right_amount,
        case when no_data_reason is null then difference end as difference,
        case when no_data_reason is null then tolerance end as tolerance,
        if(value_unit = '元', '元', '万元') as unit,
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        (fiscal_year - 1) || '年度' as detail_zh,
        -- Income and expenditure totals are one figure told once.
        'implied_prior|' || implied as cause_key,
        to_json([{{ evidence_item("'left'", "'claims'", 'printed_text || value_unit', 'page', 'source_locator', 'null', 'claim_key') }}]) as evidence
    from judged

)

select * from final
