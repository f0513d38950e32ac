{# The tables that messages name: {gk01} in a template is what the document calls that table. #}
{% macro account_tables() -%}
    {{ return(['gk01', 'gk02', 'gk03', 'gk04', 'gk05', 'gk06', 'gk07', 'gk08', 'gk09', 'gk10']) }}
{%- endmacro %}

{# ``template`` with the names of a document, a column of ``names`` per table, in place of its table codes. #}
{% macro fill_table_names(template, names) -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for table_code in account_tables() -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ table_code ~ "}', coalesce(" ~ names ~ "." ~ table_code ~ ", ''))" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}

{# A text in which files of an extract (gk03.csv) are called by their table; ``names`` as above. #}
{% macro name_extract_files(text, names) -%}
    {%- set named = namespace(sql=text) -%}
    {%- for table_code in account_tables() -%}
        {%- set named.sql = "replace(" ~ named.sql ~ ", '" ~ table_code ~ ".csv', " ~ names ~ "." ~ table_code ~ " || '的提取文件')" -%}
    {%- endfor -%}
    {{ named.sql }}
{%- endmacro %}

{# Places of a text for people: p6 is page 6, L12-L14 are lines. The same as place_name in contract/words.py. #}
{% macro places_zh(text) -%}
    regexp_replace(regexp_replace(regexp_replace(regexp_replace({{ text }},
        '\bL([0-9]+)-L([0-9]+)\b', '第 \1—\2 行', 'g'),
        '\bL([0-9]+)\b', '第 \1 行', 'g'),
        '\bp([0-9]+)-p([0-9]+)\b', '第 \1—\2 页', 'g'),
        '\bp([0-9]+)\b', '第 \1 页', 'g')
{%- endmacro %}
