{# What is known of a text: what its reader said, or, of an extract from before readers said it, what its place tells. #}
{% macro text_read_status() -%}
    coalesce(read_status, if({{ is_from_pixels() }}, 'unconfirmed', 'confirmed'))
{%- endmacro %}

{# Whether a place was read from pixels: the end of its locator, written for people, is the only trace in gkNN.csv. #}
{% macro is_from_pixels() -%}
    coalesce(contains(source_locator, '（图像）'), false)
{%- endmacro %}
