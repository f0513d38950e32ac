{# The cells of verdicts, gathered: one row per verdict that weighed any, with the evidence as JSON and what stands first
   in it (left before right, as printed). Blank cells are named only where something is wrong: a pass over blanks needs no
   list of them. Only of the verdicts that are asked for: gathered for all, it is most of the work and most of the release. #}
{% macro gathered_evidence(verdicts, cells) -%}
    {%- set left_first = "(case side when 'left' then 1 when 'right' then 2 else 3 end, table_code, row_no, column_code)" -%}
    select
        document_id,
        rule_id,
        subject,
        -- Text per cell, then joined: a sorted list of structs needs twice the time and half as much memory again.
        cast('[' || string_agg(
            cast(to_json({{ evidence_item('side', 'table_code', 'printed_text', 'page', 'source_locator', 'row_no', 'row_key', 'column_code', 'printed_label', 'weight') }}) as varchar),
            ',' order by side, table_code, row_no, column_code
        ) || ']' as json) as evidence,
        {{ at_first(['printed_unit', 'table_code'], left_first) }},
        -- A subject is <row>, <column> or <row>/<column>: how people call its row.
        {{ at_first(["printed_label as row_label"], left_first, "row_key = split_part(subject, '/', 1)") }}
    from (
        select evidence.*
        from {{ cells }} as evidence
        inner join {{ verdicts }} as wanted
            on evidence.document_id = wanted.document_id
            and evidence.rule_id = wanted.rule_id
            and evidence.subject = wanted.subject
        where evidence.cell_state = 'value'
           or wanted.status in ('fail', 'rounding', 'no_data')
    ) as shown_cells
    group by document_id, rule_id, subject
{%- endmacro %}
