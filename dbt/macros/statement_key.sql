{# What a statement is called among the subjects of rules: stays the same in a revision that says the same. #}
{% macro statement_key() -%}
    concat_ws('|', topic, statement_kind, coalesce(nullif(account_code, ''), nullif(subject, '')), nullif(base, ''), 's' || statement_no)
{%- endmacro %}
