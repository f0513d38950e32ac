"""``make faults``: faults that are really made to happen, and what was left after each.

Each module holds one kind of fault; ``python -m tests.faults`` runs them all and prints the table.
"""
