-- I58: assets of a table are the sum of their kinds, and no more vehicles are of a kind than there are. Which lines, information_sums.csv says.
{{ information_sum_rule('I58') }}
