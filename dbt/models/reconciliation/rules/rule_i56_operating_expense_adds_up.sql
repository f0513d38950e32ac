-- I56: 机关运行经费 of a table is that of its administrative units and those like them. Which lines, information_sums.csv says.
{{ information_sum_rule('I56') }}
