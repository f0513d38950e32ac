"""A disclosure on paper: blocks of text and tables of cells, each of which knows what it says.

``compose`` makes one of a form (``forms/*.yaml``) and a department. Printers turn it into a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.published_forms.department import (
    SCALE,
    Department,
    in_unit,
    invent,
    load,
)

Key = tuple[str, str, str]  # table code, row key, column code: the public contract
MONEY, COUNT = "money", "count"


@dataclass
class Cell:
    """One printed cell. ``value`` is yuan for money, the number itself for counts."""

    text: str = ""
    value: Decimal | None = None
    kind: str = "text"
    key: Key | None = None
    span: int = 1
    height: int = 1
    align: str = "center"
    # What defects set: the text instead of the number, what a spreadsheet holds, how it shows it.
    shown: str | None = None
    held: Any = None
    number_format: str | None = None

    def printed(self, unit: str, zeros: str = "0.00") -> str:
        """Return what is printed in the cell."""
        if self.shown is not None:
            return self.shown
        if self.value is None:
            return self.text
        if self.kind == COUNT:
            return f"{self.value:.0f}"
        if self.value == 0:
            return zeros
        return f"{in_unit(self.value, unit):,.2f}"


Row = list[Cell | None]  # None: covered by a merged cell


@dataclass
class Table:
    """One table with what stands around it."""

    code: str
    title: str
    mark: str
    owner: str
    unit: str
    unit_text: str
    head: int
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    zeros: str = ""
    name_column: int = 0
    year_line: str = ""
    mark_place: str = "right"
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False

    @property
    def title_line(self) -> str:
        """Return the title as printed, with its mark where the form puts it there."""
        return f"{self.mark}{self.title}" if self.mark_place == "title" else self.title

    def cells(self) -> Iterable[Cell]:
        """Go through the cells that hold a number."""
        return (c for row in self.rows for c in row if c is not None and c.value is not None)

    def cell(self, row_key: str, column: str) -> Cell:
        """Find a cell by what it says."""
        return next(c for c in self.cells() if c.key and c.key[1:] == (row_key, column))

    def row_of(self, text: str) -> int:
        """Return the index of the row with this code or label."""
        for n, row in enumerate(self.rows):
            if any(c is not None and (c.text == text or text in c.text) for c in row):
                return n
        raise KeyError(text)

    def figures(self) -> dict[Key, Decimal]:
        """Return what is printed: key → yuan (money) or number (counts). Blank zeros are out."""
        return {
            c.key: c.value
            for c in self.cells()
            if c.key and c.value is not None and (c.value or self.zeros == "0.00")
        }


@dataclass
class Paper:
    """One disclosure, ready to be printed."""

    form: str
    department: Department
    cover: list[str]
    running_head: str
    contents: list[str]
    parts: list[tuple[str, str]]  # ("heading" | "text" | "tables", …)
    tables: list[Table]
    file_name: str = ""

    def flow(self) -> list[tuple[str, str]]:
        """Return headings, paragraphs and the place of the tables (``tables``), in order."""
        has_place = any(kind == "tables" for kind, _ in self.parts)
        return self.parts if has_place else [("tables", ""), *self.parts]

    def truth(self) -> dict[Key, tuple[Decimal, str]]:
        """Return every figure that has a canonical meaning, with its kind."""
        found: dict[Key, tuple[Decimal, str]] = {}
        for table in self.tables:
            if table.code == "other":
                continue
            for cell in table.cells():
                is_printed = bool(cell.value) or table.zeros == "0.00" or cell.shown is not None
                if cell.key and cell.value is not None and is_printed:
                    found[cell.key] = (cell.value, cell.kind)
        return found

    def table(self, code: str) -> Table:
        """Return the table of a canonical code."""
        return next(t for t in self.tables if t.code == code)


NUMERALS = ["", *"一二三四五六七八九"]


def numeral(n: int) -> str:
    """Return 1 … 99 in Chinese."""
    tens, ones = divmod(n, 10)
    return ("" if not tens else "十" if tens == 1 else NUMERALS[tens] + "十") + NUMERALS[ones]


def _head(paths: list[list[str]]) -> list[Row]:
    """Merge equal neighbours of equal descent; the last label of a path reaches the bottom."""
    depth = max(len(p) for p in paths)
    rows: list[Row] = [[None] * len(paths) for _ in range(depth)]
    for level in range(depth):
        column = 0
        while column < len(paths):
            path = paths[column]
            if level >= len(path):
                column += 1
                continue
            end = column + 1
            while end < len(paths) and paths[end][: level + 1] == path[: level + 1]:
                if len(paths[end]) <= level:
                    break
                end += 1
            is_last = level == len(path) - 1
            height = depth - level if is_last else 1
            rows[level][column] = Cell(path[level], span=end - column, height=height)
            column = end
    return rows


def _columns(specs: list[str]) -> list[tuple[str, str, list[str]]]:
    """Read ``measure>canonical=head/head`` of a form."""
    found = []
    for spec in specs:
        left, _, path = spec.partition("=")
        measure, _, canonical = left.partition(">")
        found.append((measure, canonical, path.split("/")))
    return found


def _figure(value: Decimal | None, key: Key | None, kind: str = MONEY) -> Cell:
    return Cell(value=value, kind=kind, key=key, align="right")


@dataclass
class _Body:
    head: list[Row]
    rows: list[Row]
    name_column: int


def _by_function(spec: dict[str, Any], d: Department) -> _Body:
    columns = _columns(spec["columns"])
    codes = spec.get("codes", "one")
    code_path, name_path = (p.split("/") for p in spec["code_heads"])
    width = 3 if codes in ("merged3", "split3") else 1
    has_number_row, total_first = spec.get("column_row", True), spec.get("total_first", True)
    steps = ["类", "款", "项"]
    paths: list[list[str]] = []
    for n in range(width):
        below = has_number_row and total_first and width == 3
        paths.append(code_path if below or width == 1 else [*code_path, steps[n]])
    paths.append(name_path)
    head = _head([*paths, *[path for _, _, path in columns]])
    rows: list[Row] = []

    def figures(head_code: str, row_key: str) -> list[Cell]:
        cells = []
        for measure, canonical, _ in columns:
            value = d.of(measure, head_code)
            if measure == "initial":
                value = sum(
                    (v for k, v in d.facts.items() if k.startswith(f"initial@{head_code}")),
                    Decimal(0),
                )
            key = (spec["code"], row_key, canonical) if canonical else None
            cells.append(_figure(value, key))
        return cells

    def codes_of(code: str) -> Row:
        if codes == "merged3":
            return [Cell(code, span=3, align="left"), None, None]
        if codes == "split3":
            parts = [code[:3], code[3:5], code[5:7]]
            return [Cell(p) for p in parts]
        return [Cell(code, align="left")]

    body: list[Row] = []
    for code, name in d.tree():
        if not any(d.of(m, code) for m, _, _ in columns if m != "initial"):
            continue
        if spec.get("levels") == "items" and len(code) < 7:
            continue
        body.append([*codes_of(code), Cell(name, align="left"), *figures(code, code)])
    total: Row = [Cell(spec.get("total", "合计")), *figures("", "total")]
    if has_number_row:
        numbers = [Cell(str(n + 1)) for n in range(len(columns))]
        if width == 3 and total_first:
            heads = [Cell(s, height=2) for s in steps]
            rows.append([*heads, Cell("栏次"), *numbers])
            rows.append([None, None, None, *total])
            rows.extend(body)
            return _Body(head, rows, width)
        rows.append([Cell("栏次", span=width + 1), *[None] * width, *numbers])
    first = total[0]
    assert first is not None
    first.span = width + 1
    total[1:1] = [None] * width
    rows.extend([total, *body] if total_first else [*body, total])
    return _Body(head, rows, width)


def _classes(spec: dict[str, Any], d: Department) -> list[tuple[str, str]]:
    names = d.era["classes"]
    if spec.get("classes") == "used":
        return [(c, n) for c, n in names.items() if d.of(spec["class_measure"], c)]
    return list(names.items())


def _two_sided(spec: dict[str, Any], d: Department) -> _Body:
    """Pair the income lines with the classes; totals of both sides stand beside each other."""
    has_lines = spec.get("line_numbers", True)
    left_columns, right_columns = _columns(spec["income_columns"]), _columns(spec["columns"])
    left_label = spec.get("left_label", "收入/项目").split("/")
    right_label = spec.get("right_label", "支出/项目").split("/")
    paths = [left_label]
    if has_lines:
        paths.append([left_label[0], "行次"])
    paths.extend(p for _, _, p in left_columns)
    paths.append(right_label)
    if has_lines:
        paths.append([right_label[0], "行次"])
    paths.extend(p for _, _, p in right_columns)
    head = _head(paths)

    left: list[tuple[str, str, str]] = [tuple(s.split("|")) for s in spec["income"]]
    right: list[tuple[str, str, str]] = []
    for n, (code, name) in enumerate(_classes(spec, d), 1):
        right.append((code, f"{numeral(n)}、{name}", code))
    left_foot: list[Any] = [s.split("|") for s in spec["income_foot"]]
    right_foot: list[Any] = [s.split("|") for s in spec["foot"]]
    height = max(len(left), len(right))
    left += [("", "", "")] * (height - len(left))
    right += [("", "", "")] * (height - len(right))
    left, right = left + left_foot, right + right_foot
    rows: list[Row] = []
    if spec.get("column_row", True):
        row: Row = [Cell("栏次")]
        n = 0
        for side in (left_columns, right_columns):
            if side is right_columns:
                row.append(Cell("栏次"))
            if has_lines:
                row.append(Cell(""))
            for _ in side:
                n += 1
                row.append(Cell(str(n)))
        rows.append(row)
    code = spec["code"]
    for n, (one, other) in enumerate(zip(left, right, strict=True), 1):
        row = [Cell(one[1], align="left")]
        if has_lines:
            row.append(Cell(str(n)))
        for _, canonical, _ in left_columns:
            value = d.fact(one[2]) if one[2] else None
            row.append(_figure(value, (code, one[0], canonical) if one[0] else None))
        row.append(Cell(other[1], align="left"))
        if has_lines:
            row.append(Cell(str(n + len(left))))
        for measure, canonical, _ in right_columns:
            value = None
            if other[2]:
                value = _foot_value(d, other[2], measure)
            row.append(_figure(value, (code, other[0], canonical) if other[0] else None))
        rows.append(row)
    return _Body(head, rows, 0)


def _foot_value(d: Department, name: str, measure: str) -> Decimal | None:
    """Return a figure of the expenditure side: a class by its measure, or a line by column."""
    if name.isdigit():
        return d.of(measure, name)
    by_column = {
        "fiscal.total": {"E": "fiscal.total", "C": "fiscal.closing", "G": "fiscal.grand_total"},
        "gen.total": {"E": "gen.total", "C": "gen.closing", "G": "fiscal.general_total"},
        "fund.total": {"E": "fund.total", "C": "fund.closing", "G": "fiscal.fund_total"},
        "cap.total": {"E": "cap.total", "C": "cap.closing", "G": "fiscal.cap_total"},
    }
    if name in ("E", "C", "G"):
        return d.fact(by_column[measure][name])
    return d.fact(name)


def _economic(spec: dict[str, Any], d: Department) -> _Body:
    """Three groups side by side, as the Ministry's sample prints the basic expenditure."""
    label = spec.get("amount_head", "决算数")
    code_head = spec.get("code_head", "科目编码")
    groups = [("人员经费", ("301", "303")), ("公用经费", ("302",)), ("公用经费", ("307", "310"))]
    paths = [[g, h] for g, _ in groups for h in (code_head, "科目名称", label)]
    # Neighbouring groups of one name merge, as printed; equal leaves below must not.
    head = [_head([[p[0]] for p in paths])[0], [Cell(p[1]) for p in paths]]
    book = spec.get("book", "basic")
    if book == "project":
        return _project_detail(head, d)
    sides = [d.economic(heads) for _, heads in groups]
    unused = {
        "307": "债务利息及费用支出",
        "30704": "国外债务发行费用",
        "31001": "房屋建筑物购建",
        "31003": "专用设备购置",
    }
    if d.year >= 2018:
        sides[2] = sorted([*sides[2], *((c, n, Decimal(0)) for c, n in unused.items())])
    height = max(len(s) for s in sides)
    rows: list[Row] = []
    for n in range(height):
        row: Row = []
        for side in sides:
            if n >= len(side):
                row += [Cell(""), Cell(""), Cell("")]
                continue
            code, name, value = side[n]
            indent = "  " if len(code) > 3 and spec.get("indent") else ""
            row += [
                Cell(code, align="left"),
                Cell(indent + name, align="left"),
                _figure(value, ("gk06", code, "basic")),
            ]
        rows.append(row)
    foot: Row = [
        Cell("人员经费合计", span=2),
        None,
        _figure(d.of("gen.personnel"), ("gk06", "personnel_total", "basic")),
        Cell("公用经费合计", span=5),
        *[None] * 4,
        _figure(d.of("gen.public"), ("gk06", "public_total", "basic")),
    ]
    rows.append(foot)
    return _Body(head, rows, 1)


