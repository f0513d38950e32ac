-- S08: who the cover, a table head, a heading or a note names is who the document is of.
-- Only names that end like an organization are compared; one that is part of the other is the same, shortened. Cover and
-- table heads print abbreviations (发改委): there a name is another only where it shares no telling character, or where most
-- table heads print one name and neither of the two is an abbreviation of the other (its characters in their order).
{% set generic = '省市县区镇乡州盟旗局委员会办公室处所站中心机关事部院厅人民政府共国' -%}
with documents as (

    select document_id, regexp_replace(organization_name, '[（(]本级[)）]$', '') as organization_name
    from {{ ref('dim_judged_document') }}
    where organization_name is not null

),

named as (

    select
        *,
        case heading_kind
            when 'part' then regexp_extract(
                replace(printed_text, ' ', ''), '^第[一二三四五六七八九十]+部分(.+?)(?:20[0-9]{0,2}年|概况)', 1
            )
            when 'cover' then regexp_extract(
                regexp_replace(printed_text, '\s|[（(]公?章[)）]', '', 'g'), '^(.+?)(?:20[0-9]{2}年|(?:部门|单位)?决算)', 1
            )
            when 'table_head' then regexp_extract(
                regexp_replace(printed_text, '\s|[（(]公?章[)）]', '', 'g'), '[:：](.+?)(?:20[0-9]{2}年|(?:金额)?单位[:：]|$)', 1
            )
            else regexp_extract(
                replace(printed_text, ' ', ''), '^(?:说明|注)[0-9]?[：:](.+?)(?:本年度|20[0-9]{2}年|没有|无政府性|无国有|无“?三公)', 1
            )
        end as printed_name
    from {{ ref('fct_headings') }}
    where heading_kind in ('cover', 'part', 'table_head', 'note', 'statement')

),

comparable as (

    select *
    from named
    where length(printed_name) >= 4
      and regexp_matches(printed_name, '(局|委员会|委|办公室|办事处|政府|法院|检察院|院|厅|部|中心|学校|大学|学院|会|站|所|馆|队|团)$')
      and not regexp_matches(printed_name, '^(本|我|该|全|各)')

),

-- The name over most of the tables, where it is over more than half of them.
usual_heads as (

    select document_id, printed_name as usual_name, count(*) as heads, sum(heads) over (partition by document_id) as all_heads
    from comparable
    where heading_kind = 'table_head'
    group by document_id, printed_name
    qualify heads >= 3 and 2 * heads > all_heads

),

judged as (

    select
        documents.document_id,
        documents.organization_name,
        count(comparable.printed_name) as names_printed,
        {{ at_first(['comparable.printed_text', 'comparable.printed_name', 'comparable.table_code', 'comparable.page', 'comparable.source_locator'], 'comparable.heading_no', 'is_other') }}
    from documents
    -- A miss is a document that names nobody in its headings.
    left join (
        select
            comparable.*,
            not contains(comparable.printed_name, owners.organization_name)
            and not contains(owners.organization_name, comparable.printed_name)
            and (
                comparable.heading_kind not in ('cover', 'table_head')
                or (
                    length(translate(comparable.printed_name, '{{ generic }}', '')) >= 2
                    and translate(comparable.printed_name, owners.organization_name || '{{ generic }}', '')
                    = translate(comparable.printed_name, '{{ generic }}', '')
                )
                or (
                    comparable.heading_kind = 'table_head'
                    and contains(usual_heads.usual_name, owners.organization_name)
                    and not {{ abbreviates('comparable.printed_name', 'usual_heads.usual_name') }}
                    and not {{ abbreviates('usual_heads.usual_name', 'comparable.printed_name') }}
                )
            ) as is_other
        from comparable
        inner join documents as owners on comparable.document_id = owners.document_id
        -- A miss is a document whose tables name no one organization.
        left join usual_heads on comparable.document_id = usual_heads.document_id
    ) as comparable on documents.document_id = comparable.document_id
    group by documents.document_id, documents.organization_name

),

final as (

    select
        document_id,
        'S08' as rule_id,
        'document' as subject,
        unnest(case
            when names_printed = 0 then {{ ruling('no_data', 'no_name_printed') }}
            when printed_name is not null then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        '“' || printed_name || '”,本文件为“' || organization_name || '”' as detail_zh,
        printed_text,
        table_code,
        page,
        source_locator
    from judged

)

select * from final
