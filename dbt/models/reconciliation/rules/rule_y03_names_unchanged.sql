-- Y03: an account has the name that the same organization printed for its code the year before.
-- Names that the crosswalk says were changed in between are lawful; the class lines of totals are left to K02.
with pairs as (

    select * from {{ ref('dim_judged_document') }}

),

labels as (

    select
        document_id,
        account_code,
        {{ comparable_name('printed_label') }} as label,
        min(printed_label) as printed_label,
        min(table_code) as table_code,
        {{ at_first(['page', 'source_locator'], '(table_code, row_no, column_code)') }}
    from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape = 'by_function' and fund in ('all', 'general_public')") }}
      and row_role in ('section', 'item')
      and account_code is not null
      and printed_label <> ''
    group by document_id, account_code, {{ comparable_name('printed_label') }}

),

crosswalk as (

    select old_code as account_code, {{ comparable_name('old_name_zh') }} as old_name from {{ ref('account_crosswalk') }}

),

changed as (

    select
        pairs.document_id,
        this_year.account_code,
        this_year.printed_label,
        last_year.printed_label as previous_label,
        this_year.table_code,
        this_year.page,
        this_year.source_locator
    from pairs
    inner join labels as this_year on pairs.document_id = this_year.document_id
    inner join labels as last_year
        on pairs.previous_document_id = last_year.document_id
        and this_year.account_code = last_year.account_code
    where jaccard(this_year.label, last_year.label) < 0.5
      and not contains(this_year.label, last_year.label)
      and not contains(last_year.label, this_year.label)
      and not exists (
          select 1 from crosswalk
          where crosswalk.account_code = this_year.account_code and crosswalk.old_name = last_year.label
      )

),

listed as (

    select
        document_id,
        string_agg(account_code || ' 上年“' || previous_label || '”,本年“' || printed_label || '”', ';' order by account_code, printed_label, previous_label) as detail_zh,
        {{ at_first(['printed_label as printed_text', 'table_code', 'page', 'source_locator'], '(account_code, printed_label, previous_label)') }}
    from changed
    group by document_id

),

final as (

    select
        pairs.document_id,
        'Y03' as rule_id,
        'document' as subject,
        unnest(case
            when pairs.previous_document_id is null then {{ ruling('no_data', because='pairs.no_previous_reason') }}
            when listed.document_id is not null then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        listed.* exclude (document_id)
    from pairs
    -- A miss is a document whose names have not changed.
    left join listed on pairs.document_id = listed.document_id

)

select * from final