def _project_detail(head: list[Row], d: Department) -> _Body:
    """Run the accounts of all projects through three groups, as they come, with one total."""
    accounts = d.economic(book="project")
    height = -(-len(accounts) // 3)
    rows: list[Row] = []
    for n in range(height):
        row: Row = []
        for side in range(3):
            at = side * height + n
            code, name, value = accounts[at] if at < len(accounts) else ("", "", None)
            row += [Cell(code, align="left"), Cell(name, align="left"), _figure(value, None)]
        rows.append(row)
    total = [Cell("合计", span=8), *[None] * 7, _figure(d.of("gen.project"), None)]
    return _Body([head[1]], [*rows, total], 1)


def _economic_list(spec: dict[str, Any], d: Department) -> _Body:
    """One account a line, with the personnel and public money in columns of their own."""
    columns = _columns(spec["columns"])
    head = _head([p.split("/") for p in spec["code_heads"]] + [p for _, _, p in columns])
    rows: list[Row] = []

    def line(code: str, name: str, values: dict[str, Decimal], row_key: str) -> Row:
        cells = [
            _figure(values[m], (spec["code"], row_key, c) if c else None) for m, c, _ in columns
        ]
        return [Cell(code, align="left"), Cell(name, align="left"), *cells]

    body = []
    for code, name, value in d.economic(book=spec.get("book", "basic")):
        is_staff = code[:3] in ("301", "303")
        zero = Decimal(0)
        values = {
            "all": value,
            "personnel": value if is_staff else zero,
            "public": zero if is_staff else value,
        }
        body.append(line(code, name, values, code))
    totals = {
        "all": d.of(f"gen.{spec.get('book', 'basic')}"),
        "personnel": d.of("gen.personnel"),
        "public": d.of("gen.public"),
    }
    total = line("合计", "", totals, "total")
    first = total[0]
    assert first is not None
    first.span, first.align = 2, "center"
    total[1] = None
    if spec.get("column_row"):
        numbers = [Cell(str(n + 1)) for n in range(len(columns))]
        rows.append([Cell("栏次", span=2), None, *numbers])
    rows.extend([total, *body] if spec.get("total_first", True) else [*body, total])
    return _Body(head, rows, 1)


def _one_row(spec: dict[str, Any], d: Department) -> _Body:
    columns = _columns(spec["columns"])
    head = _head([p for _, _, p in columns])
    row: Row = [
        _figure(d.fact(f), (spec["code"], "three_public", c) if c else None) for f, c, _ in columns
    ]
    numbers: list[Row] = []
    if spec.get("column_row", True):
        numbers = [[Cell(str(n + 1)) for n in range(len(columns))]]
    return _Body(head, [*numbers, row], 0)


def _lines(spec: dict[str, Any], d: Department) -> _Body:
    """Build a list: ``label|fact>row/column|fact…``; ``#`` before a fact marks a count."""
    head = _head([h.split("/") for h in spec["heads"]])
    rows: list[Row] = []
    if spec.get("column_row"):
        rows.append([Cell("栏次"), *[Cell(str(n)) for n in range(1, len(spec["heads"]))]])
    number = 0
    for text in spec["rows"]:
        row: Row = []
        parts = text.split("|")
        for n, part in enumerate(parts):
            is_label = n == 0 or part.startswith("'")
            if is_label:
                row.append(Cell(part.lstrip("'"), align="left"))
                if n == 0 and spec.get("line_numbers"):
                    number += 1
                    row.append(Cell(str(number)))
                continue
            fact, _, place = part.partition(">")
            kind = COUNT if fact.startswith("#") else MONEY
            fact = fact.lstrip("#")
            key = None
            if place:
                row_key, _, column = place.partition("/")
                key = (spec["code"], row_key, column)
            row.append(_figure(d.fact(fact), key, kind) if fact else Cell(""))
        rows.append(row)
    return _Body(head, rows, 0)


def _texts(spec: dict[str, Any], d: Department) -> _Body:
    head = _head([h.split("/") for h in spec["heads"]])
    return _Body(head, [[Cell(t, align="left") for t in r.split("|")] for r in spec["rows"]], 0)


_SHAPES = {
    "function": _by_function,
    "two_sided": _two_sided,
    "economic": _economic,
    "economic_list": _economic_list,
    "one_row": _one_row,
    "lines": _lines,
    "texts": _texts,
}


def form_names() -> list[str]:
    """Return the forms, by their files."""
    from tests.published_forms.department import HERE

    return sorted(p.stem for p in (HERE / "forms").glob("*.yaml"))


def table_specs(form: str) -> list[dict[str, Any]]:
    """Return the tables of a form; ``like: form/code`` starts from a table of another form."""
    found = []
    for spec in load(f"forms/{form}.yaml")["tables"]:
        if "like" in spec:
            other, _, code = spec["like"].partition("/")
            base = next(t for t in table_specs(other) if t.get("id", t["code"]) == code)
            spec = {**base, **{k: v for k, v in spec.items() if k != "like"}}
        found.append(spec)
    return found


def compose(
    form: str,
    unit: str | None = None,
    seed: int = 1,
    *,
    organization: str | None = None,
    year: int | None = None,
    kind: str | None = None,
    columns: dict[str, list[str]] | None = None,
) -> Paper:
    """Fill a form with an invented department."""
    from tests.published_forms.narrative import narrate

    data = load(f"forms/{form}.yaml")
    unit = unit or data["unit"]
    d = invent(
        kind or data["kind"],
        organization or data["organization"],
        year or data["year"],
        unit,
        seed,
    )
    words = {"org": d.organization, "year": d.year, "unit": unit}
    tables = []
    specs = table_specs(form)
    for n, spec in enumerate(specs, 1):
        top = {**data.get("top", {}), **spec.get("top", {})}
        if columns and spec["code"] in columns:
            spec = {**spec, "columns": columns[spec["code"]]}
        body = _SHAPES[spec["shape"]](spec, d)
        notes = [str(note).format(**words) for note in spec.get("notes", [])]
        is_empty = all(not c.value for row in body.rows for c in row if c and c.value is not None)
        if is_empty and spec.get("empty_note"):
            notes = [*notes, spec["empty_note"].format(**words)]
        # A table without any figure prints its total row empty.
        tables.append(
            Table(
                code=spec["code"],
                title=spec["title"].format(**words),
                mark=(spec.get("mark") or top["mark"]).format(n=n, **words),
                owner=top.get("owner", "部门：{org}").format(**words),
                unit=unit,
                unit_text=top.get("unit_text", "单位：{unit}").format(**words),
                head=len(body.head),
                rows=[*body.head, *body.rows],
                notes=notes,
                zeros=spec.get("zeros", data.get("zeros", "")),
                name_column=body.name_column,
                year_line=top.get("year_line", "").format(**words),
                mark_place=top.get("mark_place", "right"),
            )
        )
    inside = data.get("tables_first", True)
    parts = narrate(data["narrative"], d, inside)
    if not inside:
        if data.get("contents"):
            parts.append(("heading", data["contents"][-1].format(**words)))
        parts.append(("tables", ""))
    return Paper(
        form=form,
        department=d,
        cover=[line.format(**words) for line in data["cover"]],
        running_head=data.get("running_head", "").format(**words),
        contents=[line.format(**words) for line in data.get("contents", [])],
        parts=parts,
        tables=tables,
        file_name=data.get("file_name", "{org}{year}年度部门决算").format(**words),
    )


def scaled(value: Decimal, unit: str) -> Decimal:
    """Return an amount of yuan as the number in a unit."""
    return value / SCALE[unit]
