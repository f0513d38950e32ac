"""Where the tables are: a table begins at its title, beside 公开NN表, and ends before the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.enumerators import SECTION
from dagster_project.form.layouts import Variant, read_variants
from dagster_project.form.titles import table_of_title
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.page.furniture import (
    find_contents,
    find_page_furniture,
    is_part_heading,
)
from dagster_project.reading.page.undoubling import undouble, undouble_words

_MARK = re.compile(r"(?P<title>.{0,40}表)?(?P<mark>公开0?(?P<number>\d{1,2})表)(?P<after>.*)")
_BEGINS_HEADER = re.compile(r"(?:部门|单位)名称|(?:金额)?单位[:：]|栏次|编制单位|公开部门")
_NOTE = re.compile(r"\s*(?:注|备注|说明)\s*[:：]")
_SECTION_OF_TEXT = re.compile(rf"{SECTION}.*(?:说明|情况)$")
_ROW_WITH_AMOUNT = re.compile(r"[^，。；]*\d\.\d\d(?!\d*%)[^，。；]*")


@dataclass
class TableRegion:
    """The lines of one table: from its title to its notes. Indexes are into the lines of the file.

    ``lines`` are those from the printed 公开NN表 on, without notes; ``last`` is the last with
    anything on it. ``table_code`` is None where the title is not a known one.
    """

    title: str
    printed_number: str | None
    start: int
    mark: int
    end: int
    variants: tuple[Variant, ...] = ()
    lines: list[TextLine] = field(default_factory=list)
    notes: list[TextLine] = field(default_factory=list)
    last: int = 0

    @property
    def table_code(self) -> str | None:
        """The canonical code of the table, from its title."""
        return self.variants[0].table_code if self.variants else None


def compact(text: str) -> str:
    """Return a heading line undoubled and without spaces."""
    return undouble("".join(undouble_words(text).split()))


def match_title(title: str) -> tuple[Variant, ...]:
    """Return the known layouts of the table that this text is the title of.

    A text layer is divided by its printed 公开NN表, so layouts without such a number do not count.
    """
    code = table_of_title(title)
    return tuple(v for v in read_variants() if v.printed_number and v.table_code == code)


def _filled_before(lines: Sequence[TextLine], index: int, skip: frozenset[int]) -> int | None:
    for before in range(index - 1, max(-1, index - 20), -1):
        text = lines[before].text
        if text.strip() and before not in skip and not is_part_heading(text):
            return before
    return None


def _filled_after(lines: Sequence[TextLine], index: int) -> int | None:
    near = range(index + 1, min(len(lines), index + 8))
    return next((i for i in near if lines[i].text.strip()), None)


def _title_of(
    lines: Sequence[TextLine], mark: int, inline: str, skip: frozenset[int]
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


def _has_header(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether the header of a table follows, before any other title."""
    near = [compact(line.text) for line in lines[index : index + 30] if line.text.strip()]
    for text in near[:10]:
        if _BEGINS_HEADER.match(text):
            return True
        if match_title(text) or is_part_heading(text) or re.match(r".{0,40}表公开\d", text):
            return False
    return False


def _find_starts(lines: Sequence[TextLine], skip: frozenset[int]) -> list[TableRegion]:
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


def _is_over(lines: Sequence[TextLine], index: int) -> bool:
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


def _cut(region: TableRegion, lines: Sequence[TextLine], skip: frozenset[int], last: bool) -> None:
    """Divide a region into table and notes; drop what pages left there."""
    in_notes = False
    for index in range(region.start, region.end):
        line, text = lines[index], lines[index].text.strip()
        if index in skip:
            continue
        if is_part_heading(line.text):
            # A part heading may be emitted in the middle of a table; it ends one only after the
            # notes, or where running text follows the last table.
            if in_notes or (last and _is_over(lines, index)):
                region.end = index
                break
            continue
        open_note = region.notes[-1].text if in_notes else ""
        goes_on = not open_note.startswith("说明") and not open_note.endswith("。")
        if index > region.mark and _NOTE.match(line.text):
            in_notes = True
            region.notes.append(replace(line, text=text))
        elif not in_notes:
            region.lines.extend([line] if index >= region.mark else [])
        elif text and lines[index - 1].text.strip():
            region.notes[-1] = replace(region.notes[-1], text=open_note + text)
        elif text and _ROW_WITH_AMOUNT.fullmatch(line.text):
            # The notes of a page were emitted before its last rows.
            in_notes = False
            region.lines.append(line)
        elif text and goes_on:
            region.notes[-1] = replace(region.notes[-1], text=open_note + text)
        elif text:
            # A new paragraph after the notes: the table is over.
            region.end = index
            break
    filled = [i for i in range(region.start, region.end) if lines[i].text.strip() and i not in skip]
    region.last = filled[-1] if filled else region.start


def find_tables(lines: Sequence[TextLine]) -> list[TableRegion]:
    """Return every table of the document in reading order, divided into lines and notes."""
    skip = find_page_furniture(lines) | find_contents(lines)
    regions = _find_starts(lines, skip)
    for number, region in enumerate(regions):
        last = number + 1 == len(regions)
        region.end = len(lines) if last else regions[number + 1].start
        _cut(region, lines, skip, last)
    return regions
