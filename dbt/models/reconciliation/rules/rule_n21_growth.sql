-- N21: a growth rate is the change over the year before, which is this year less the change.
{{ percent_rule('N21') }}
