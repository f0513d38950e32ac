-- X53: what is spent on an item of the 三公 expenditure is no less than its basic part in gk06, and of the general public
-- budget alone no more than of all appropriations.
{{ information_reference_rule('X53', most_lines=2) }}
