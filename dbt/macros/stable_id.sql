{# Sixteen hex digits that stay the same for the same parts, in every run, revision and release. #}
{% macro stable_id(prefix, parts) -%}
    '{{ prefix }}' || left(sha256(concat_ws('|', {{ parts | join(', ') }})), 16)
{%- endmacro %}
