-- K01: an account is printed under a name that belongs to its code.
-- Any name that the code had in any year counts; K02 says which of them are out of date. A name that merely looks
-- different (wrapped, cut off, printed over another) is not judged: half of its characters are enough.
-- The name of another code is an error; a name that nobody knows is a hint, for the list of names is not complete.
-- What is not in the list is compared with itself: one code under two names, each with two characters that the other lacks
-- (cut off, wrapped, in disorder it would have none of its own), has one name that is not its.
with cells as (

    select * from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item') and account_code is not null and printed_label <> ''

),

names as (

    select function_code as account_code, function_name as account_name from {{ ref('dim_functional_account') }}
    union
    select economic_code, economic_name from {{ ref('dim_economic_account') }}
    union
    select old_code, old_name_zh from {{ ref('account_crosswalk') }}

),

comparable_names as (

    select distinct account_code, {{ comparable_name('account_name') }} as account_name from names

),

labels as (

    select
        document_id,
        account_code,
        printed_label,
        min(table_code) as table_code,
        count(distinct table_code) as tables,
        {{ at_first(['page', 'source_locator'], '(table_code, row_no, column_code)') }}
    from cells
    group by document_id, account_code, printed_label

),

-- A name is the same in thousands of documents: compared once.
distinct_names as (

    select account_code, printed_label, {{ comparable_name('printed_label') }} as label
    from (select distinct account_code, printed_label from labels) as pairs

),

compared as (

    select
        labels.*,
        count(known.account_name) as known_names,
        max_by(known.account_name, (jaccard(known.account_name, labels.label), known.account_name)) as nearest_name,
        coalesce(bool_or(
            known.account_name = labels.label
            or contains(known.account_name, labels.label)
            or contains(labels.label, known.account_name)
        ), false) as is_known,
        max(jaccard(known.account_name, labels.label)) as likeness
    from distinct_names as labels
    -- A miss is a code that is not in the list: K03 says so.
    left join comparable_names as known on labels.account_code = known.account_code
    group by all

),

judged as (

    select
        compared.*,
        case
            when not regexp_matches(label, '[^0-9A-Za-z.#]') then 'no_name_printed'
            when known_names = 0 then 'code_not_listed'
            when is_known then 'known_name'
            when exists (
                select 1 from comparable_names as other
                where other.account_name = compared.label and length(other.account_code) = length(compared.account_code)
            ) then 'name_of_other_code'
            when likeness >= 0.5 then 'alike'
            else 'unknown_name'
        end as reason_code
    from compared

),

-- The name that most tables print, for each that fewer print.
usual_names as (

    select document_id, account_code, printed_label as usual_label, {{ comparable_name('printed_label') }} as usual_name, tables
    from labels
    qualify tables > 1 and row_number() over (partition by document_id, account_code order by tables desc, table_code, printed_label) = 1

),

named_otherwise as (

    select labels.document_id, labels.account_code, labels.printed_label, usual_names.usual_label
    from labels
    inner join usual_names
        on labels.document_id = usual_names.document_id
        and labels.account_code = usual_names.account_code
        and labels.tables < usual_names.tables
    where length(translate({{ comparable_name('labels.printed_label') }}, usual_names.usual_name, '')) >= 2
      and length(translate(usual_names.usual_name, {{ comparable_name('labels.printed_label') }}, '')) >= 2

),

-- One verdict per account: what is worst about any of its labels.
ranked as (

    select
        labels.*,
        case
            when judged.reason_code in ('code_not_listed', 'alike') and named_otherwise.usual_label is not null then 'named_otherwise'
            else judged.reason_code
        end as reason_code,
        coalesce(named_otherwise.usual_label, judged.nearest_name) as nearest_name,
        row_number() over (
            partition by labels.document_id, labels.account_code
            order by
                case
                    when judged.reason_code = 'name_of_other_code' then 1
                    when judged.reason_code = 'unknown_name' or named_otherwise.usual_label is not null then 2
                    when judged.reason_code = 'code_not_listed' then 3
                    when judged.reason_code = 'no_name_printed' then 5
                    else 4
                end,
                labels.table_code,
                labels.printed_label
        ) as badness
    from labels
    inner join judged
        on labels.account_code = judged.account_code
        and labels.printed_label = judged.printed_label
    -- A miss is a name that no other table contradicts.
    left join named_otherwise
        on labels.document_id = named_otherwise.document_id
        and labels.account_code = named_otherwise.account_code
        and labels.printed_label = named_otherwise.printed_label
        and judged.reason_code in ('code_not_listed', 'alike')

),

final as (

    select
        document_id,
        'K01' as rule_id,
        account_code as subject,
        account_code || ' ' || printed_label as subject_zh,
        case
            when reason_code in ('name_of_other_code', 'unknown_name', 'named_otherwise') then 'fail'
            when reason_code in ('code_not_listed', 'no_name_printed') then 'no_data'
            else 'pass'
        end as status,
        case when reason_code in ('name_of_other_code', 'unknown_name', 'named_otherwise') then reason_code end as subtype,
        reason_code,
        case when reason_code = 'name_of_other_code' then 'warning' else 'notice' end as severity,
        '“' || nearest_name || '”' || if(reason_code = 'named_otherwise', '(本文件其他各表)', '') as detail_zh,
        printed_label as printed_text,
        table_code,
        page,
        source_locator
    from ranked
    where badness = 1

)

select * from final
