{# Whether a name is made of characters of another, in their order: 发改委 of 发展和改革委员会. #}
{% macro abbreviates(short, long) -%}
    regexp_matches({{ long }}, regexp_replace(regexp_replace({{ short }}, '[^\p{L}\p{N}]', '', 'g'), '(.)', '\1.*', 'g'))
{%- endmacro %}
