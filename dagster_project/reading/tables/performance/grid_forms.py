"""Forms in grids (spreadsheets, Word, PDF): the header above a column says what stands in it.

A form is a stretch of rows from 项目名称 to its total score, over as many grids as it takes. The
grids of forms are taken out of the document, so that no other table is read on into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dagster_project.form.labels import squeeze
from dagster_project.form.titles import table_of_title
from dagster_project.reading.model.cells import PrintedCell
from dagster_project.reading.model.grid import (
    DecodedDocument,
    Grid,
    GridCell,
    Place,
    TextLine,
    distinct,
)
from dagster_project.reading.model.readings import disagreement, readings_agree
from dagster_project.reading.tables.performance.combined_heads import HeadSplitter
from dagster_project.reading.tables.performance.form import (
    FUNDS,
    INDICATOR,
    PROJECT,
    FormRow,
    PerformanceForm,
    printed,
)
from dagster_project.reading.tables.performance.layout import (
    column_of,
    line_of,
    plain_label,
    variant_of_columns,
)

Row = Sequence[GridCell]
_NAME = "项目名称"
_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>万元|元)[）)]|单位[:：](?P<stated>万元|元)")
_GRADE = re.compile(r"(?:等级[:：]?)?(?P<grade>[优良中差]|合格|不合格)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_TOTALS = ("总分", "合计", "总计", "总得分")
_FORM_TITLE = re.compile(r"自评(?:报告)?表")
_LEAST_FUNDS, _LEAST_INDICATOR = 3, 4
_LONGEST_TITLE = 60
# A form takes one to three pages; one whose total score is nowhere must not take the document.
_MOST_GRIDS = 12


@dataclass
class _Reader:
    """One form being read row by row."""

    form: PerformanceForm
    funds: dict[int, str] = field(default_factory=dict)
    indicators: dict[int, str] = field(default_factory=dict)
    above: dict[str, GridCell] = field(default_factory=dict)

    def read(self, row: Row) -> None:
        """Read one row: header, project, funds, indicator or total."""
        header = _header(row, INDICATOR)
        if "level3" in header.values() and len(header) >= _LEAST_INDICATOR:
            self.indicators = header
        elif self.indicators:
            self._read_indicator(row)
        else:
            self._read_above(row)

    def finished(self) -> PerformanceForm:
        """Return the form; where its funds have a weight that was not read, with that doubt."""
        is_weighed = "weight" in self.funds.values()
        if is_weighed and not any("weight" in row.cells for row in self.form.funds):
            self.form.doubts.append(f"{self.form.locator} 资金行没有读出，预算执行率的分值不明")
        return self.form

    def _read_above(self, row: Row) -> None:
        cells = _filled(row)
        for cell, value in pairwise(cells):
            code = column_of(PROJECT, cell.text)
            if code and column_of(PROJECT, value.text) is None:
                self.form.project.cells[code] = _printed(value)
        self._find_unit(cells)
        header = _header(row, FUNDS)
        if len(header) >= _LEAST_FUNDS or (self.funds and len(header) == len(cells) > 1):
            # 年初预算数 over 目标申报数 and 预算编制数: the lower header is the column's.
            self.funds |= header
            self.form.variant = variant_of_columns(dict.fromkeys(self.funds.values())) or "standard"
            return
        labels = [c for c in cells if line_of(FUNDS, c.text)]
        if self.funds and labels:
            self._read_funds(row, labels[-1])

    def _find_unit(self, cells: Sequence[GridCell]) -> None:
        for cell in cells:
            unit = _UNIT.search(squeeze(cell.text))
            if unit and self.form.unit is None and len(squeeze(cell.text)) < 40:
                self.form.unit = unit["unit"] or unit["stated"]

    def _read_funds(self, row: Row, label: GridCell) -> None:
        key = line_of(FUNDS, label.text)
        known = {own.key for own in self.form.funds}
        if key is None or key in known:
            self.form.notes.append(f"{label.locator} 资金行“{squeeze(label.text)}”又出现一次，未读")
            return
        result = FormRow(FUNDS, key, plain_label(label.text))
        self._write(result, row, self.funds, skip={label.place})
        self.form.funds.append(result)

    def _read_indicator(self, row: Row) -> None:
        by_code = {code: row[i] for i, code in self.indicators.items() if i < len(row)}
        cells = _filled(row)
        if not cells or self.form.is_complete:
            return
        if any(squeeze(cell.text).rstrip(":：") in _TOTALS for cell in cells[:3]):
            self._read_total(row, cells)
            return
        figures = [by_code[code] for code in ("weight", "score", "actual") if code in by_code]
        name = by_code["level3"]
        if not any(squeeze(cell.text) for cell in figures):
            self._continue_name(name)
            return
        for code in ("level1", "level2"):
            if code in by_code and squeeze(by_code[code].text):
                if code == "level1" and self.above.get(code) != by_code[code]:
                    self.above.pop("level2", None)
                self.above[code] = by_code[code]
        result = FormRow(INDICATOR, f"i{len(self.form.indicators) + 1:02d}", squeeze(name.text))
        self._write(result, row, self.indicators, skip=set())
        for code, cell in self.above.items():
            result.cells[code] = _printed(cell)
        self.form.indicators.append(result)

    def _continue_name(self, name: GridCell) -> None:
        """Join what a page break cut off a name to the row above it."""
        rest = squeeze(name.text)
        if rest and self.form.indicators:
            row = self.form.indicators[-1]
            row.label += rest
            before = row.cells["level3"]
            row.cells["level3"] = replace(before, text=before.text + rest)

    def _read_total(self, row: Row, cells: Sequence[GridCell]) -> None:
        project = self.form.project
        label = next(cell for cell in cells if squeeze(cell.text).rstrip(":：") in _TOTALS)
        figures = [cell for cell in cells if _FIGURE.fullmatch(squeeze(cell.text))]
        placed = {
            code: row[i]
            for i, code in self.indicators.items()
            if code in ("weight", "score") and i < len(row) and row[i] in figures
        }
        if "score" not in placed and figures:
            # The total stands in a cell of its own, merged over other columns than its parts.
            placed = dict(zip(("weight", "score")[-len(figures[-2:]) :], figures[-2:], strict=True))
        for code, cell in placed.items():
            project.cells[code] = _printed(cell)
        grades = (_GRADE.fullmatch(squeeze(c.text)) for c in cells if c is not label)
        grade = next(filter(None, grades), None)
        if grade:
            at = next(c for c in cells if grade[0] == squeeze(c.text))
            project.cells["grade"] = printed(grade["grade"], at)

    def _write(
        self, result: FormRow, row: Row, columns: dict[int, str], skip: set[Place | None]
    ) -> None:
        """Write the cells of a row under their columns; a merged cell counts once."""
        seen = set(skip)
        doubtful = set()
        for i, code in columns.items():
            if i >= len(row):
                continue
            cell = row[i]
            again = cell.place in seen
            if code in result.cells and (again or not squeeze(cell.text)):
                continue
            seen.add(cell.place)
            own = replace(cell, text="") if again else cell
            result.cells[code] = _printed(own)
            if not readings_agree(cell):
                doubtful.add(code)
                self.form.doubts.append(disagreement(cell, f"“{result.label}”{code}"))
        result.doubtful = frozenset(doubtful)


def _printed(cell: GridCell) -> PrintedCell:
    return printed(cell.text, cell)


def _filled(row: Row) -> list[GridCell]:
    """Return the cells of a row that print something, a merged one once."""
    return [cell for cell in distinct(row) if squeeze(cell.text)]


def _header(row: Row, group: str) -> dict[int, str]:
    """Return the columns that the cells of a row are headers of, by position."""
    found = {}
    for i, cell in enumerate(row):
        code = column_of(group, cell.text) if squeeze(cell.text) else None
        if code:
            found[i] = code
    return found


def _begins_form(row: Row) -> GridCell | None:
    """Return the project's name where a row is the first of a form."""
    cells = _filled(row)
    if len(cells) >= 2 and plain_label(cells[0].text) == _NAME:
        return cells[1]
    return None


