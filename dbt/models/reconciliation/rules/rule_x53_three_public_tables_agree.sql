-- X53: what is spent on an item of the 三公 expenditure is no less than its basic part in gk06, and of the general public
-- budget alone no more than of all appropriations. X30 to X33 say the first of gk07 itself; here it is of a table of one item
-- a row, which some forms print in its place and others beside it: only there may both tell of one figure of gk06.
{{ information_reference_rule('X53', most_lines=2) }}
