-- X51: 培训费 of the table of 三公经费, where a form prints it there, is no less than its basic part in gk06. Projects may add to it.
{{ added_column_rule('X51', 'final_training', '30216') }}
