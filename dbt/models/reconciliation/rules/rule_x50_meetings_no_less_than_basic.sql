-- X50: 会议费 of the table of 三公经费, where a form prints it there, is no less than its basic part in gk06. Projects may add to it.
{{ added_column_rule('X50', 'final_meeting', '30215') }}
