-- One row per disclosure × cause that a revision of it shows, for open documents: what there is to act on.
-- One verdict speaks for its cause, with its own two sides; the others are its members (fct_finding_checks).
with members as (

    select * from {{ ref('int_cause_members') }}

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

cells as (

    select * from {{ ref('fct_cells') }}

),

evidence as (

    select
        document_id,
        rule_id,
        subject,
        {{ at_first(['source_locator', 'printed_text'], "(case side when 'left' then 1 else 2 end, table_code, row_no, column_code)") }}
    from {{ ref('int_doubted_cells') }}
    -- Only of what is shown: the others would be gathered to be thrown away.
    semi join members using (document_id, rule_id, subject)
    where side <> 'condition'
    group by document_id, rule_id, subject

),

columns as (

    select * from {{ ref('dim_table_column') }}

),

table_names as (

    select document_id, table_code, table_zh from {{ ref('fct_document_tables') }}

),

causes as (

    select
        document_id,
        root_cause_id,
        count(*) as members,
        -- Where every member is accepted by itself, so is what they are members of.
        coalesce(
            max(finding_waived_by),
            if(bool_and(waived_by is not null), string_agg(distinct waived_by, '、' order by waived_by), null)
        ) as waived_by
    from members
    group by document_id, root_cause_id

),

-- Rounding, largest first in each unit: percentages and scores are not yuan.
roundings as (

    select
        document_id,
        unit,
        max_by(
            ltrim(difference_text, '−'),
            {'size': abs(difference), 'printed': printed_unit}
        ) as largest
    from members
    where status = 'rounding'
    group by document_id, unit

),

rounding_sizes as (

    select document_id, string_agg(largest, '、' order by unit is distinct from '元', unit) as largest
    from roundings
    group by document_id

),

rounding_tables as (

    select document_id, string_agg(table_zh, '、' order by table_code) as tables_zh
    from (
        select distinct
            members.document_id,
            item.table_code as table_code,
            coalesce(table_names.table_zh, words.label_zh) as table_zh
        from members
        cross join unnest(from_json(evidence, '[{"side":"VARCHAR","table_code":"VARCHAR"}]')) as items (item)
        left join table_names
            on members.document_id = table_names.document_id
            and item.table_code = table_names.table_code
        left join {{ ref('words') }} as words
            on words.vocabulary = 'table'
            and item.table_code = words.code
        where status = 'rounding' and item.side <> 'condition'
    )
    group by document_id

),

items as (

    select
        document_id,
        root_cause_id,
        item_no,
        count(*) as members
    from members
    group by document_id, root_cause_id, item_no

),

-- What each item says, with what it is put down to.
told as (

    select
        members.document_id,
        members.root_cause_id,
        members.item_no,
        members.bundle_code,
        rules.cannot_tell_zh,
        case
            when members.status = 'rounding' then members.message_zh
            else members.message_zh
                || case
                    when members.cause_zh is not null
                        then '。' || case when items.members > 1 then items.members || ' 条规则同此原因:' else '' end
                            || members.cause_zh
                    when members.cause_row_no is not null
                        then '。' || items.members || ' 条规则指向同一单元格:' || concat_ws(
                            ' ',
                            table_names.table_zh,
                            cells.account_code,
                            nullif(cells.printed_label, ''),
                            columns.column_label,
                            coalesce('印为 ' || nullif(cells.printed_text, ''), '为空')
                        )
                        -- What one cell would have to be is a question: the printed figure stays.
                        || ',应为 ' || {{ money_text('coalesce(cells.check_value, 0) + members.cause_change', "if(cells.check_unit = '元', cells.printed_unit, cells.check_unit)") }} || '?'
                    when items.members > 1 then '(同类共 ' || items.members || ' 处)'
                    else ''
                end
        end as message_zh
    from members
    inner join rules on members.rule_id = rules.rule_id
    inner join items
        on members.document_id = items.document_id
        and members.root_cause_id = items.root_cause_id
        and members.item_no = items.item_no
    -- A miss is a cause that is not one cell.
    left join cells
        on members.document_id = cells.document_id
        and members.cause_table_code = cells.table_code
        and members.cause_row_no = cells.row_no
        and members.cause_column_code = cells.column_code
    left join table_names
        on members.document_id = table_names.document_id
        and members.cause_table_code = table_names.table_code
    left join columns
        on members.form = columns.form
        and cells.table_code = columns.table_code
        and cells.column_code = columns.column_code
    where members.item_member_no = 1

),

listed as (

    select
        told.document_id,
        told.root_cause_id,
        count(*) as items,
        min(bundles.label_zh) as bundle_zh,
        min(told.message_zh) filter (where told.item_no = 1) as first_zh,
        string_agg(told.item_no || '. ' || rtrim(told.message_zh, '。'), ';' order by told.item_no) as items_zh,
        string_agg(distinct told.cannot_tell_zh, ';' order by told.cannot_tell_zh) as cannot_tell_zh
    from told
    -- A miss is a cause that is no bundle of notices.
    left join (select code, label_zh from {{ ref('words') }} where vocabulary = 'notice_bundle') as bundles
        on told.bundle_code = bundles.code
    group by told.document_id, told.root_cause_id

),

voiced as (

    select * from members where member_no = 1

),

-- What an earlier or later revision of the same disclosure says of the same finding.
revisions as (

    select
        voiced.*,
        lag(revision) over (partition by disclosure_id, finding_id order by revision, document_id) as seen_in_revision,
        row_number() over (partition by disclosure_id, finding_id order by is_current desc, revision desc, document_id desc) as recency
    from voiced

),

final as (

    select
        revisions.finding_id,
        revisions.disclosure_id,
        revisions.document_id,
        revisions.fiscal_year,
        revisions.rule_id,
        revisions.subject,
        revisions.subject_zh,
        case
            when not revisions.is_current then 'corrected'
            when revisions.seen_in_revision is not null then 'persisting'
            else 'new'
        end as state,
        revisions.severity,
        revisions.status,
        revisions.subtype,
        case
            when revisions.status = 'rounding' then '尾差'
            when listed.items > 1 then listed.bundle_zh
            else rules.title_zh
        end as title_zh,
        revisions.left_amount,
        revisions.right_amount,
        revisions.difference,
        revisions.unit,
        revisions.printed_unit,
        revisions.left_text,
        revisions.right_text,
        revisions.difference_text,
        coalesce(revisions.cause_table_code, revisions.table_code) as table_code,
        coalesce(table_names.table_zh, revisions.table_zh) as table_zh,
        revisions.cause_row_no as row_no,
        revisions.cause_column_code as column_code,
        coalesce(cells.printed_label, '') as printed_label,
        coalesce(cells.printed_text, evidence.printed_text, revisions.printed_text) as printed_text,
        coalesce(cells.page, revisions.page) as page,
        coalesce(cells.source_locator, evidence.source_locator, revisions.source_locator) as source_locator,
        revisions.root_cause_id,
        cast(causes.members as integer) as verdicts_of_cause,
        cast(listed.items as integer) as items,
        case
            when revisions.status = 'rounding'
                then '尾差 ' || causes.members || ' 处,' || if(causes.members > 1, '最大 ', '') || rounding_sizes.largest
                    || if(causes.members > 1, ',均', ',') || '在取整到末位的容许之内(涉及' || rounding_tables.tables_zh || ')。'
                    || if(causes.members > 1, '最大的一处:', '') || revisions.message_zh
            when listed.items > 1
                then listed.bundle_zh || ' ' || listed.items || ' 项,共 ' || causes.members || ' 处:' || listed.items_zh
            else listed.first_zh
        end as message_zh,
        if(listed.items > 1, several.label_zh, revisions.next_step_zh) as next_step_zh,
        wording.certainty_zh,
        listed.cannot_tell_zh,
        causes.waived_by,
        revisions.evidence
    from revisions
    inner join rules on revisions.rule_id = rules.rule_id
    inner join causes
        on revisions.document_id = causes.document_id
        and revisions.root_cause_id = causes.root_cause_id
    inner join listed
        on revisions.document_id = listed.document_id
        and revisions.root_cause_id = listed.root_cause_id
    inner join {{ ref('words') }} as several on several.vocabulary = 'next_step' and several.code = 'notices'
    inner join {{ ref('int_verdict_words') }} as wording
        on revisions.document_id = wording.document_id
        and revisions.rule_id = wording.rule_id
        and revisions.subject = wording.subject
    -- Misses are documents without rounding.
    left join rounding_sizes on revisions.document_id = rounding_sizes.document_id
    left join rounding_tables on revisions.document_id = rounding_tables.document_id
    -- A miss is a verdict whose evidence is no cell.
    left join evidence
        on revisions.document_id = evidence.document_id
        and revisions.rule_id = evidence.rule_id
        and revisions.subject = evidence.subject
    -- A miss is a cause that is not one cell.
    left join cells
        on revisions.document_id = cells.document_id
        and revisions.cause_table_code = cells.table_code
        and revisions.cause_row_no = cells.row_no
        and revisions.cause_column_code = cells.column_code
    left join table_names
        on revisions.document_id = table_names.document_id
        and revisions.cause_table_code = table_names.table_code
    where revisions.recency = 1

)

select * from final
