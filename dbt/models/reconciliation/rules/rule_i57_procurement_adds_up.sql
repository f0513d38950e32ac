-- I57: procurement of a table is goods, works and services. Which lines, information_sums.csv says.
{{ information_sum_rule('I57') }}
