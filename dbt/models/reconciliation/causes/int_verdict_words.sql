-- One row per failed or rounded verdict: what its message calls the tables and the two sides, how an empty side is told,
-- the next step where its kind asks for another than its rule's, and how sure it is.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status in ('fail', 'rounding')

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

sides as (

    select * from {{ ref('rule_sides') }}

),

causes as (

    select * from {{ ref('int_root_causes') }}

),

shifted as (

    select * from {{ ref('int_shifted_columns') }}

),

absent as (

    select * from {{ ref('int_absent_accounts') }}

),

certainties as (

    select * from {{ ref('words') }} where vocabulary = 'certainty'

),

next_steps as (

    select * from {{ ref('words') }} where vocabulary = 'next_step'

),

table_names as (

    select
        document_id
        {%- for table_code in account_tables() %},
        max(table_zh) filter (where table_code = '{{ table_code }}') as {{ table_code }}
        {%- endfor %}
    from {{ ref('fct_document_tables') }}
    group by document_id

),

cells as (

    select
        document_id,
        rule_id,
        subject,
        count(*) filter (where side = 'left') as left_cells,
        count(*) filter (where side = 'left' and cell_state = 'value') as left_values,
        count(*) filter (where side = 'right') as right_cells,
        count(*) filter (where side = 'right' and cell_state = 'value') as right_values
    from {{ ref('int_doubted_cells') }}
    semi join verdicts using (document_id, rule_id, subject)
    where side <> 'condition'
    group by document_id, rule_id, subject

),

described as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        rules.message_zh as message_template,
        rules.next_step_zh as step_of_rule,
        sides.left_zh,
        sides.right_zh,
        -- A sum over blanks counts as zero; nobody printed that zero.
        case
            when rules.check_kind not in ('sum', 'copy') then verdicts.left_said
            when coalesce(cells.left_cells, 0) = 0 then '空(未列出)'
            when cells.left_values = 0 then '空(未填列)'
        end as left_said,
        case
            when rules.check_kind not in ('sum', 'copy') then verdicts.right_said
            when coalesce(cells.right_cells, 0) = 0 then '空(未列出)'
            when cells.right_values = 0 then '空(未填列)'
        end as right_said,
        case
            when verdicts.status = 'rounding' then 'rounding'
            when causes.cause_kind = 'exchanged_rows' then 'exchanged_rows'
            when causes.cause_kind = 'unit' then 'unit_of_table'
            when causes.is_table_certain is not null then 'out_of_step'
            when verdicts.subtype in ('unit_slip', 'truncated') then verdicts.subtype
            when verdicts.cause_key is not null and rules.check_kind <> 'claim_sum' then null
            when shifted.document_id is not null then 'shifted_column'
            when absent.document_id is not null then 'absent_account'
            when causes.cause_row_no is not null then 'one_cell'
            when verdicts.subtype in ('left_blank', 'right_blank') then 'blank'
            when rules.check_kind in ('sum', 'claim_sum') and {{ is_money_unit('verdicts.unit') }}
                and abs(verdicts.difference) <= greatest(2 * verdicts.tolerance, cast(0.05 as decimal(3, 2)))
                then 'last_digits'
        end as next_step,
        case
            when verdicts.status = 'rounding' then 'rounding'
            when coalesce(verdicts.severity, rules.severity) = 'notice' then 'notice'
            when causes.is_table_certain then 'one_table'
            when causes.is_table_certain is not null then 'either_table'
            when causes.cause_zh is not null then 'mended'
            when causes.cause_row_no is not null then 'one_cell'
            when rules.check_kind in ('sum', 'copy', 'claim', 'claim_sum') then 'alone'
            else 'printed'
        end as certainty
    from verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    inner join causes
        on verdicts.document_id = causes.document_id
        and verdicts.rule_id = causes.rule_id
        and verdicts.subject = causes.subject
    -- Misses: rules whose message names its sides itself; verdicts without cells; causes of another kind.
    left join sides on verdicts.rule_id = sides.rule_id
    left join cells
        on verdicts.document_id = cells.document_id
        and verdicts.rule_id = cells.rule_id
        and verdicts.subject = cells.subject
    left join shifted
        on verdicts.document_id = shifted.document_id
        and verdicts.rule_id = shifted.rule_id
        and verdicts.subject = shifted.subject
    left join absent
        on verdicts.document_id = absent.document_id
        and verdicts.rule_id = absent.rule_id
        and verdicts.subject = absent.subject

),

named as (

    select
        described.* exclude (message_template),
        replace(replace(message_template, '{left_zh}', coalesce(left_zh, '')), '{right_zh}', coalesce(right_zh, '')) as template
    from described

),

final as (

    select
        named.document_id,
        named.rule_id,
        named.subject,
        {{ fill_table_names('named.template', 'table_names') }} as message_template,
        named.left_said,
        named.right_said,
        coalesce(next_steps.label_zh, named.step_of_rule) as next_step_zh,
        certainties.label_zh as certainty_zh
    from named
    inner join certainties on named.certainty = certainties.code
    inner join table_names on named.document_id = table_names.document_id
    -- A miss is a verdict that its rule's own next step fits.
    left join next_steps on named.next_step = next_steps.code

)

select * from final
