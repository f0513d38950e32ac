"""Defects that people report of published files, each with what is right.

A case builds files and says, of what was read, what is wrong with it (``None``: as it should be).
``point`` is the point of the issue: 1 identity, 2 marks, 4 delivery, 6 figures.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.published_forms.outcome import Document, Score, score
from tests.published_forms.paper import Cell, Paper, Table, compose, scaled
from tests.published_forms.printers import html_file, write

Judge = Callable[[list[Document]], str | None]
_ORG = "临江市水利局"


@dataclass(frozen=True)
class Case:
    """One defect in one medium."""

    name: str
    point: int
    medium: str
    right: str
    build: Callable[[Path], list[Path]]
    judge: Judge


def _base(medium: str = "", **more: Any) -> Paper:
    """Return a clean paper; as a text, one whose tables are read when nothing is planted."""
    if medium != "text":
        return compose("ministry-2023", **more)
    paper = compose("guangdong-2021", **{"organization": _ORG, "year": 2023, **more})
    paper.tables = [t for t in paper.tables if t.code not in ("gk04", "gk07")]
    return paper


def _one(documents: list[Document]) -> Document | str:
    if len(documents) != 1:
        ids = ", ".join(d.id for d in documents)
        return f"{len(documents)} documents: {ids}"
    if documents[0].status != "read":
        return f"refused: {documents[0].reason}"
    return documents[0]


def amounts(
    paper: Paper,
    *,
    may_doubt: bool = False,
    refused: str = "",
    also: str = "",
    share: float = 0.995,
) -> Judge:
    """Every figure right, none wrong where confirmed, and year and organization right."""

    def judge(documents: list[Document]) -> str | None:
        if refused and len(documents) == 1 and documents[0].status == "refused":
            reason = documents[0].reason or ""
            return None if re.search(refused, reason) else f"refused without the reason: {reason}"
        found = _one(documents)
        if isinstance(found, str):
            return found
        return _judge_score(score(paper, found), may_doubt, share) or _told(found, also)

    return judge


def _told(document: Document, words: str) -> str | None:
    text = json.dumps(document.json, ensure_ascii=False)
    missing = [w for w in words.split("|") if w and not re.search(w, text)]
    return f"not told: {', '.join(missing)}" if missing else None


def _judge_score(result: Score, may_doubt: bool, share: float = 0.995) -> str | None:
    if result.wrong_confirmed:
        return f"{len(result.wrong_confirmed)} confirmed wrong: {result.wrong_confirmed[0]}"
    if not result.identity_right:
        return result.identity_note
    if may_doubt:
        return None
    if result.share < share:
        why = result.tables_note or result.examples
        return f"{result.share:.1%} of {result.total} right; {why}"
    return None


def identity(
    organization: str = _ORG, year: int = 2023, scope: str | None = None, tells: str = ""
) -> Judge:
    """Year and organization; ``tells``: words that document.json must hold, ``|`` between."""

    def judge(documents: list[Document]) -> str | None:
        document = _one(documents)
        if isinstance(document, str):
            return document
        if document.organization != organization:
            return f"organization {document.organization}"
        if document.year != year:
            return f"year {document.year}"
        if scope and document.json.get("scope") != scope:
            return f"scope {document.json.get('scope')}"
        return _told(document, tells)

    return judge


def disagreement(*values: str) -> Judge:
    """Both values are told outside of the names of the files, or the document is refused for it."""

    def judge(documents: list[Document]) -> str | None:
        if len(documents) != 1:
            return f"{len(documents)} documents"
        # What quotes the cover for another purpose tells nobody that something disagrees.
        quotes = ("source", "scope_evidence", "form_evidence")
        told = {k: v for k, v in documents[0].json.items() if k not in quotes}
        # A title alone tells nobody that something disagrees.
        told["tables"] = [
            {k: v for k, v in t.items() if k not in ("title", "printed_number")}
            for t in told.get("tables", [])
        ]
        text = json.dumps(told, ensure_ascii=False)
        silent = [v for v in values if v not in text]
        return (
            f"silent about {silent}: {documents[0].organization} {documents[0].year}"
            if silent
            else None
        )

    return judge


def several(*papers: Paper) -> Judge:
    """One document per paper, each with its own figures."""

    def judge(documents: list[Document]) -> str | None:
        if len(documents) != len(papers):
            told = [(d.organization, d.year, d.status, d.reason) for d in documents]
            return f"{len(documents)} documents instead of {len(papers)}: {told}"
        for paper in papers:
            d = paper.department
            mine = [x for x in documents if x.organization == d.organization and x.year == d.year]
            if len(mine) != 1:
                return f"no document of {d.organization} {d.year}"
            problem = _judge_score(score(paper, mine[0]), may_doubt=False)
            if problem:
                return problem
        return None

    return judge


def narrative_only(documents: list[Document]) -> str | None:
    """Refused as a text without tables, or read with its claims."""
    if len(documents) != 1:
        return f"{len(documents)} documents"
    document = documents[0]
    if document.status == "refused":
        return None if re.search("表", document.reason or "") else f"refused: {document.reason}"
    return None if document.claims > 20 else f"{document.claims} claims"


# --- how a paper is changed -----------------------------------------------------------------


def _every(paper: Paper) -> Iterator[tuple[Table, Cell]]:
    for table in paper.tables:
        for cell in table.cells():
            yield table, cell


def _restyle(paper: Paper, style: Callable[[str], str], where: Callable[[Cell], bool]) -> Paper:
    for table, cell in _every(paper):
        if cell.value and where(cell):
            cell.shown = style(cell.printed(table.unit, table.zeros))
    return paper


def _negative(style: Callable[[str], str], medium: str) -> Paper:
    paper = _base(medium, kind="water_refund")
    paper.parts = []  # a share of a negative amount is not what is looked at
    return _restyle(paper, lambda text: style(text.lstrip("-")), lambda c: c.value < 0)  # type: ignore[operator]


def _some(paper: Paper, style: Callable[[str], str], every: int = 5) -> Paper:
    for n, (table, cell) in enumerate((t, c) for t, c in _every(paper) if c.value):
        if n % every == 0:
            cell.shown = style(cell.printed(table.unit, table.zeros))
    return paper


def _blanks(paper: Paper, words: list[str]) -> Paper:
    n = 0
    for _, cell in _every(paper):
        if cell.value == 0:
            cell.value, cell.text, cell.align = None, words[n % len(words)], "center"
            n += 1
    return paper


def _codes(paper: Paper, change: Callable[[Cell], None]) -> Paper:
    for table in paper.tables:
        for row in table.rows[table.head :]:
            for cell in row:
                if cell is not None and re.fullmatch(r"\d{3}(\d\d){0,2}", cell.text):
                    change(cell)
    return paper


def _wide(text: str) -> str:
    return text.translate(
        {**{ord(str(n)): chr(0xFF10 + n) for n in range(10)}, ord("."): "．", ord(","): "，"}
    )


def _file(paper: Paper, medium: str) -> Callable[[Path], list[Path]]:
    return lambda folder: [write(paper, medium, folder)]


def _with(paper: Paper, **changes: object) -> Paper:
    for name, value in changes.items():
        setattr(paper, name, value)
    return paper


def _tables(paper: Paper, **changes: str) -> Paper:
    for table in paper.tables:
        for name, value in changes.items():
            setattr(table, name, value.replace("{title}", table.title))
    return paper


def _no_organization(paper: Paper) -> Paper:
    """Leave the organization out of everything but what a case puts back."""
    paper.cover, paper.running_head, paper.contents, paper.parts = [], "", [], []
    for table in paper.tables:
        table.owner, table.notes = "", []
    return paper


# --- the cases ----------------------------------------------------------------------------------


def _identity_cases() -> Iterator[Case]:
    paper = _with(_base(), cover=[_ORG, "2023年度部门决算", "2024年9月"])
    yield Case("date under the cover", 1, "pdf", "2023", _file(paper, "pdf"), amounts(paper))
    yield Case("date under the cover", 1, "docx", "2023", _file(paper, "docx"), amounts(paper))
    paper = _with(_base(), cover=["部门决算公开", _ORG, "二〇二四年九月"])
    yield Case(
        "only a date on the cover",
        1,
        "docx",
        "2023 of the text",
        _file(paper, "docx"),
        amounts(paper),
    )
    paper = _tables(_base(), owner="单位：万元", unit_text="")
    yield Case(
        "单位：万元 where the owner stands", 1, "xlsx", _ORG, _file(paper, "xlsx"), amounts(paper)
    )
    paper = _tables(_base(), owner="编制单位：", unit_text="单位：万元")
    yield Case("编制单位： without a name", 1, "html", _ORG, _file(paper, "html"), amounts(paper))
    paper = _with(_base(), cover=[f"{_ORG}（公章）", "2023年度部门决算"])
    _tables(paper, owner=f"编制单位：{_ORG}（公章）")
    yield Case(
        "（公章） behind the name", 1, "docx", "without it", _file(paper, "docx"), amounts(paper)
    )
    yield Case(
        "（公章） behind the name", 1, "pdf", "without it", _file(paper, "pdf"), amounts(paper)
    )
    paper = _with(_no_organization(_base()), file_name="2023年度决算公开表")
    _tables(paper, owner=f"编制单位：{_ORG}")
    yield Case("编制单位 is all there is", 1, "xlsx", _ORG, _file(paper, "xlsx"), amounts(paper))
    paper = _with(_no_organization(_base()), file_name="2023年度决算公开表")
    _tables(paper, owner="部门：临 江 市 水 利 局")
    yield Case("name with spaces", 1, "xlsx", _ORG, _file(paper, "xlsx"), amounts(paper))
    paper = _with(_no_organization(_base()), file_name="2023年度决算公开表")
    _tables(paper, owner="部门：[127001]临江市水利局")
    yield Case("name with its code", 1, "xlsx", _ORG, _file(paper, "xlsx"), amounts(paper))
    paper = _with(_no_organization(_base()), file_name=f"{_ORG}2023年度部门决算公开表")
    yield Case("name in the file name only", 1, "xlsx", _ORG, _file(paper, "xlsx"), amounts(paper))
    paper = _tables(
        _with(_no_organization(_base("text")), file_name=f"{_ORG}2023年部门决算"), owner="部门："
    )
    yield Case(
        "部门： blank, name in the file name", 1, "text", _ORG, _file(paper, "text"), amounts(paper)
    )
    paper = _tables(_base(), title="2022年度{title}")
    yield Case(
        "cover 2023, tables 2022",
        1,
        "docx",
        "a finding",
        _file(paper, "docx"),
        disagreement("2022", "2023"),
    )
    paper = _tables(_base(), year_line="2022年度")
    yield Case(
        "cover 2023, tables 2022",
        1,
        "pdf",
        "a finding",
        _file(paper, "pdf"),
        disagreement("2022", "2023"),
    )
    paper = _tables(_base(), owner="部门：临江市交通运输局")
    yield Case(
        "cover and tables name two departments",
        1,
        "pdf",
        "a finding",
        _file(paper, "pdf"),
        disagreement(_ORG, "临江市交通运输局"),
    )
    paper = _with(_base(), cover=[_ORG, "二〇二三年度部门决算"])
    yield Case("year in Chinese numerals", 1, "docx", "2023", _file(paper, "docx"), amounts(paper))
    paper = _with(
        _base(),
        cover=[f"{_ORG}（本级）2023年度单位决算"],
        file_name=f"{_ORG}（本级）2023年度单位决算",
    )
    paper.running_head = paper.cover[0]
    paper.parts = [
        (k, t.replace("部门决算", "单位决算").replace("本部门", "本单位")) for k, t in paper.parts
    ]

    def is_unit(documents: list[Document]) -> str | None:
        document = _one(documents)
        if isinstance(document, str):
            return document
        if not (document.organization or "").startswith(_ORG):
            return f"organization {document.organization}"
        return (
            None if document.json.get("scope") == "unit" else f"scope {document.json.get('scope')}"
        )

    yield Case("（本级） 单位决算", 1, "pdf", "scope unit", _file(paper, "pdf"), is_unit)
    paper = _with(_base(), cover=["公开时间：2024年9月20日", f"{_ORG}2023年度部门决算公开"])
    yield Case("date above the cover", 1, "html", "2023", _file(paper, "html"), amounts(paper))
    paper = _with(_no_organization(_base()), file_name="W020240920123456")
    paper.running_head = f"{_ORG}2023年度部门决算"
    yield Case("name in the running head only", 1, "pdf", _ORG, _file(paper, "pdf"), amounts(paper))
    paper = _with(_base(), cover=["2023年度部门决算", f"单位名称（盖章）：{_ORG}"])
    _tables(paper, owner="")
    yield Case("（盖章）： before the name", 1, "docx", _ORG, _file(paper, "docx"), amounts(paper))


def _mark_cases() -> Iterator[Case]:
    """Put other marks on the tables: marks are marks, wherever they stand."""
    marks = [
        "财决公开{n:02d}表",
        "表{n}",
        "附表{n}",
        "Z{n:02d}",
        "CS{n:02d}",
        "表2-{n}",
        "GK{n:02d}",
    ]
    for number, mark in enumerate(marks):
        for place, medium in (("right", "xlsx"), ("left", "docx"), ("title", "html")):
            if (number + len(place)) % 3 and place != "right":
                continue  # one more medium than the workbook for each mark
            paper = _base()
            for n, table in enumerate(paper.tables, 1):
                table.mark, table.mark_place = mark.format(n=n), place
            yield Case(
                f"mark {mark.format(n=1)} {place}",
                2,
                medium,
                "stripped",
                _file(paper, medium),
                amounts(paper),
            )


def _delivery_cases() -> Iterator[Case]:
    base = _base()

    def apart(folder: Path) -> list[Path]:
        paths = []
        for n, table in enumerate(base.tables, 1):
            one = deepcopy(base)
            one.cover, one.parts, one.contents = [], [], []
            one.tables = [deepcopy(table)]
            one.file_name = f"{n}.{_ORG}2023年{table.title}"
            paths.append(write(one, "xlsx", folder))
        text = deepcopy(base)
        text.tables, text.file_name = [], f"{_ORG}2023年度部门决算说明"
        paths.append(write(text, "docx", folder))
        return paths

    yield Case("one table per file", 4, "xlsx+docx", "one document", apart, amounts(base))

    def zipped(folder: Path) -> list[Path]:
        path = folder / f"{_ORG}2023年度部门决算.zip"
        paths = apart(folder / "parts")
        with zipfile.ZipFile(path, "w") as archive:
            for part in paths:
                archive.write(part, part.name)
        return [path]

    yield Case("a zip of them", 4, "zip", "one document", zipped, amounts(base))

    def attached(folder: Path) -> list[Path]:
        tables = _with(deepcopy(base), file_name="附件1：2023年度部门决算公开表", parts=[])
        text = _with(deepcopy(base), file_name="附件2：2023年度部门决算说明", tables=[])
        paths = [write(tables, "xlsx", folder), write(text, "docx", folder)]
        links = "".join(f'<p><a href="{p.name}">{p.name}</a></p>' for p in paths)
        page = folder / "t20240920_1.html"
        body = f"<p>现将{_ORG}2023年度部门决算予以公开。</p><p>附件：</p>{links}"
        page.write_text(html_file.page(f"{_ORG}2023年度部门决算公开", body), encoding="utf-8")
        return [page, *paths]

    yield Case(
        "a page with attachments", 4, "html+xlsx+docx", "one document", attached, amounts(base)
    )

    first = compose("ministry-2023")
    second = compose("ministry-2023", organization="临江市水政监察支队", kind="water")

    def bound(folder: Path) -> list[Path]:
        import pypdfium2 as pdfium

        volume = pdfium.PdfDocument.new()
        for paper in (first, second):
            part = pdfium.PdfDocument(write(paper, "pdf", folder / "parts"))
            volume.import_pages(part)
        path = folder / "临江市水利系统2023年度部门决算汇编.pdf"
        volume.save(path)
        return [path]

    yield Case(
        "two organizations in one volume", 4, "pdf", "two documents", bound, several(first, second)
    )
    third, fourth = _base("text", year=2022, seed=2), _base("text")

    def years(folder: Path) -> list[Path]:
        texts = [
            write(p, "text", folder / str(n)).read_text() for n, p in enumerate((third, fourth))
        ]
        path = folder / f"{_ORG}2022-2023年度部门决算.txt"
        path.write_text("".join(texts), encoding="utf-8")
        return [path]

    yield Case("two years in one file", 4, "text", "two documents", years, several(third, fourth))
    only = _with(deepcopy(base), tables=[])
    yield Case(
        "narrative only",
        4,
        "docx",
        "claims, or refused as that",
        _file(only, "docx"),
        narrative_only,
    )
    yield Case(
        "narrative only",
        4,
        "html",
        "claims, or refused as that",
        _file(only, "html"),
        narrative_only,
    )
    bare = _with(deepcopy(base), parts=[], contents=[], cover=[], running_head="")
    yield Case("tables only", 4, "docx", "figures", _file(bare, "docx"), amounts(bare))
    yield Case("tables only", 4, "pdf", "figures", _file(bare, "pdf"), amounts(bare))
    other = compose("guangdong-2021")

    def mixed(folder: Path) -> list[Path]:
        paths = []
        for paper in (base, other):
            tables = _with(deepcopy(paper), parts=[], file_name=f"{paper.file_name}表")
            text = _with(deepcopy(paper), tables=[], file_name=f"{paper.file_name}说明")
            paths.append((write(tables, "xlsx", folder), write(text, "docx", folder)))
        return [paths[0][0], paths[1][1], paths[1][0], paths[0][1]]

    undated = _no_organization(_base())
    _tables(undated, owner=f"部门：{_ORG}")

    def no_year(folder: Path) -> list[Path]:
        paths = []
        for n, table in enumerate(undated.tables, 1):
            one = _with(deepcopy(undated), tables=[table], file_name=f"{n}.{table.title}")
            paths.append(write(one, "xlsx", folder))
        return paths

    def asks_once(documents: list[Document]) -> str | None:
        if len(documents) != 1:
            return f"{len(documents)} documents"
        reason = documents[0].reason or ""
        return None if re.search("年", reason) else f"{documents[0].status}: {reason}"

    yield Case("one table per file, no year", 4, "xlsx", "one question", no_year, asks_once)
    yield Case(
        "two disclosures, files mixed", 4, "xlsx+docx", "two documents", mixed, several(base, other)
    )


def _figure_cases() -> Iterator[Case]:
    styles: list[tuple[str, Callable[[str], str], list[str]]] = [
        ("(12.34)", lambda t: f"({t})", ["xlsx", "pdf"]),
        ("（12.34）", lambda t: f"（{t}）", ["docx"]),
        ("△12.34", lambda t: f"△{t}", ["html", "text"]),
        ("▲12.34", lambda t: f"▲{t}", ["docx"]),
        ("−12.34 (U+2212)", lambda t: f"−{t}", ["text", "html"]),
        ("－12.34 (full width)", lambda t: f"－{t}", ["html", "docx"]),
        ("12.34-", lambda t: f"{t}-", ["xlsx", "text"]),
        ("- 12.34", lambda t: f"- {t}", ["text", "docx"]),
    ]
    for name, style, media in styles:
        for medium in media:
            paper = _negative(style, medium)
            yield Case(
                f"negative {name}", 6, medium, "negative", _file(paper, medium), amounts(paper)
            )
    paper = _some(_base(), lambda t: f"¥{t}")
    yield Case("¥ before figures", 6, "docx", "the figure", _file(paper, "docx"), amounts(paper))
    yield Case("¥ before figures", 6, "pdf", "the figure", _file(paper, "pdf"), amounts(paper))
    for mark, medium in (
        ("①", "html"),
        ("②", "docx"),
        ("²", "xlsx"),
        ("*", "docx"),
        ("注1", "xlsx"),
        ("①", "pdf"),
        ("₁", "text"),
    ):
        paper = _some(_base(medium), lambda t, mark=mark: t + mark, every=11)
        yield Case(
            f"footnote {mark} behind figures",
            6,
            medium,
            "without it, or doubted",
            _file(paper, medium),
            amounts(paper, may_doubt=True),
        )
    paper = _some(_base(unit="元"), lambda t: t.replace(",", " ,", 1))
    spaced = _some(_base("text", unit="元"), lambda t: t.replace(",", " ,", 1))
    yield Case("1 ,234,567.00", 6, "text", "one figure", _file(spaced, "text"), amounts(spaced))
    yield Case("1 ,234,567.00", 6, "docx", "one figure", _file(paper, "docx"), amounts(paper))
    paper = _some(_base(unit="元"), lambda t: t.replace(",", ", ", 1))
    yield Case("1, 234,567.00", 6, "html", "one figure", _file(paper, "html"), amounts(paper))
    for words, medium in (
        (["无"], "xlsx"),
        (["×", "——"], "docx"),
        (["/", "—"], "pdf"),
        (["……", "空"], "html"),
        (["-", "─"], "text"),
        (["--", "不适用"], "xlsx"),
    ):
        paper = _blanks(_base(medium), words)
        yield Case(
            f"blanks {' '.join(words)}", 6, medium, "blank", _file(paper, medium), amounts(paper)
        )
    for medium in ("docx", "text"):
        paper = _restyle(_base(medium), _wide, lambda c: True)
        _codes(paper, lambda c: setattr(c, "text", _wide(c.text)))
        yield Case(
            "full-width digits",
            6,
            medium,
            "figures and codes",
            _file(paper, medium),
            amounts(paper),
        )
    paper = _base()
    for _, cell in _every(paper):
        if cell.value:
            cell.held, cell.number_format = float(cell.value), "0!.0,"
    yield Case(
        "display format 0!.0, over yuan",
        6,
        "xlsx",
        "yuan, or refused with that reason",
        _file(paper, "xlsx"),
        amounts(paper, refused="格式"),
    )
    paper = _base()
    for table, cell in _every(paper):
        if cell.value:
            cell.held, cell.number_format = (
                float(scaled(cell.value, table.unit)),
                "_ * #,##0.00_ ;[Red]\\-#,##0.00 ",
            )
    yield Case(
        "accounting display format", 6, "xlsx", "the figure", _file(paper, "xlsx"), amounts(paper)
    )
    paper = _base()
    for table, cell in _every(paper):
        if cell.value:
            cell.held = cell.printed(table.unit)
    yield Case(
        "figures held as text", 6, "xlsx", "the figure", _file(paper, "xlsx"), amounts(paper)
    )
    paper = _base()
    for code in ("gk02", "gk03", "gk05"):
        table = paper.table(code)
        table.hidden_rows = {table.row_of("2130302")}
    yield Case(
        "hidden rows",
        6,
        "xlsx",
        "they count, and are told",
        _file(paper, "xlsx"),
        amounts(paper, also="隐藏"),
    )
    paper = _base()
    paper.table("gk03").hidden_columns = {6}
    yield Case(
        "hidden column",
        6,
        "xlsx",
        "it counts, and is told",
        _file(paper, "xlsx"),
        amounts(paper, also="隐藏"),
    )
    paper = _base()
    draft = deepcopy(compose("ministry-2023", seed=9).table("gk03"))
    draft.is_hidden = True
    paper.tables.append(draft)
    clean = _base()
    yield Case(
        "hidden sheet with a draft",
        6,
        "xlsx",
        "the sheet shown",
        _file(paper, "xlsx"),
        amounts(clean),
    )
    paper = _base()
    for row in paper.table("gk03").rows[5:]:
        project, after = row[6], row[7]
        if project is not None and after is not None and not after.value:
            project.span = 2
            row[7] = None
    for code in ("gk02", "gk05"):
        for row in paper.table(code).rows[5:]:
            if row[0] is not None and row[0].span == 3:
                row[0].span, row[3] = 4, None
                row[0].text += f" {_name(paper, row[0].text)}"
    yield Case(
        "merged over codes and amounts",
        6,
        "xlsx",
        "figures and codes",
        _file(paper, "xlsx"),
        amounts(paper),
    )
    paper = _base()
    for code in ("gk02", "gk03"):
        for cell in paper.table(code).rows[3]:
            if cell is not None and cell.value is not None:
                cell.held = "=SUM(E6:E9)"
    yield Case(
        "formulas without results",
        6,
        "xlsx",
        "one sentence that says so",
        _file(paper, "xlsx"),
        amounts(paper, refused="公式", also="公式", share=0),
    )

    def as_float(cell: Cell) -> None:
        cell.held, cell.number_format = float(cell.text), "#,##0.00"

    paper = _codes(_base(), as_float)
    yield Case(
        "codes as floats with a format", 6, "xlsx", "codes", _file(paper, "xlsx"), amounts(paper)
    )
    paper = _codes(
        _base(),
        lambda c: setattr(
            c, "text", re.sub(r"(?<=\d)(?=(\d\d)+$)", "-", c.text) if len(c.text) > 3 else c.text
        ),
    )
    yield Case("codes 208-05-05", 6, "docx", "codes", _file(paper, "docx"), amounts(paper))
    paper = _codes(
        _base(),
        lambda c: setattr(c, "text", f"{c.text[:3]}.{c.text[3:5]}.{c.text[5:]}".rstrip(".")),
    )
    yield Case("codes 208.05.05", 6, "html", "codes", _file(paper, "html"), amounts(paper))
    more = {
        "gk05": [
            "initial>=年初预算数",
            "gen.total>total=本年支出/小计",
            "gen.basic>basic=本年支出/基本支出",
            "gen.project>project=本年支出/项目支出",
        ],
        "gk03": [
            "exp.total>total=本年支出合计",
            "exp.basic>basic=基本支出",
            "exp.project>project=项目支出/小计",
            "construction>=项目支出/其中：基本建设支出",
            "exp.remitted>remitted_to_superior=上缴上级支出",
            "exp.operating>operating=经营支出",
            "exp.subsidy>subsidy_to_affiliated=对附属单位补助支出",
        ],
    }
    paper = compose("ministry-2023", columns=more)
    for medium in ("xlsx", "pdf", "html"):
        yield Case(
            "of-which and budget columns",
            6,
            medium,
            "ours apart",
            _file(paper, medium),
            amounts(paper),
        )
    paper = _base()
    for table in paper.tables:
        for row in table.rows:
            for cell in row:
                if cell is not None and cell.text in ("合计", "总计", "小计"):
                    cell.text = f"{cell.text[0]}　　{cell.text[1]}"
    yield Case("合　　计", 6, "docx", "totals", _file(paper, "docx"), amounts(paper))
    paper = _base()
    for code in ("gk07", "gk06"):
        table = paper.table(code)
        table.unit, table.unit_text = "元", "单位：元"
    yield Case(
        "some tables in 元, labelled", 6, "xlsx", "yuan", _file(paper, "xlsx"), amounts(paper)
    )


def _name(paper: Paper, code: str) -> str:
    return dict(paper.department.tree())[code]


@cache
def cases() -> list[Case]:
    """Return every case, by point."""
    return [*_identity_cases(), *_mark_cases(), *_delivery_cases(), *_figure_cases()]
