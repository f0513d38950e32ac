-- N32: what the text lists under 人员经费 or 公用经费 was spent on: its row in gk06 is not zero or blank.
-- Names that are no account of the classification are left alone.
with statements as (

    select * from {{ ref('fct_statements') }}

),

-- Of an account that stands in two rows the one with money answers.
cells as (

    select *
    from {{ ref('fct_cells') }}
    where table_code = 'gk06' and column_code = 'basic'
    qualify row_number() over (
        partition by document_id, account_code order by coalesce(check_value, 0) = 0, row_no
    ) = 1

),

document_tables as (

    select * from {{ ref('fct_document_tables') }} where table_code = 'gk06'

),

-- Where the items of a class do not add up to it, the wrong cells are a finding; what they hold proves nothing.
doubtful as (

    select distinct document_id, left(split_part(subject, '/', 1), 3) as class_code
    from {{ ref('int_rule_linear_verdicts') }}
    where rule_id = 'I32' and status = 'fail'

),

listed as (

    select
        statements.*,
        cells.check_value,
        cells.row_no,
        cells.printed_text as cell_text,
        coalesce(document_tables.table_state, 'missing') in ('confirmed', 'unconfirmed') as is_read,
        coalesce(cells.read_status, 'confirmed') <> 'confirmed' as is_unconfirmed,
        doubtful.class_code is not null as is_doubtful
    from statements
    left join cells
        on statements.document_id = cells.document_id
        and statements.account_code = cells.account_code
    left join document_tables on statements.document_id = document_tables.document_id
    left join doubtful
        on statements.document_id = doubtful.document_id
        and left(statements.account_code, 3) = doubtful.class_code
    where statements.statement_kind = 'listed_item'

),

final as (

    select
        document_id,
        'N32' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        unnest(case
            when coalesce(account_code, '') = '' then {{ ruling('not_applicable', 'name_not_an_account') }}
            when not is_read then {{ ruling('no_data', 'table_not_read') }}
            when is_unconfirmed then {{ ruling('no_data', 'reading_unconfirmed') }}
            when is_doubtful then {{ ruling('no_data', 'table_does_not_add_up') }}
            when coalesce(check_value, 0) <> 0 then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        'gk06' as table_code,
        page,
        source_locator,
        printed_text,
        if(row_no is null, '没有此科目', '中为' || if(coalesce(cell_text, '') = '', '空(未填列)', ' ' || cell_text)) as detail_zh,
        'listing|' || base as cause_key,
        to_json([
            {{ told_item('printed_text', 'statement_key') }},
            {{ evidence_item("'right'", "'gk06'", "coalesce(cell_text, '')", 'null', 'null', 'row_no', 'account_code', "'basic'", 'subject') }}
        ]) as evidence
    from listed

)

select * from final
