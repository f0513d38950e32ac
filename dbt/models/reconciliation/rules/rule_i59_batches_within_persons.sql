-- I59: no table counts more visits than visitors, nor more groups than travellers. Which lines, information_sums.csv says.
{{ information_sum_rule('I59') }}
