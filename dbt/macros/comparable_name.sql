{# An account name or label without spaces, enumerator, 其中: and kinds of brackets. #}
{% macro comparable_name(expression) -%}
    regexp_replace(
        translate(replace({{ expression }}, ' ', ''), '():,', '（）：，'),
        '^(其中：)?([一二三四五六七八九十]+、|[0-9]+[.、．])?',
        ''
    )
{%- endmacro %}
