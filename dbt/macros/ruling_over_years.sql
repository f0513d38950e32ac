{#-
    The branches of a rule that compares a table with that of the year before: `listed` has a row of each document in which
    something differs, `this_state` and `last_state` say whether the tables were read, and how surely.
-#}
{% macro ruling_over_years() -%}
    when coalesce(this_state.table_state, 'missing') in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || coalesce(this_state.table_state, 'missing')") }}
    when coalesce(last_state.table_state, 'missing') in ('missing', 'not_read') then {{ ruling('no_data', because="'previous_table_' || coalesce(last_state.table_state, 'missing')") }}
    when listed.document_id is null then {{ ruling('pass') }}
    when 'unconfirmed' in (this_state.table_state, last_state.table_state) then {{ ruling('no_data', 'reading_unconfirmed') }}
    else {{ ruling('fail') }}
{%- endmacro %}
