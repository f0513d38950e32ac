-- N89: 所属事业站所5个，分别是：…: a list has as many names as the text says before it. 和 may be part of a name: between the fewest
-- and the most names that a list can have, any number will do. One notice of a document.
{% call statement_rule('N89', ['told_list'], "direction = 'differs'", separator='、') %}
    subject || printed_text || ',列出 ' || base || ' 个'
{% endcall %}
