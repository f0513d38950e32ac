{#
  The name of a project without quotes, list marks, spaces, kinds of brackets and 项目 at its end: a text prints “城乡‘两癌’救助
  项目” where the form prints 城乡“两癌”救助, and 2.防汛抗旱项目 in a list.
#}
{% macro plain_project(expression) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                translate({{ expression }}, '()[]＋－／０１２３４５６７８９' || {{ "$$“”‘’\"'＂＇「」『』﹁﹂﹃﹄〝〞〟`´｀《》〈〉·•$$" }}, '（）（）+-/0123456789'),
                '\s', '', 'g'
            ),
            '^(?:(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})、|[0-9]{1,2}[.．]|（[一二三四五六七八九十0-9]{1,3}）|[①-⑳⑴-⒇⒈-⒛㈠-㈩])+', ''
        ),
        '(?:支出)?项目$', ''
    )
{%- endmacro %}
