-- S10: a table below which is written that it has no data has none.
-- What says only 没有…支出 is held against the spending of the table, only 收入 against its income. A statement about
-- another table's money is no statement of this one: S11 says so.
with statements as (

    select
        *,
        regexp_replace(printed_text, '\s', '', 'g') as plain_text
    from {{ ref('fct_headings') }}
    where heading_kind in ('statement', 'note')
      and table_code in {{ tables_where("fund in ('general_public', 'government_fund', 'state_capital')") }}
      and read_status = 'confirmed'

),

-- Texts are the same in many documents: patterns are tried on each of them once.
denying_texts as (

    select
        kinds.plain_text,
        contains(kinds.plain_text, '收入') and not regexp_matches(kinds.plain_text, '支出|收支') as is_of_income,
        contains(kinds.plain_text, '支出') and not regexp_matches(kinds.plain_text, '收入|收支') as is_of_spending,
        regexp_matches(kinds.plain_text, '(?:本|此|该)表(?:没有|为空|无)(?:数据|数|表)?|空表(?:列示|公开)?') as is_of_whole_table,
        string_agg(subjects.table_codes, '|' order by subjects.subject_code) as table_codes
    from (select distinct plain_text from statements) as kinds
    -- A miss is a statement that names no budget: 本表无数据.
    left join {{ ref('note_subjects') }} as subjects on regexp_matches(kinds.plain_text, subjects.pattern)
    where not regexp_matches(kinds.plain_text, '如|若|应当|以下|其中')
    group by kinds.plain_text

),

denying as (

    select statements.*, denying_texts.is_of_income, denying_texts.is_of_spending
    from statements
    inner join denying_texts on statements.plain_text = denying_texts.plain_text
    where (denying_texts.table_codes is null or list_contains(string_split(denying_texts.table_codes, '|'), statements.table_code))
      and (
          denying_texts.is_of_whole_table
          or (
              statements.heading_kind = 'statement'
              and regexp_matches(statements.plain_text, '^(?:说明|注)?[0-9]?[：:]?[^，。；]{0,40}(?:没有|无)[^，。；]{0,12}(?:政府性基金|国有资本经营)[^，。；]{0,12}(?:收入|支出|收支)')
          )
      )

),

figures as (

    select
        *,
        coalesce(nullif(printed_label, ''), '合计') || ' ' || printed_text as said_zh,
        starts_with(column_code, 'income') as is_income,
        table_code = 'gk07' or regexp_matches(column_code, '^(?:total|basic|project)') as is_spending
    from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("fund in ('general_public', 'government_fund', 'state_capital')") }}
      and value_kind = 'money'
      and check_value <> 0

),

-- The first figure of each table, of its income and of its spending.
{% set wholes = {'any_figure': 'true', 'income': 'is_income', 'spending': 'is_spending'} %}
first_figures as (

    select
        document_id,
        table_code
        {%- for name, condition in wholes.items() %},
        min_by(said_zh, cell_no) filter (where {{ condition }}) as {{ name }}_zh,
        min_by({{ cell_item("'right'") }}, cell_no) filter (where {{ condition }}) as {{ name }}_item
        {%- endfor %}
    from figures
    group by document_id, table_code

),

contradicted as (

    select
        denying.*,
        tables.table_state,
        case when is_of_income then income_zh when is_of_spending then spending_zh else any_figure_zh end as figure_zh,
        case when is_of_income then income_item when is_of_spending then spending_item else any_figure_item end as item,
        figure_zh is not null as is_wrong,
        tables.table_zh || '之下写“' || denying.printed_text || '”,而表中 ' || figure_zh as said_zh
    from denying
    inner join {{ ref('fct_document_tables') }} as tables
        on denying.document_id = tables.document_id
        and denying.table_code = tables.table_code
    -- A miss is a table without a figure, as it says.
    left join first_figures
        on denying.document_id = first_figures.document_id
        and denying.table_code = first_figures.table_code

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        bool_or(is_wrong and table_state = 'confirmed') as is_wrong_for_certain,
        string_agg(said_zh, ';' order by heading_no) filter (where is_wrong) as detail_zh,
        {{ at_first(['printed_text', 'table_code', 'page', 'source_locator'], 'heading_no', 'is_wrong') }},
        to_json(coalesce(list(item order by heading_no) filter (where is_wrong), [])) as evidence
    from contradicted
    group by document_id

)

{% call document_rule('S10', 'no_statement', judged_by=['is_wrong', 'is_wrong_for_certain']) %}
    when not gathered.is_wrong then {{ ruling('pass') }}
    when not gathered.is_wrong_for_certain then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}
