"""The one row of 公开07: twelve figures without a label."""

from __future__ import annotations

from dagster_project.extraction.cells import LogicalRow
from dagster_project.extraction.text_layer.context import TableContext
from dagster_project.extraction.text_layer.tokens import tokenize_line


def read_three_public(context: TableContext) -> None:
    """Write the single row of the table; nothing printed below the header is no row."""
    tokens = [token for line in context.body for token in tokenize_line(line)]
    items = [token for token in tokens if token.kind != "text"]
    if not items:
        context.table.rows = 0
        return
    row = LogicalRow(1, "three_public", "line")
    context.write_row(row, items, context.variant.columns, line_no=items[0].line_no)
    context.table.rows = 1
