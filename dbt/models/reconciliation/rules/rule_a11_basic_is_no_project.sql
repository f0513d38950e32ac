-- A11: construction and what is paid to firms are projects; basic expenditure has none of it.
{{ nature_rule('A11', 'gk06') }}
