-- N28: an account path of the text (类 / 款 / 项) exists in the tables or in the list of accounts of that year.
-- A name nobody knows may be an old one or a slip of the pen: a notice. One that was given up before the year names its
-- account all the same; it is told which name replaced it. So does a text that goes through accounts one by one and gives
-- the figure of the one that is left, and of no other, to a name that is none.
with claims as (

    select * from {{ ref('fct_claims') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N28'

),

renamed as (

    select
        new_code,
        changed_in_or_before_year,
        new_name_zh,
        {{ comparable_name('old_name_zh') }} as old_name
    from {{ ref('account_crosswalk') }}
    where classification = 'functional'
      -- 公共安全 for 公共安全支出: 支出 may be left out.
      and regexp_replace({{ comparable_name('old_name_zh') }}, '支出$', '') <> regexp_replace({{ comparable_name('new_name_zh') }}, '支出$', '')

),

parts as (

    select document_id, claim_key, account_code, unnest(string_split(subject, '/')) as part
    from claims
    where coalesce(account_code, '') <> '' and contains(subject, '/')

),

outdated as (

    select
        parts.document_id,
        parts.claim_key,
        string_agg(distinct '“' || parts.part || '”现为“' || renamed.new_name_zh || '”', ';' order by '“' || parts.part || '”现为“' || renamed.new_name_zh || '”') as detail_zh
    from parts
    inner join {{ ref('dim_document') }} as documents on parts.document_id = documents.document_id
    inner join renamed
        on starts_with(parts.account_code, renamed.new_code)
        and regexp_replace(parts.part, '支出$', '') = regexp_replace(renamed.old_name, '支出$', '')
        and documents.fiscal_year >= renamed.changed_in_or_before_year
    -- A table that prints the old name itself is K02's. Of all accounts few were ever renamed.
    anti join (
        select document_id, account_code, printed_label
        from {{ ref('fct_cells') }}
        where account_code in (select new_code from renamed)
    ) as cells
        on parts.document_id = cells.document_id
        and renamed.new_code = cells.account_code
        and {{ comparable_name('cells.printed_label') }} = renamed.old_name
    group by parts.document_id, parts.claim_key

),

known_subjects as (

    select distinct subject from {{ ref('claim_subjects') }}

),

nameless as (

    select claims.*
    from claims
    anti join known_subjects on claims.subject = known_subjects.subject
    where claims.claim_kind = 'amount'
      and claims.metric = 'final'
      and claims.topic_family = 'general_public'
      and coalesce(claims.account_code, '') = ''
      and coalesce(claims.base, '') <> '上年'
      and not contains(claims.subject, '/')

),

told_accounts as (

    select distinct document_id, account_code
    from claims
    where claim_kind = 'amount' and metric = 'final' and length(account_code) = 7

),

going_through as (

    select document_id
    from told_accounts
    group by document_id
    having count(*) >= {{ threshold('N28', 'least_accounts') }}

),

items as (

    select cells.*, told_accounts.account_code is not null as is_told
    from {{ ref('fct_cells') }} as cells
    inner join going_through on cells.document_id = going_through.document_id
    -- A miss is an account that the text does not tell.
    left join told_accounts
        on cells.document_id = told_accounts.document_id
        and cells.account_code = told_accounts.account_code
    where cells.table_code in ('gk05', 'gk11')
      and cells.column_code = 'total'
      and cells.row_role = 'item'
      and cells.read_status = 'confirmed'
      and cells.check_value >= {{ threshold('N28', 'least_amount') }}

),

misnamed as (

    select
        nameless.document_id,
        nameless.claim_key,
        '表中这个数是 ' || min(items.account_code || ' ' || items.printed_label) || ' 的' as detail_zh
    from nameless
    inner join items
        on nameless.document_id = items.document_id
        and abs(nameless.check_value - items.check_value) <= nameless.half_unit + items.half_unit
    group by nameless.document_id, nameless.claim_key
    having count(distinct items.account_code) = 1 and not bool_or(items.is_told)

),

final as (

    select
        claims.document_id,
        'N28' as rule_id,
        claims.claim_key as subject,
        '情况说明 ' || claims.subject || coalesce('(旧名称:' || outdated.detail_zh || ')', '(' || misnamed.detail_zh || ')', '') as subject_zh,
        unnest(case
            when misnamed.claim_key is not null then {{ ruling('fail') }}
            when not contains(claims.subject, '/') and coalesce(claims.account_code, '') = '' then {{ ruling('not_applicable', 'no_account_named') }}
            when outdated.claim_key is not null then {{ ruling('fail', 'former_name') }}
            when coalesce(claims.account_code, '') = '' then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        claims.page,
        claims.source_locator,
        claims.subject as printed_text,
        'account_path|' || claims.subject as cause_key,
        to_json([{{ told_item('claims.subject', told='claims') }}]) as evidence
    from claims
    inner join subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key
    -- A miss is a path without a former name in it.
    left join outdated
        on claims.document_id = outdated.document_id
        and claims.claim_key = outdated.claim_key
    left join misnamed
        on claims.document_id = misnamed.document_id
        and claims.claim_key = misnamed.claim_key

)

select * from final
