-- P20: what goes far beyond its target, scores in full and is explained by nothing: the target was set too low, or another
-- quantity was put beside it. One notice of a document.
with far_beyond as (

    select *
    from {{ ref('int_performance_indicators') }}
    where is_confirmed
      and target_operator in ('>=', '>')
      and target_unit = actual_unit
      and target_number > 0
      and actual_number >= target_number * {{ threshold('P20', 'times_target') }}
      and weight > 0
      and score >= weight
      and coalesce(deviation_note, '') = ''

),

gathered as (

    select
        document_id,
        string_agg('“' || printed_label || '”指标值 ' || target || ',实际完成 ' || actual, ';' order by row_no) as listed,
        {{ at_first(['page', 'source_locator', 'actual as printed_text'], 'row_no') }},
        to_json(list({{ evidence_item("'left'", "'jx01'", 'actual', page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'actual'", printed_label='printed_label') }} order by row_no)) as evidence
    from far_beyond
    group by document_id

),

final as (

    select
        forms.document_id,
        'P20' as rule_id,
        'document' as subject,
        unnest(case
            when gathered.document_id is null then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        'jx01' as table_code,
        gathered.page,
        gathered.source_locator,
        gathered.printed_text,
        gathered.listed as detail_zh,
        gathered.evidence
    from (select distinct document_id from {{ ref('int_performance_projects') }}) as forms
    left join gathered on forms.document_id = gathered.document_id

)

select * from final
union all by name
{{ without_forms('P20') }}
