-- N20: a share is the stated part of the stated whole, within what rounding allows.
{{ percent_rule('N20') }}
