-- One row per disclosure × cause that a revision of it shows, for open documents: what there is to act on.
-- The verdict of the first rule in the catalogue speaks for its cause; the others are counted.
with verdicts as (

    select * from {{ ref('rule_verdicts') }} where root_cause_id is not null

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

gate as (

    select * from {{ ref('document_gate') }} where gate_status = 'open'

),

documents as (

    select * from {{ ref('dim_document') }}

),

cells as (

    select * from {{ ref('fct_cells') }}

),

evidence as (

    select
        document_id,
        rule_id,
        subject,
        min_by(source_locator, case side when 'left' then 1 else 2 end) as source_locator,
        min_by(printed_text, case side when 'left' then 1 else 2 end) as printed_text
    from {{ ref('rule_evidence') }}
    where side <> 'condition'
    group by document_id, rule_id, subject

),

columns as (

    select * from {{ ref('dim_table_column') }}

),

waivers as (

    select * from {{ ref('finding_waivers') }}

),

-- What all verdicts of a cause rest on: rounding of many sums is one finding with all its cells.
cause_evidence as (

    select
        document_id,
        root_cause_id,
        to_json(list_sort(list_distinct(flatten(list(
            from_json(evidence, {{ evidence_type() }})
        ))))) as evidence
    from verdicts
    group by document_id, root_cause_id

),

ranked as (

    select
        verdicts.*,
        rules.rule_order,
        rules.title_zh,
        rules.next_step_zh,
        rules.cannot_tell_zh,
        documents.revision,
        documents.is_current,
        documents.disclosure_id,
        documents.form,
        count(*) over (partition by verdicts.document_id, verdicts.root_cause_id) as verdicts_of_cause,
        -- A failed verdict speaks before a rounded one, then the catalogue's order decides.
        row_number() over (
            partition by verdicts.document_id, verdicts.root_cause_id
            order by verdicts.status, rules.rule_order, verdicts.subject_column is distinct from 'total', verdicts.subject
        ) as voice
    from verdicts
    inner join gate on verdicts.document_id = gate.document_id
    inner join documents on verdicts.document_id = documents.document_id
    inner join rules on verdicts.rule_id = rules.rule_id

),

voiced as (

    select * from ranked where voice = 1

),

-- What an earlier or later revision of the same disclosure says of the same finding.
revisions as (

    select
        voiced.*,
        lag(revision) over (partition by disclosure_id, finding_id order by revision, document_id) as seen_in_revision,
        max(revision) over (partition by disclosure_id) as latest_revision,
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
        revisions.title_zh,
        revisions.left_amount,
        revisions.right_amount,
        revisions.difference,
        revisions.unit,
        coalesce(revisions.cause_table_code, revisions.table_code) as table_code,
        revisions.cause_row_no as row_no,
        revisions.cause_column_code as column_code,
        coalesce(cells.printed_label, '') as printed_label,
        coalesce(cells.printed_text, evidence.printed_text, revisions.printed_text) as printed_text,
        coalesce(cells.page, revisions.page) as page,
        coalesce(cells.source_locator, evidence.source_locator, revisions.source_locator) as source_locator,
        revisions.root_cause_id,
        cast(revisions.verdicts_of_cause as integer) as verdicts_of_cause,
        revisions.message_zh
            || case
                when revisions.cause_zh is not null
                    then '。' || case when revisions.verdicts_of_cause > 1 then revisions.verdicts_of_cause || ' 条规则同此原因:' else '' end
                        || revisions.cause_zh
                when revisions.cause_table_code is not null
                    then '。' || revisions.verdicts_of_cause || ' 条规则指向同一单元格:' || concat_ws(
                        ' ',
                        cells.table_code,
                        cells.account_code,
                        nullif(cells.printed_label, ''),
                        columns.column_label,
                        coalesce(nullif(cells.printed_text, ''), '(空)')
                    )
                when revisions.verdicts_of_cause > 1 then '(同类共 ' || revisions.verdicts_of_cause || ' 处)'
                else ''
            end as message_zh,
        revisions.next_step_zh,
        revisions.cannot_tell_zh,
        waivers.waived_by,
        cause_evidence.evidence
    from revisions
    inner join cause_evidence
        on revisions.document_id = cause_evidence.document_id
        and revisions.root_cause_id = cause_evidence.root_cause_id
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
    left join columns
        on revisions.form = columns.form
        and cells.table_code = columns.table_code
        and cells.column_code = columns.column_code
    -- A waiver accepts printed values, not a finding for ever: it lapses when either side changes.
    left join waivers
        on revisions.finding_id = waivers.finding_id
        and revisions.left_amount is not distinct from waivers.left_amount
        and revisions.right_amount is not distinct from waivers.right_amount
    where revisions.recency = 1

)

select * from final
