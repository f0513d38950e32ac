-- One row per failed verdict × cell that it looked at: of arithmetic between cells, with what one more there adds to
-- (left - right); of what is said about figures (of the narrative, of another year), without. A statement about a figure of the narrative
-- looks at the cells which that figure is compared with.
with rules as (

    select
        rule_id,
        relation,
        check_kind,
        check_kind in ('sum', 'copy') as is_arithmetic
    from {{ ref('rule_catalog') }}
    where check_kind in ('sum', 'copy', 'claim', 'claim_sum')
       or rule_id in (select rule_id from {{ ref('following_rules') }})

),

verdicts as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        verdicts.evidence,
        rules.is_arithmetic
    from {{ ref('int_rule_verdicts') }} as verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    where verdicts.status = 'fail'

),

arithmetic as (

    select
        document_id,
        rule_id,
        subject,
        true as is_arithmetic,
        table_code,
        row_no,
        row_key,
        column_code,
        case side when 'left' then weight else -weight end as slope,
        coalesce(check_value, 0) as printed_value
    from {{ ref('int_doubted_cells') }}
    semi join verdicts using (document_id, rule_id, subject)
    where side <> 'condition'

),

said as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        item
    from verdicts
    cross join unnest(from_json(verdicts.evidence, {{ evidence_type() }})) as items (item)
    where not verdicts.is_arithmetic

),

told as (

    select distinct document_id, rule_id, subject, item.row_key as claim_key
    from said
    where item.table_code = 'claims'

),

pointed as (

    select document_id, rule_id, subject, item from said
    union all
    select told.document_id, told.rule_id, told.subject, item
    from told
    inner join {{ ref('int_claim_references') }} as sources
        on told.document_id = sources.document_id
        and told.claim_key = sources.claim_key
    cross join unnest(sources.evidence) as items (item)

),

following as (

    select distinct
        document_id,
        rule_id,
        subject,
        false as is_arithmetic,
        item.table_code as table_code,
        item.row_no as row_no,
        item.row_key as row_key,
        item.column_code as column_code,
        cast(null as integer) as slope,
        cast(null as decimal(28, 2)) as printed_value
    from pointed
    where item.table_code <> 'claims' and item.column_code is not null

),

final as (

    select * from arithmetic
    union all by name
    select * from following

)

select * from final
