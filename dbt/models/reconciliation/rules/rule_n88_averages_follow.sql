-- N88: 接待32人次，人均50元: an average follows from some total and some count of its paragraph. The reader tries all of them and
-- leaves out standards and what was estimated. One notice of a document: what the average is of may stand elsewhere.
{% call statement_rule('N88', ['told_average'], "direction = 'differs'", separator='、') %}
    subject || if(subject like '%得分', '', ' ') || printed_text
{% endcall %}
