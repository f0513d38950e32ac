{#
  What kept_table_rule judges of sums: cells of the CTE ``kept`` beside what ``added`` says of them (right_amount, half_units,
  evidence), which is called ``sum_zh``.
#}
{% macro kept_sums(sum_zh) -%}
    select
        kept.*,
        added.right_amount,
        kept.check_value - added.right_amount as difference,
        kept.half_unit + added.half_units as tolerance,
        abs(difference) > tolerance as is_wrong,
        case when kept.code = 'total' then '合计' when starts_with(kept.code, 'row:') then kept.printed_label else kept.code || ' ' || kept.printed_label end || if(kept.printed_header <> '', '(' || kept.printed_header || ')', '')
        || ' 印为 ' || kept.printed_text || ',{{ sum_zh }}为 ' || {{ money_text('added.right_amount', 'kept.printed_unit') }} as said_zh,
        list_prepend({{ cell_item("'left'", 'kept') }}, coalesce(added.evidence, [])) as items
    from kept
    inner join added
        on kept.document_id = added.document_id
        and kept.cell_no = added.cell_no
{%- endmacro %}
