-- Y02: 年初财政拨款结转和结余 opens the year with what the year before closed with.
-- The closing of last year may have been corrected since (treasury recall, adjustments): it is a question to ask.
{{ carry_over_verdicts('Y02', 'gk04', 'total') }}
