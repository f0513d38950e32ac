-- X57: self-evaluations and purchases of services that are printed as a list, a row for each project, are kept as printed:
-- each rate is executed ÷ budget of its row, no score is above its weight, scores add up to 总分 where their weights do, and the
-- text says of a project, of the whole and of all that was purchased what the list says. A project that is in two rows is left out.
with figures as (

    select * from {{ ref('int_kept_evaluations') }}

),

-- What is bought is no evaluation, but printed as such lists are.
bought as (

    select cells.*, {{ own_head('cells.printed_header') }} as head
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('fct_document_tables') }} as tables
        on cells.document_id = tables.document_id
        and cells.table_code = tables.table_code
    where starts_with(cells.table_code, 'other_')
      and tables.table_state = 'confirmed'
      and contains(tables.title, '政府购买服务')

),

twice as (

    select document_id, label
    from figures
    where figure in ('executed', 'score')
    group by document_id, label
    having max(row_no) <> min(row_no) or max(table_code) <> min(table_code)

),

-- Each figure with those of its row that it is measured by. 10% is a weight of all, not of this score, and 1.2万册 is none.
measured as (

    select
        figures.*,
        min_by(figures, cell_no) filter (where figure = 'executed') over of_row as executed,
        min_by(figures, cell_no) filter (where figure = 'budget') over of_row as budget,
        min_by(figures, cell_no) filter (where figure = 'weight' and regexp_matches(own_text, '^[\d.]+分?$')) over of_row as weight
    from figures
    window of_row as (partition by document_id, table_code, row_no)

),

rates as (

    select
        *,
        coalesce(
            {{ percent_status('executed.check_value', 'executed.half_unit', 'budget.check_value', 'budget.half_unit', 'number', 'decimals') }} = 'fail',
            false
        ) as is_wrong,
        printed_label || ' 的' || head || '印为 ' || printed_text || ',而 ' || executed.own_text || ' ÷ ' || budget.own_text || ' = ' || {{ percent('executed.check_value', 'budget.check_value') }} || '%' as said_zh
    from measured
    where figure = 'rate'
      and executed.value_kind = 'money'
      and budget.value_kind = 'money'
      and budget.check_value > 0

),

scores as (

    select *, regexp_full_match(label, '总分|合计|总计|总得分|综合得分') as is_total
    from measured
    where figure = 'score'
      and weight is not null

),

weighed as (

    select
        *,
        number > weight.number as is_wrong,
        printed_label || ' 得分 ' || own_text || ',高于分值 ' || weight.own_text as said_zh
    from scores

),

-- Where the weights of all rows make up that of 总分, no row was left out, and so do the scores.
added as (

    select
        document_id,
        table_code,
        sum(number) filter (where not is_total) as total_score,
        max(decimals) filter (where not is_total) as most_decimals,
        count(*) filter (where not is_total) as rows_added
    from scores
    group by document_id, table_code
    having count(*) filter (where is_total) = 1
       and count(*) filter (where not is_total) > 2
       and sum(weight.number) filter (where not is_total) = sum(weight.number) filter (where is_total)

),

score_sums as (

    select
        scores.*,
        -- Scores are printed to their last digit; only where they have decimals were they rounded.
        added.rows_added * if(added.most_decimals > 0, {{ half_digit('added.most_decimals') }}, 0) + if(scores.decimals > 0, {{ half_digit('scores.decimals') }}, 0) as slack,
        abs(added.total_score - scores.number) > slack as is_wrong,
        scores.printed_label || ' 得分印为 ' || scores.own_text || ',各行得分之和为 ' || rtrim(rtrim(cast(added.total_score as varchar), '0'), '.') as said_zh
    from scores
    inner join added
        on scores.document_id = added.document_id
        and scores.table_code = added.table_code
    where scores.is_total

),

told as (

    select
        *,
        {{ plain_project('subject') }} as project,
        if(metric = 'executed', 'executed', 'score') as figure
    from {{ ref('fct_claims') }}
    where (metric = 'executed' and claim_kind = 'amount') or metric = 'self_evaluation_score'

),

