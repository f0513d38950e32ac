-- P13: what the narrative says of a project is what its form prints: budget, executed, rate and score.
-- Both sides may be rounded, each to its own last digit. A power of ten between them is named as a slip of the unit.
with projects as (

    select
        *,
        {{ plain_project('project_name') }} as plain_name,
        -- Of two forms with the same name the text may mean either.
        count(*) over (partition by document_id, {{ plain_project('project_name') }}) = 1 as is_only_one
    from {{ ref('int_performance_projects') }}

),

figures as (

    {% for figure, column, name, unit in [
        ('budgeted', 'budgeted', '年初预算数', '元'),
        ('full_year_budget', 'full_year_budget', '全年预算数', '元'),
        ('executed', 'executed', '全年执行数', '元'),
        ('execution_percent', 'execution_percent', '执行率', '%'),
        ('score', 'total_score', '自评得分', '分'),
    ] %}
    select
        document_id, project_key, project_name, plain_name, page, is_head_confirmed, is_only_one,
        '{{ figure }}' as figure, '{{ name }}' as figure_zh, {% if unit == '元' %}printed_unit{% else %}'{{ unit }}'{% endif %} as unit,
        cast({{ column }} as decimal(28, 2)) as printed,
        -- Half of the last digit: of the project's money, of a rate as printed, of a score with two decimals.
        {% if unit == '元' %}half_unit{% elif unit == '%' %}{{ half_digit('coalesce(execution_decimals, 2)') }}{% else %}0{% endif %} as half_unit,
        {% if figure == 'score' %}source_locator{% else %}funds_locator{% endif %} as source_locator
    from projects
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

claims as (

    select
        *,
        {{ plain_project('subject') }} as plain_name,
        case
            when metric = 'budget' and claim_kind = 'amount' and base = '年初预算' then 'budgeted'
            -- Of a budget that is only called 预算 nobody can say which it is.
            when metric = 'budget' and claim_kind = 'amount' and regexp_matches(base, '^(全年|调整)') then 'full_year_budget'
            when metric = 'executed' and claim_kind = 'amount' then 'executed'
            when metric = 'executed' and claim_kind = 'execution_rate' and base is distinct from '年初预算' then 'execution_percent'
            when metric = 'self_evaluation_score' then 'score'
        end as figure,
        case
            when claim_kind = 'execution_rate' then {{ half_digit('printed_decimals') }}
            else half_unit
        end as own_half
    from {{ ref('fct_claims') }}
    where topic_family = 'performance'
      and metric in ('budget', 'executed', 'self_evaluation_score')

),

joined as (

    select
        figures.*,
        claims.claim_key,
        claims.check_value as said,
        claims.printed_text || coalesce(claims.value_unit, '') as said_text,
        claims.page as said_page,
        claims.source_locator as said_locator,
        claims.check_value - figures.printed as difference,
        figures.half_unit + claims.own_half as allowed,
        -- Wide enough for a product with 100,000,000.
        cast(claims.check_value as decimal(28, 2)) as wide_said,
        cast(figures.printed as decimal(28, 2)) as wide_printed,
        cast(figures.half_unit + claims.own_half as decimal(28, 2)) as wide_allowed
    from figures
    -- A miss is a figure that the narrative does not tell. Told twice, the one farther off speaks.
    left join claims
        on figures.document_id = claims.document_id
        and figures.plain_name = claims.plain_name
        and figures.figure = claims.figure
        and figures.is_only_one
    qualify row_number() over (
        partition by figures.document_id, figures.project_key, figures.figure
        order by abs(claims.check_value - figures.printed) desc nulls last, claims.claim_no
    ) = 1

),

judged as (

    select
        *,
        -- 10, 100 … 100,000,000 between both sides, whichever is the larger.
        (
            select min(exponent)
            from (select exponent, cast(power(10, exponent) as decimal(12, 0)) as factor from unnest([1, 2, 3, 4, 6, 8]) as powers (exponent))
            where unit in ('元', '万元') and printed <> 0
              and (
                abs(wide_said - wide_printed * factor) <= wide_allowed * factor
                or abs(wide_said * factor - wide_printed) <= wide_allowed * factor
              )
        ) as exponent
    from joined

),

final as (

    select
        document_id,
        'P13' as rule_id,
        project_key || '/' || figure as subject,
        project_name || ' ' || figure_zh as subject_zh,
        unnest(case
            when printed is null then {{ ruling('no_data', 'not_in_form') }}
            when not is_only_one then {{ ruling('no_data', 'name_repeated') }}
            when said is null then {{ ruling('no_data', 'not_in_text') }}
            when abs(difference) <= allowed then {{ ruling('pass') }}
            when not is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        case
            when printed is not null and said is not null and abs(difference) > allowed and exponent is not null then 'unit_slip'
        end as subtype,
        said as left_amount,
        printed as right_amount,
        difference as difference,
        allowed as tolerance,
        unit,
        'jx01' as table_code,
        coalesce(said_page, page) as page,
        coalesce(said_locator, source_locator) as source_locator,
        said_text as printed_text,
        -- A slip of the unit is one cause, whichever rule stumbles over it.
        case when exponent is not null then 'unit_slip|' || project_name end as cause_key,
        case when exponent is not null then ',恰为 10 的 ' || exponent || ' 次方倍,疑为单位印错' else '' end as detail_zh,
        to_json([
            {{ evidence_item("'left'", "'claims'", 'said_text', page='said_page', source_locator='said_locator', row_key='claim_key') }},
            {{ evidence_item("'right'", "'jx01'", money_text('printed', 'unit'), page='page', source_locator='source_locator', row_key='project_key', column_code='figure', printed_label='project_name') }}
        ]) as evidence
    from judged

)

select * from final
union all by name
{{ without_forms('P13') }}
