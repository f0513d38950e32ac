{# What people call a table: 公开03表 for gk03. The same words as dagster_project/report/data/words.csv. #}
{% macro table_name_zh(table_code) -%}
    case
        when starts_with({{ table_code }}, 'gk') then '公开' || right({{ table_code }}, 2) || '表'
        when {{ table_code }} = 'claims' then '情况说明'
        when {{ table_code }} = 'headings' then '标题与说明'
        when {{ table_code }} = 'jx01' then '项目支出绩效自评表'
        else {{ table_code }}
    end
{%- endmacro %}
