{# Chinese name of a row role, for formulas. #}
{% macro role_name_zh(role) -%}
    case {{ role }}
        when 'class' then '类'
        when 'section' then '款'
        when 'item' then '项'
        when 'line' then '各行'
        when 'of_which' then '其中各行'
        when 'carry_over' then '结转各行'
        when 'total' then '合计'
    end
{%- endmacro %}