def _forms_in(rows: Sequence[Row], title: str) -> Iterator[PerformanceForm]:
    """Yield the forms of consecutive rows; ``title`` stood above them."""
    reader: _Reader | None = None
    splitter = HeadSplitter()
    for row in splitter.split(rows):
        name = _begins_form(row)
        if name is not None:
            if reader:
                yield reader.finished()
            form = PerformanceForm(title, name.locator, name=squeeze(name.text))
            form.project = FormRow(PROJECT, "", form.name)
            form.doubts.extend(splitter.problems)
            reader = _Reader(form)
        elif reader:
            reader.read(row)
        else:
            texts = [squeeze(cell.text) for cell in _filled(row)]
            title = next((text for text in texts if _FORM_TITLE.search(text)), title)
    if reader:
        yield reader.finished()


def _is_form(form: PerformanceForm) -> bool:
    """Return whether it has scores: a form of targets alone (绩效目标表) has not."""
    return any("score" in row.cells for row in form.indicators)


def take_grid_forms(decoded: DecodedDocument) -> tuple[DecodedDocument, list[PerformanceForm]]:
    """Return the document without the grids of its forms, and the forms."""
    forms: list[PerformanceForm] = []
    taken: set[int] = set()
    pending: dict[int, Grid] = {}
    title = ""

    def close() -> None:
        found = [form for form in _forms_of(pending.values(), title) if _is_form(form)]
        if found:
            forms.extend(found)
            taken.update(pending)
        pending.clear()

    for at, item in enumerate(decoded.items):
        if isinstance(item, TextLine):
            text = squeeze(item.text)
            if len(text) < _LONGEST_TITLE and (_FORM_TITLE.search(text) or table_of_title(text)):
                close()
                title = text
            continue
        begins = any(_begins_form(row) for row in item.rows)
        if pending and (len(pending) == _MOST_GRIDS or _is_done(pending.values())):
            close()
        if begins or pending:
            pending[at] = item
    close()
    if not forms:
        return decoded, []
    kept = [item for at, item in enumerate(decoded.items) if at not in taken]
    return replace(decoded, items=kept), forms


def _forms_of(grids: Iterable[Grid], title: str) -> list[PerformanceForm]:
    return list(_forms_in([row for grid in grids for row in grid.rows], title))


def _is_done(grids: Iterable[Grid]) -> bool:
    """Return whether the last form of the grids has its total score."""
    forms = _forms_of(grids, "")
    return bool(forms) and forms[-1].is_complete
