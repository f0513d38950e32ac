"""Form: what a department must print. Layouts, titles, labels, shapes, codes and sums as data.

Everything here is read from dbt/seeds, so that the readers, the rules and the warehouse cannot
disagree about a form. Nothing here knows of a document.
"""
