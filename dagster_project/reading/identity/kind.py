"""What kind of document this is, from its title page and headings: a wrong kind is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.form.labels import fold
from dagster_project.reading.identity.printed import is_placeholder
from dagster_project.reading.model.cells import NOT_READ
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.tables.read_table import has_figures
from dagster_project.reading.tables.regions import Region

# 上海市XX局, XX.XX万元, 20XX年, ××局, 某某局, ____; 。。。 in lists.
_BLANK = re.compile(r"[Xx×＊*○〇]{2,}|某某|_{3,}")
_FIGURE = re.compile(r"\d\.\d{2}(?!\d)")
_AMOUNT = re.compile(r"\d\.\d{2}")
# A form to fill in has blanks all over and almost no figures: the official one of Shanghai 2024 has
# 300 blanks and no figure, a disclosure with the name of a person crossed out has one or two.
_LEAST_BLANKS = 8
_BLANKS_PER_FIGURE = 3
_LONGEST_HEADING = 45
_SAYS_KIND = re.compile(r"(?:表|[预决]算|说明|报告|公开|情况|草案)(?:公开)?(?:\d{1,3}|\.{3,}\d*)?$")
_OTHER_KINDS = (
    (
        re.compile(r"(?:财政总决算|政府决算|总决算)(?:草案|报告|公开)?$"),
        "政府财政总决算，不是部门决算",
    ),
    (re.compile(r"政府信息公开(?:工作)?年度报告$"), "政府信息公开年度报告"),
    (re.compile(r"绩效(?:评价|自评)报告$"), "绩效评价报告"),
    (re.compile(r"审计(?:工作)?报告$"), "审计报告"),
)
# A sentence about final accounts: its amounts are told with their unit.
# 2021年度一般公共预算财政拨款“三公”经费支出决算情况说明 is published on a page of its own.
_TITLED = re.compile(
    r"(?:19|20)\d{2}年?度?(?:(?:部门|单位|部门（单位）)?|[^，。；]{0,20}三公[^，。；]{0,12})决算"
)
_TOLD = re.compile(r"\d(?:万元|亿元|元|[%％]|辆|批次|人次?)")
_LEAST_TOLD = 5
_OPENING_LINES = 12


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _headings(lines: Sequence[str]) -> list[str]:
    plain = (fold(_squeeze(line)) for line in lines)
    return [t for t in plain if 4 <= len(t) <= _LONGEST_HEADING and _SAYS_KIND.search(t)]


def is_template(lines: Sequence[str]) -> bool:
    """Return whether the blanks of a form are still there where names and figures belong."""
    blanks = sum(len(_BLANK.findall(_squeeze(line))) for line in lines)
    figures = sum(len(_FIGURE.findall(line)) for line in lines)
    return blanks >= _LEAST_BLANKS and blanks >= _BLANKS_PER_FIGURE * figures


def is_budget(lines: Sequence[str], *, has_tables: bool) -> bool:
    """Return whether the headings speak of a budget and not of final accounts.

    Final accounts have headings with 预算 too (一般公共预算财政拨款支出决算表), but those say 决算.
    Without a known table fewer of them decide: a budget's tables may look like ours by their
    headers, the other way round there is nothing to lose.
    """
    headings = _headings(lines)
    budget = sum("预算" in text and "决算" not in text for text in headings)
    final = sum("决算" in text for text in headings)
    opening = fold(_squeeze("".join(lines[:_OPENING_LINES])))
    kind = re.search(r"(?:部门|单位)(?P<kind>预算|决算)", opening)
    if kind and kind["kind"] == "预算":
        return budget > final
    return budget >= 2 and budget > (4 if has_tables else 1) * final


def is_narrative(lines: Sequence[str]) -> bool:
    """Return whether a text without tables is a disclosure all the same: told, not tabulated."""
    plain = [_squeeze(line) for line in lines]
    is_titled = any("决算" in text and _TITLED.search(text) for text in plain[:_OPENING_LINES])
    told = sum(len(_TOLD.findall(text)) for text in plain)
    return is_titled and told >= _LEAST_TOLD


def refuse_kind(lines: Sequence[str], *, has_tables: bool) -> None:
    """Raise RefusedError for templates, budgets and documents without a known table.

    ``lines`` are the texts of the document in reading order, those of cells included.
    """
    if is_template(lines):
        raise RefusedError(
            "template", "这是空白模板，不是决算公开：名称和数字处仍是“XX”", kind="template"
        )
    if is_budget(lines, has_tables=has_tables):
        raise RefusedError(
            "budget", "这是部门预算公开，不是决算公开：标题和表名都是预算", kind="budget"
        )
    if has_tables or is_narrative(lines):
        return
    opening = [text for text in map(_squeeze, lines) if text][:_OPENING_LINES]
    for text in opening:
        for pattern, what in _OTHER_KINDS:
            if pattern.search(text):
                raise RefusedError("other_kind", f"这是{what}（“{text[:40]}”）", kind="other")
    begins = f"；文件开头是“{opening[0][:30]}”" if opening else ""
    raise RefusedError("no_table", f"文件中没有找到决算公开的表{begins}", kind="other")


def _may_hold_figures(document: ReadDocument, regions: Sequence[Region]) -> bool:
    """Return whether a table that was not read may print a figure."""
    unread = {table.table_code for table in document.tables if table.read_status == NOT_READ}
    parts = [p for r in regions if r.table_code is None or r.table_code in unread for p in r.parts]
    if not all(part.problem for part in parts):
        return bool(unread)
    texts = (cell.text for part in parts for row in part.rows for cell in row)
    lines = (line for text in texts for line in text.splitlines())
    return any(_AMOUNT.search(line) for line in lines if not line.lstrip().startswith("栏次"))


def refuse_blank(document: ReadDocument, regions: Sequence[Region]) -> None:
    """Raise RefusedError where no table holds a number: a form that nobody has filled in."""
    if not regions:
        return
    cells = (cell for table in document.tables for cell in table.cells)
    if any(_AMOUNT.search(_squeeze(c.printed_text)) for c in cells if c.cell_state == "value"):
        # Figures that nobody can read are no empty form: 1 2 8 0 . 0 0.
        return
    if not any(map(has_figures, document.tables)) and not _may_hold_figures(document, regions):
        raise RefusedError(
            "template", "各表都没有一个数：这是空白模板，不是决算公开", kind="template"
        )


def refuse_nameless(document: ReadDocument, name: str | None) -> None:
    """Raise RefusedError where a document does not say whose it is, or of which year."""
    if name is not None and is_placeholder(name):
        raise RefusedError(
            "template", f"部门名称是“{name}”：这是模板，不是决算公开", kind="template"
        )
    if document.year is None:
        raise RefusedError(
            "year_unknown",
            "表中、文字中与文件名中都没有印年度；请以 --year 指明，再提取一次",
            kind=document.kind,
        )
    if document.organization is None:
        raise RefusedError(
            "organization_unknown",
            "表中、文字中与文件名中都没有印部门名称；请以 --organization 指明，再提取一次",
            kind=document.kind,
        )