projects as (

    select
        figures.*,
        case figures.figure
            when 'executed' then abs(told.check_value - figures.check_value) > told.half_unit + figures.half_unit
            else abs(told.value_numeric - figures.number) > {{ half_digit('least(told.printed_decimals, figures.decimals)') }}
        end as is_wrong,
        figures.printed_label || ' 的' || figures.head || '印为 ' || figures.printed_text || ',正文写为 ' || told.printed_text || coalesce(told.value_unit, '') as said_zh
    from measured as figures
    inner join told
        on figures.document_id = told.document_id
        and figures.label = told.project
        and figures.figure = told.figure
    anti join twice
        on figures.document_id = twice.document_id
        and figures.label = twice.label
    -- Beside a weight of 10 it is the score of the execution alone.
    where if(figures.figure = 'score', coalesce(figures.weight.number >= 100, true), figures.value_kind = 'money')
    -- Told twice, one of them is the list's: what the text says of itself is another rule's.
    qualify not bool_or(not is_wrong) over (partition by figures.document_id, figures.label, figures.figure) or not is_wrong

),

-- 部门整体支出绩效自评得分97.25分: 总分 of the one table that evaluates the whole.
wholes as (

    select
        score_totals.*,
        abs(told.value_numeric - score_totals.number) > {{ half_digit('least(told.printed_decimals, score_totals.decimals)') }} as is_wrong,
        score_totals.printed_label || ' 得分印为 ' || score_totals.own_text || ',正文写为 ' || told.printed_text || coalesce(told.value_unit, '') as said_zh
    from (
        select scores.*
        from scores
        inner join {{ ref('fct_document_tables') }} as tables
            on scores.document_id = tables.document_id
            and scores.table_code = tables.table_code
        where scores.is_total
          and regexp_matches(tables.title, '(?:部门|单位)?整体(?:支出)?绩效')
          and scores.weight.number = 100
        qualify count(*) over (partition by scores.document_id) = 1
    ) as score_totals
    inner join {{ ref('fct_claims') }} as told
        on score_totals.document_id = told.document_id
        and told.topic = 'performance_whole'
        and told.metric = 'self_evaluation_score'
        and regexp_matches(told.subject, '整体')
    qualify not bool_or(not is_wrong) over (partition by score_totals.document_id) or not is_wrong

),

services as (

    select
        bought.*,
        told.check_value as told_value,
        abs(told.check_value - bought.check_value) > told.half_unit + bought.half_unit as is_wrong,
        '政府购买服务合计印为 ' || bought.printed_text || ',正文写为 ' || told.printed_text || told.value_unit as said_zh
    from bought
    inner join {{ ref('fct_claims') }} as told
        on bought.document_id = told.document_id
        and told.claim_kind = 'amount'
        and coalesce(told.base, '') = ''
        and regexp_full_match(told.subject, '(?:本部门|本单位|全年|20\d\d年度?)?政府购买服务(?:支出|金额|总额|经费)?')
    where regexp_full_match(regexp_replace(bought.printed_label, '\s', '', 'g'), '合计|总计')
      and bought.cell_state = 'value'
      and bought.value_kind = 'money'
      and not contains(bought.head, '预算')
    qualify count(*) over (partition by bought.document_id, bought.table_code) = 1

),

compared as (
{% for judged in ['rates', 'weighed', 'score_sums', 'projects', 'wholes', 'services'] %}
    select
        document_id,
        table_code,
        cell_no,
        check_value,
        -- Of scores and rates the message says both sides.
        {{ 'told_value' if judged == 'services' else 'cast(null as decimal(18, 2))' }} as right_amount,
        check_value - right_amount as difference,
        cast(null as decimal(18, 2)) as tolerance,
        printed_text,
        page,
        source_locator,
        is_wrong,
        said_zh,
        [{{ cell_item("'left'", judged) }}] as items
    from {{ judged }}
    {{ 'union all' if not loop.last }}
{% endfor %}
),

final as (

    {{ kept_table_rule('X57') }}

)

select * from final
