"""What every row reader needs to know of the table it reads, and how it hands cells over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.extraction.cells import CellWriter, LogicalRow, PrintedCell, ReadTable
from dagster_project.extraction.text_layer.decode import SourceLine
from dagster_project.extraction.text_layer.placement import RowRules, place
from dagster_project.extraction.text_layer.tokens import Token
from dagster_project.form.labels import normalise_label
from dagster_project.form.layouts import LINE_LAYOUTS_CSV, Column, Variant


@dataclass(frozen=True)
class Trimming:
    """Whether whoever saved the file cut the blanks at the ends, or at both ends, of its lines."""

    starts: bool
    ends: bool


def notice_trimming(lines: Sequence[SourceLine]) -> Trimming:
    """Return how the lines of all tables were trimmed.

    Blanks inside lines are there, but no line ends in one: the ends were cut. One table alone
    proves nothing, it may have no blank inside its lines or none at their ends.
    """
    filled = [line.text for line in lines if line.text.strip()]
    inside = any("  " in text.strip() for text in filled)
    ends = inside and not any(text.endswith(" ") for text in filled)
    return Trimming(ends and not any(text.startswith(" ") for text in filled), ends)


@dataclass
class TableContext:
    """One table being read: its layout, its body, and where its cells go."""

    table: ReadTable
    variant: Variant
    body: Sequence[SourceLine]
    trimming: Trimming
    writer: CellWriter = field(init=False)

    def __post_init__(self) -> None:
        """Open the writer of the table's cells."""
        self.writer = CellWriter(self.table)

    def rules_for(self, columns: Sequence[Column]) -> RowRules:
        """Return what is known of a row with these columns."""
        codes = tuple(column.code for column in columns)
        identities = self.variant.identities_of(codes)
        return RowRules(codes, identities, self.trimming.ends, self.trimming.starts)

    def write_row(
        self,
        row: LogicalRow,
        items: Sequence[Token],
        columns: Sequence[Column],
        *,
        line_no: int,
        value_kind: str = "money",
        value_unit: str = "",
        side: str = "",
    ) -> None:
        """Place the printed items of a row and write its cells; doubts go into the table's note."""
        placed = place(items, self.rules_for(columns))
        if placed.problem:
            name = row.printed_code or row.label or row.row_key
            self.table.doubt(f"L{line_no} “{name}”{placed.problem}")
        last = items[-1] if items else None
        for column, token in zip(columns, placed.cells, strict=True):
            at = token or last
            self.writer.add(
                row,
                column.code,
                printed_cell(token, at.line_no if at else line_no, at.page if at else None),
                value_kind=value_kind if column.value_kind == "money" else column.value_kind,
                value_unit=value_unit,
                side=side,
                confidence=placed.confidence,
                is_confirmed=placed.problem is None,
            )

    def doubt_stray(self, tokens: Sequence[Token]) -> None:
        """Record printed figures that belong to no row, so that none is lost in silence."""
        for token in tokens:
            if token.kind in ("number", "mark"):
                self.table.doubt(f"L{token.line_no} “{token.text}”不属于任何一行")

    def note_unknown_line(self, label: str, line_no: int) -> None:
        """Record a line label that the layouts do not know."""
        self.table.note(f"L{line_no} 行名“{label}”不在 {LINE_LAYOUTS_CSV} 中")


def printed_cell(token: Token | None, line_no: int, page: int | None) -> PrintedCell:
    """Return the printed cell of a token; no token is a blank that was not printed."""
    if token is None or token.is_blank:
        return PrintedCell("", "blank", line_no, page)
    state = "struck_out" if token.kind == "mark" else "value"
    return PrintedCell(token.text, state, token.line_no, token.page)


def label_row(
    context: TableContext, row_no: int, label: str, group: str, line_no: int, after: int = 0
) -> tuple[LogicalRow, int]:
    """Return the row of a printed label and its order in the layout (0 where it has none)."""
    if not normalise_label(label):
        return LogicalRow(row_no, f"unlabelled_{group}_{row_no}", "line"), 0
    line = context.variant.find_line(label, group, after)
    if line is None:
        context.note_unknown_line(label, line_no)
        return LogicalRow(row_no, f"unknown_{group}_{row_no}", "line", label), 0
    row = LogicalRow(row_no, line.row_key, line.row_role, label, account_code=line.account_code)
    return row, line.order
