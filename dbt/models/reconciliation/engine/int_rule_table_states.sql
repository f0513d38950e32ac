-- One row per document × linear rule: does a table that it reads stand in the way, whatever the subject?
-- What a missing table means is said per term in rule_terms; here it is only looked up.
{{ config(materialized='view') }}

with document_rules as (

    select document_id, rule_id from {{ ref('int_document_rules') }} where check_kind in ('sum', 'copy')

),

terms as (

    select distinct rule_id, table_code, when_table_absent from {{ ref('rule_terms') }}

),

known_tables as (

    select distinct table_code from {{ ref('table_layouts') }}

),

judged as (

    select
        document_rules.document_id,
        document_rules.rule_id,
        document_tables.table_state,
        case
            when known_tables.table_code is null then 'no_data:unknown_table'
            when coalesce(document_tables.table_state, 'not_required') = 'not_required'
                then 'not_applicable:table_not_required'
            when document_tables.table_state = 'missing' and terms.when_table_absent is distinct from 'zero'
                then if(terms.when_table_absent = 'not_applicable', 'not_applicable:', 'no_data:') || 'table_missing'
            when document_tables.table_state = 'not_read' then 'no_data:table_not_read'
        end as obstacle
    from document_rules
    inner join terms on document_rules.rule_id = terms.rule_id
    left join known_tables on terms.table_code = known_tables.table_code
    left join {{ ref('fct_document_tables') }} as document_tables
        on document_rules.document_id = document_tables.document_id
        and terms.table_code = document_tables.table_code

),

final as (

    select
        document_id,
        rule_id,
        {{ first_obstacles('obstacle') }},
        bool_or(coalesce(table_state = 'unconfirmed', false)) as is_unconfirmed
    from judged
    group by document_id, rule_id

)

select * from final
