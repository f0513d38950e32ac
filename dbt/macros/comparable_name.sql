{#
  An account name or label without spaces, quotes, list marks, codes, 其中: and kinds of brackets: what account_name in
  dagster_project/reading/narrative/claims/names.py makes of the names in a text. A name that is nothing else stays as it is.
#}
{% macro comparable_name(expression) -%}
    coalesce(nullif(regexp_replace(
        regexp_replace(
            translate({{ expression }}, '():,／' || {{ "$$“”‘’\"'＂＇「」『』﹁﹂﹃﹄〝〞〟`´｀$$" }}, '（）：，/'),
            '\s', '', 'g'
        ),
        '^(?:其中：|[一二三四五六七八九十]{1,3}[、．.]|（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,2}[.．、）]|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|(?:（[0-9]{3,7}）|[0-9]{3,7})[、．.]?)*',
        ''
    ), ''), {{ expression }})
{%- endmacro %}
