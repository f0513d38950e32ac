-- I55: the 三公 expenditure of a table by lines is the sum of its items. Which lines, information_sums.csv says.
{{ information_sum_rule('I55') }}
