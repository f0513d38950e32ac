-- A10: 行政运行 is basic expenditure and 一般行政管理事务 is projects, by what the classification says of them.
{{ nature_rule('A10', 'gk05') }}
