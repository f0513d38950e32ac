"""Where the tables are: a table begins at its title, beside 公开NN表, and ends before the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.extraction.text_layer.decode import SourceLine
from dagster_project.extraction.text_layer.pages import (
    find_contents,
    find_page_furniture,
    is_part_heading,
)
from dagster_project.extraction.text_layer.undoubling import undouble, undouble_words
from dagster_project.form.labels import normalise_title
from dagster_project.form.layouts import Variant, read_variants

_MARK = re.compile(r"(?P<title>.{0,40}表)?(?P<mark>公开0?(?P<number>\d{1,2})表)(?P<after>.*)")
_BEGINS_HEADER = re.compile(r"(?:部门|单位)名称|(?:金额)?单位[:：]|栏次|编制单位|公开部门")
_NOTE = re.compile(r"\s*(?:注|备注)\s*[:：]")
_STATEMENT = re.compile(r"\s*说明\s*[:：]")
_SECTION_OF_TEXT = re.compile(r"[一二三四五六七八九十]+、.*(?:说明|情况)$")
_ROW_WITH_AMOUNT = re.compile(r"[^，。；]*\d\.\d\d(?!\d*%)[^，。；]*")
_FILLER_BEFORE_TITLE = re.compile(r"^(?:附件|附表|表)?[一二三四五六七八九十\d]*[、.：:]?\d{4}年度?")


@dataclass
class TableRegion:
    """The lines of one table: from its title to its notes. Indexes are into the lines of the file.

    ``table_code`` is None where the title is not a known one.
    """

    title: str
    printed_number: str | None
    start: int
    mark: int
    end: int
    variants: tuple[Variant, ...] = ()
    lines: list[SourceLine] = field(default_factory=list)
    notes: list[tuple[str, SourceLine]] = field(default_factory=list)
    statements: list[tuple[str, SourceLine]] = field(default_factory=list)
    last_line: int = 0

    @property
    def table_code(self) -> str | None:
        """The canonical code of the table, from its title."""
        return self.variants[0].table_code if self.variants else None


def compact(text: str) -> str:
    """Return a heading line undoubled and without spaces."""
    return undouble("".join(undouble_words(text).split()))


def match_title(title: str) -> tuple[Variant, ...]:
    """Return the known layouts with this title; a year or 部门/单位 in front of it is ignored.

    Only whole titles match: 财政拨款收入支出决算总表 ends in 收入支出决算总表 and is another table.
    A text layer is divided by its printed 公开NN表, so layouts without such a number do not count.
    """
    wanted = normalise_title(title)
    shortened = _FILLER_BEFORE_TITLE.sub("", wanted)
    forms = {
        form.removeprefix(owner) for form in (wanted, shortened) for owner in ("", "部门", "单位")
    }
    return tuple(v for v in read_variants() if v.printed_number and forms & set(v.titles))


def _filled_before(lines: Sequence[SourceLine], index: int, skip: frozenset[int]) -> int | None:
    for before in range(index - 1, max(-1, index - 20), -1):
        text = lines[before].text
        if text.strip() and before not in skip and not is_part_heading(text):
            return before
    return None


def _filled_after(lines: Sequence[SourceLine], index: int) -> int | None:
    near = range(index + 1, min(len(lines), index + 8))
    return next((i for i in near if lines[i].text.strip()), None)


def _title_of(
    lines: Sequence[SourceLine], mark: int, inline: str, skip: frozenset[int]
) -> tuple[int, str, tuple[Variant, ...]]:
    """Return where the title of a marked table begins, the title, and its known layouts."""
    if inline and match_title(inline):
        return mark, inline, match_title(inline)
    above = _filled_before(lines, mark, skip)
    title = compact(lines[above].text) if above is not None else ""
    if above is not None and match_title(title):
        return above, title, match_title(title)
    if above is not None:
        upper = _filled_before(lines, above, skip)
        joined = compact(lines[upper].text) + title if upper is not None else ""
        if upper is not None and match_title(joined):
            return upper, joined, match_title(joined)
    below = _filled_after(lines, mark)
    if below is not None and match_title(compact(lines[below].text)):
        title = compact(lines[below].text)
        return mark, title, match_title(title)
    if above is not None and re.search(r"表$", title) and len(title) <= 60:
        return above, title, ()
    return mark, inline, ()


def _has_header(lines: Sequence[SourceLine], index: int) -> bool:
    """Return whether the header of a table follows, before any other title."""
    near = [compact(line.text) for line in lines[index : index + 30] if line.text.strip()]
    for text in near[:10]:
        if _BEGINS_HEADER.match(text):
            return True
        if match_title(text) or is_part_heading(text) or re.match(r".{0,40}表公开\d", text):
            return False
    return False


def _find_starts(lines: Sequence[SourceLine], skip: frozenset[int]) -> list[TableRegion]:
    regions: dict[int, TableRegion] = {}
    for index, line in enumerate(lines):
        if index in skip or "公开" not in line.text:
            continue
        found = _MARK.fullmatch(compact(line.text)) or _MARK.fullmatch("".join(line.text.split()))
        if found is None or (found["after"] and not _BEGINS_HEADER.match(found["after"])):
            continue
        inline = compact(found["title"] or "")
        if found["title"] and not (match_title(inline) and _has_header(lines, index + 1)):
            # A mention of the table, for example in a list of tables.
            continue
        start, title, variants = _title_of(lines, index, inline, skip)
        number = f"公开{int(found['number']):02d}表"
        regions[start] = TableRegion(title, number, start, index, len(lines), variants)
    for index, line in enumerate(lines):
        # A title whose 公开NN表 was lost; it must be followed by the header of a table.
        if index in skip or any(r.start <= index <= r.mark + 3 for r in regions.values()):
            continue
        title = compact(line.text) if line.text.strip().endswith("表") else ""
        if title and match_title(title) and _has_header(lines, index + 1):
            regions[index] = TableRegion(title, None, index, index, len(lines), match_title(title))
    return [regions[start] for start in sorted(regions)]


def _is_over(lines: Sequence[SourceLine], index: int) -> bool:
    """Return whether the last table is over at a part heading: text follows and not its notes."""
    for later in range(index + 1, min(len(lines), index + 120)):
        text = lines[later].text
        if _NOTE.match(text):
            return False
        if "。" in text or is_part_heading(text):
            break
    after = _filled_after(lines, index)
    text = compact(lines[after].text) if after is not None else "。"
    return len(text) > 45 or "。" in text or bool(_SECTION_OF_TEXT.match(text))


def _cut(
    region: TableRegion, lines: Sequence[SourceLine], skip: frozenset[int], last: bool
) -> None:
    """Divide a region into table, notes and statements; drop what pages left there."""
    current: list[tuple[str, SourceLine]] | None = None
    for index in range(region.start, region.end):
        line = lines[index]
        if index in skip:
            continue
        if is_part_heading(line.text):
            # A part heading may be emitted in the middle of a table; it ends one only after the
            # notes, or where running text follows the last table.
            if current is not None or (last and _is_over(lines, index)):
                region.end = index
                break
            continue
        kind = region.notes if _NOTE.match(line.text) else None
        kind = region.statements if _STATEMENT.match(line.text) else kind
        if kind is not None and index > region.mark:
            current = kind
            current.append((line.text.strip(), line))
        elif current is None:
            region.lines.append(line)
        elif line.text.strip() and lines[index - 1].text.strip():
            text, first = current[-1]
            current[-1] = (text + line.text.strip(), first)
        elif line.text.strip() and _ROW_WITH_AMOUNT.fullmatch(line.text):
            # The notes of a page were emitted before its last rows.
            current = None
            region.lines.append(line)
        elif line.text.strip() and current is region.notes and not current[-1][0].endswith("。"):
            current[-1] = (current[-1][0] + line.text.strip(), current[-1][1])
        elif line.text.strip():
            # A new paragraph after the notes: the table is over.
            region.end = index
            break
    filled = [i for i in range(region.start, region.end) if lines[i].text.strip() and i not in skip]
    region.last_line = lines[filled[-1]].number if filled else lines[region.start].number


def find_tables(lines: Sequence[SourceLine]) -> list[TableRegion]:
    """Return every table of the document in reading order, divided into lines and notes."""
    skip = find_page_furniture(lines) | find_contents(lines)
    regions = _find_starts(lines, skip)
    for number, region in enumerate(regions):
        last = number + 1 == len(regions)
        region.end = len(lines) if last else regions[number + 1].start
        _cut(region, lines, skip, last)
    return regions
