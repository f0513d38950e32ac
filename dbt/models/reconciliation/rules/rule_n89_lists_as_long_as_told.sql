-- N89: 所属事业站所5个，分别是：…: a list has as many names as the text says before it. 和 may be part of a name: between the fewest
-- and the most names that a list can have, any number will do. 上述10个项目 are as many as were told before, or several of those
-- together. One notice of a document.
{% call statement_rule('N89', ['told_list', 'told_again'], "direction = 'differs'", separator='、') %}
    subject || printed_text || if(statement_kind = 'told_again', ',后文写为 ', ',列出 ') || base || ' 个'
{% endcall %}
