-- One row per failed or rounded verdict with the one cause it is put down to: a table out of step, else what explains it
-- among single rows and cells, else itself. All rounding of a document is one cause, and so are its notices of one kind
-- (notice_bundles): single_cause_id tells apart what each of them is put down to.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status in ('fail', 'rounding')

),

documents as (

    select * from {{ ref('dim_document') }}

),

-- Two rows with each other's figures explain what they fail in, whatever else is wrong with their table.
exchanged as (

    select * from {{ ref('int_exchanged_rows') }}

),

singles as (

    select * from {{ ref('int_single_causes') }} anti join exchanged using (document_id, rule_id, subject)

),

tables as (

    select * from {{ ref('int_table_causes') }} anti join exchanged using (document_id, rule_id, subject)

),

-- Where nothing else is known, the table that the failures of a cause have most in common.
suspects as (

    select document_id, cause_name, table_code
    from {{ ref('int_blamed_tables') }}
    where is_arithmetic and not is_undecided
    group by document_id, cause_name, table_code
    qualify row_number() over (partition by document_id, cause_name order by count(*) desc, table_code) = 1

),

table_names as (

    select * from {{ ref('fct_document_tables') }}

),

caused as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        verdicts.status = 'fail' and verdicts.severity = 'notice' as is_notice,
        documents.disclosure_id,
        case
            when verdicts.status = 'rounding'
                then {{ stable_id('rc_', ['documents.disclosure_id', "'rounding'"]) }}
            when exchanged.cause_name is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', 'exchanged.cause_name']) }}
            when tables.table_code is not null
                then {{ stable_id('rc_', ['documents.disclosure_id', "'table'", 'tables.table_code']) }}
            else {{ stable_id('rc_', ['documents.disclosure_id', 'singles.cause_name']) }}
        end as single_cause_id,
        if(
            tables.table_code is null,
            coalesce(exchanged.table_code, singles.table_code, suspects.table_code),
            if(tables.is_table_certain, tables.table_code, null)
        ) as cause_table_code,
        if(tables.table_code is null, singles.row_no, null) as cause_row_no,
        if(tables.table_code is null and singles.row_no is not null, singles.column_code, null) as cause_column_code,
        try_cast(if(tables.table_code is null, singles.repair, null) as decimal(18, 2)) as cause_change,
        if(exchanged.cause_name is not null, 'exchanged_rows', coalesce(tables.cause_kind, singles.cause_kind)) as cause_kind,
        -- Blank where it is put down to no whole table.
        tables.is_table_certain,
        case
            when exchanged.cause_name is not null then exchanged.cause_zh
            when tables.table_code is not null then tables.cause_zh
            when singles.cause_kind = 'repeated'
                then table_names.table_zh || '科目 ' || singles.account_code || ' 印了不止一行'
            when singles.cause_kind = 'shift' then singles.shift_zh
            when singles.cause_kind = 'absent'
                then table_names.table_zh || '未列科目 ' || singles.account_code || ';补列后有关的勾稽关系成立'
            when singles.cause_kind = 'blank_total'
                then table_names.table_zh || '的合计没有填数,而各类有数;按各类之和补填后有关的勾稽关系成立'
        end as cause_zh
    from verdicts
    inner join documents on verdicts.document_id = documents.document_id
    -- Misses: rounding has no other cause; most verdicts have nothing to do with a table out of step.
    left join exchanged
        on verdicts.document_id = exchanged.document_id
        and verdicts.rule_id = exchanged.rule_id
        and verdicts.subject = exchanged.subject
    left join singles
        on verdicts.document_id = singles.document_id
        and verdicts.rule_id = singles.rule_id
        and verdicts.subject = singles.subject
    left join tables
        on verdicts.document_id = tables.document_id
        and verdicts.rule_id = tables.rule_id
        and verdicts.subject = tables.subject
    left join suspects
        on singles.document_id = suspects.document_id
        and singles.cause_name = suspects.cause_name
    left join table_names
        on verdicts.document_id = table_names.document_id
        and singles.table_code = table_names.table_code

),

-- What only makes one wonder is gone through once, not rule by rule; a cause with a warning in it stays by itself.
bundled as (

    select
        caused.*,
        first_value(bundles.bundle_code) over single_cause as bundle_of_cause,
        bool_and(caused.is_notice) over (partition by caused.document_id, caused.single_cause_id) as is_bundled
    from caused
    inner join {{ ref('rule_catalog') }} as rules on caused.rule_id = rules.rule_id
    -- A miss is a family whose notices stay findings of their own.
    left join {{ ref('notice_bundles') }} as bundles on rules.family = bundles.family
    window single_cause as (
        partition by caused.document_id, caused.single_cause_id
        order by rules.rule_order, caused.subject
    )

),

final as (

    select
        bundled.* exclude (is_notice, disclosure_id, bundle_of_cause, is_bundled),
        if(bundled.is_bundled, bundled.bundle_of_cause, null) as bundle_code,
        if(
            bundle_code is null,
            bundled.single_cause_id,
            {{ stable_id('rc_', ['bundled.disclosure_id', "'notices'", 'bundled.bundle_of_cause']) }}
        ) as root_cause_id
    from bundled

)

select * from final
