{# The first eight of what a group lists, in order, and how many there are where there are more. #}
{% macro listed_few(item, order, where='true') -%}
    array_to_string(list_slice(list({{ item }} order by {{ order }}) filter (where {{ where }}), 1, 8), '、')
    || if(count(*) filter (where {{ where }}) > 8, ' 等 ' || count(*) filter (where {{ where }}) || ' 个', '')
{%- endmacro %}
