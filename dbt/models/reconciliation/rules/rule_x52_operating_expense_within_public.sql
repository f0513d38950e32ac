-- X52: 机关运行经费 of a table or block is part of the public expense that gk06 prints.
{{ information_reference_rule('X52') }}
