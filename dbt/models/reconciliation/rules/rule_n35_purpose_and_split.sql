-- N35: 主要用于…基本支出 stands at an account without project spending, and the other way round. Wording: a notice.
with statements as (

    select * from {{ ref('fct_statements') }}

),

cells as (

    select * from {{ ref('fct_cells') }} where table_code = 'gk05'

),

splits as (

    select
        document_id,
        account_code,
        coalesce(max(check_value) filter (where column_code = 'basic'), 0) as basic,
        coalesce(max(check_value) filter (where column_code = 'project'), 0) as project,
        min(printed_unit) as printed_unit,
        not coalesce(bool_or(cell_state = 'value') filter (where column_code = 'basic'), false) as is_basic_blank,
        not coalesce(bool_or(cell_state = 'value') filter (where column_code = 'project'), false) as is_project_blank
    from cells
    where account_code <> ''
    group by document_id, account_code

),

final as (

    select
        statements.document_id,
        'N35' as rule_id,
        statements.statement_key as subject,
        concat_ws(' ', '情况说明', nullif(statements.account_code, ''), statements.subject) as subject_zh,
        unnest(case
            when splits.account_code is null then {{ ruling('no_data', 'account_not_in_table') }}
            when statements.base = 'basic' and splits.project <> 0 then {{ ruling('fail') }}
            when statements.base = 'project' and splits.basic <> 0 then {{ ruling('fail') }}
            when statements.base = 'both' and (splits.basic = 0 or splits.project = 0) then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        splits.basic as left_amount,
        splits.project as right_amount,
        splits.printed_unit as unit,
        if(splits.is_basic_blank, '空(未填列)', null) as left_said,
        if(splits.is_project_blank, '空(未填列)', null) as right_said,
        'gk05' as table_code,
        statements.page,
        statements.source_locator,
        case statements.base when 'basic' then '基本支出' when 'project' then '项目支出' else '基本支出、项目支出' end as printed_text,
        'purpose_wording' as cause_key,
        to_json([{{ told_item("coalesce(nullif(statements.excerpt, ''), statements.subject)", 'statement_key', 'statements') }}]) as evidence
    from statements
    semi join {{ ref('int_model_subjects') }} as subjects
        on statements.document_id = subjects.document_id
        and statements.statement_key = subjects.subject
        and subjects.rule_id = 'N35'
    left join splits
        on statements.document_id = splits.document_id
        and statements.account_code = splits.account_code

)

select * from final
