"""Decodes web pages, and the ``.xls`` files that are web pages: a common kind of export."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import html
from lxml.etree import LxmlError

from dagster_project.form.web_furniture import is_web_furniture
from dagster_project.reading.decoders.layout_tables import only_lays_out
from dagster_project.reading.decoders.sheets import Sheet, sheet_grid
from dagster_project.reading.decoders.text.encoding import decode_strictly
from dagster_project.reading.model.grid import DecodedDocument, Grid, LeftOut, Place, TextLine
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.raised import as_mark

_BROKEN = "网页文件已损坏，打不开"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# lxml refuses a text that speaks of its encoding; what it was is known by then.
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*>")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
# The classes and names that a style sheet of the page hides, selectors of one word alone.
_STYLE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?:[\w-]+)?(?P<kind>[.#])(?P<name>[\w-]+)")
_HIDDEN_HERE = "hidden"
_NOT_SHOWN = frozenset({"script", "style", "head", "title", "noscript", "template"})
# Parts of a page that are the site's by their name.
_OF_THE_SITE = frozenset({"nav", "footer", "aside"})
_TITLES = frozenset({"h1", "h2"})
# What may stand between links of a row.
_BETWEEN_LINKS = re.compile(r"[\s|｜·•>＞»、/\-—]*")
_INLINE = frozenset({"a", "b", "em", "font", "i", "o:p", "s", "small", "span", "strong", "u"})
_RAISED = frozenset({"sup", "sub"})
# Fields of a form that show what they hold.
_TYPED = frozenset({"text", "number"})
_STRUCK = frozenset({"s", "strike", "del"})
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
_LARGEST_SPAN = 1000


class _Link(str):
    """A text that leads to another page."""

    __slots__ = ()


def _decode(content: bytes) -> str:
    """Return the page as text: in the encoding it names, else in the first that fits."""
    if content.startswith(_BYTE_ORDER_MARKS):
        return decode_strictly(content)[0]
    named = _CHARSET.search(content[:4096])
    name = named[1].decode("ascii").lower() if named else ""
    own = "gb18030" if name.startswith("gb") else name
    for encoding in filter(None, (own, "utf-8", "gb18030")):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    raise RefusedError("not_text", "网页文件的编码不认识")


def _is_shown(element: html.HtmlElement) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag not in _NOT_SHOWN
        and element.get(_HIDDEN_HERE) is None
        and not _HIDDEN.search(element.get("style", ""))
    )


def _hide_by_style(page: html.HtmlElement) -> None:
    """Mark as hidden what a style sheet of the page hides by class or name."""
    hidden = set()
    for style in page.iter("style"):
        for selectors, rules in _STYLE.findall(_COMMENT.sub("", style.text or "")):
            if _HIDDEN.search(rules):
                found = (_SELECTOR.fullmatch(one.strip()) for one in selectors.split(","))
                hidden |= {(one["kind"], one["name"]) for one in found if one}
    for element in page.iter() if hidden else ():
        if isinstance(element.tag, str):
            names = {(".", name) for name in element.get("class", "").split()}
            if hidden & (names | {("#", element.get("id", ""))}):
                element.set(_HIDDEN_HERE, "")


def _is_struck(element: html.HtmlElement) -> bool:
    return element.tag in _STRUCK or bool(_STRUCK_STYLE.search(element.get("style", "")))


def _is_raised(element: html.HtmlElement) -> bool:
    return element.tag in _RAISED or bool(_RAISED_STYLE.search(element.get("style", "")))


def _text(element: html.HtmlElement, *, with_struck: bool = True) -> str:
    """Return what is shown of an element: a line break as such, raised digits as marks."""
    parts = [element.text or ""]
    for child in element:
        if _is_shown(child) and (with_struck or not _is_struck(child)):
            text = "\n" if child.tag == "br" else _text(child, with_struck=with_struck)
            if child.tag == "input" and child.get("type", "text") in _TYPED:
                text = child.get("value", "")
            parts.append(as_mark(text) if _is_raised(child) else text)
        parts.append(child.tail or "")
    return "".join(parts)


def _cell_text(cell: html.HtmlElement) -> str:
    """Return what a cell holds; what is struck through beside other text was replaced by it."""
    kept = _text(cell, with_struck=False)
    lines = (kept if kept.strip() else _text(cell)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "").strip()
    return min(max(int(text), 1), _LARGEST_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _sheet(table: html.HtmlElement, name: str) -> Sheet:
    """Return a table with each cell where it is shown: spans push later cells aside."""
    texts: dict[Place, str] = {}
    merged: list[tuple[int, int, int, int]] = []
    taken: set[Place] = set()
    # A page hides rows as a sheet does, by pages or folded: the printed totals hold them.
    rows = list(table.iter("tr"))
    for row_no, row in enumerate(rows, start=1):
        column = 1
        for cell in row:
            if cell.tag not in ("td", "th") or not _is_shown(cell):
                continue
            while (row_no, column) in taken:
                column += 1
            bottom = row_no + _span(cell, "rowspan") - 1
            right = column + _span(cell, "colspan") - 1
            texts[row_no, column] = _cell_text(cell)
            if (bottom, right) != (row_no, column):
                merged.append((row_no, column, bottom, right))
                last = min(bottom, len(rows))
                taken.update(
                    (r, c) for r in range(row_no, last + 1) for c in range(column, right + 1)
                )
            column = right + 1
    hidden = frozenset(row_no for row_no, row in enumerate(rows, start=1) if not _is_shown(row))
    return Sheet(name, texts, merged, hidden_rows=hidden)


def _lays_out(table: html.HtmlElement) -> bool:
    """Return whether a table only lays out the page: it holds others, or the text itself."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = (
        [cell for cell in row if cell.tag in ("td", "th") and _is_shown(cell)]
        for row in table.iter("tr")
        if _is_shown(row)
    )
    return only_lays_out([[_paragraphs(cell) for cell in row] for row in cells])


def _paragraphs(cell: html.HtmlElement) -> list[str]:
    """Return what a cell holds, paragraph by paragraph."""
    paragraphs = [""]
    for item in (piece for piece in _walk(cell) if isinstance(piece, str)):
        if item:
            paragraphs[-1] += item
        elif paragraphs[-1]:
            paragraphs.append("")
    return paragraphs


def _walk(element: html.HtmlElement, *, in_link: bool = False) -> Iterator[html.HtmlElement | str]:
    """Yield the tables, the texts between them, and "" where a line ends."""
    if element.tag in _OF_THE_SITE:
        return
    if element.tag == "table" and not _lays_out(element):
        yield element
        return
    ends_line = element.tag not in _INLINE
    in_link = in_link or _leads_away(element)
    text = _Link if in_link else str
    yield from ("",) if ends_line else ()
    if element.text and element.text.strip():
        yield text(element.text)
    for child in element:
        if _is_shown(child):
            yield from _walk(child, in_link=in_link)
        if child.tail and child.tail.strip():
            yield text(child.tail)
    yield from ("",) if ends_line else ()


def _leads_away(element: html.HtmlElement) -> bool:
    """Return whether an element is a link to another page, not to a place of this one.

    The title of the page may lead to the page itself.
    """
    target = element.get("href", "").strip() if element.tag == "a" else ""
    is_title = element.getparent() is not None and element.getparent().tag in _TITLES
    return bool(target) and not target.startswith("#") and not is_title


def _is_of_the_site(pieces: Sequence[str]) -> bool:
    """Return whether a line is links to other pages and nothing else, or known of websites."""
    own = "".join(piece for piece in pieces if not isinstance(piece, _Link))
    leads_away = any(isinstance(piece, _Link) for piece in pieces)
    return (leads_away and _BETWEEN_LINKS.fullmatch(own) is not None) or is_web_furniture(
        "".join(pieces)
    )


def decode_html(content: bytes, place: str = "") -> DecodedDocument:
    """Return the tables and lines of a page. Raises RefusedError where there is nothing to read.

    ``place`` begins the locators where the page is one of several.
    """
    decoded = DecodedDocument()
    lines = tables = 0
    line: list[str] = []
    try:
        page = html.document_fromstring(_XML_HEAD.sub("", _decode(content)))
        _hide_by_style(page)
        for item in [*_walk(page), ""]:
            if isinstance(item, str) and item:
                line.append(item)
                continue
            if line:
                lines += 1
            if line and not _is_of_the_site(line):
                text = " ".join("".join(line).split())
                decoded.items.append(TextLine(text, f"{place}第{lines}行"))
            line = []
            if isinstance(item, str):
                continue
            tables += 1
            name = f"{place}第{tables}张表"
            grid, note = sheet_grid(_sheet(item, name))
            decoded.left_out.extend([LeftOut(name, note)] if note else [])
            decoded.items.extend([grid] if isinstance(grid, Grid) else [])
    except (LxmlError, ValueError, RecursionError) as problem:
        raise RefusedError("broken_file", _BROKEN) from problem
    return decoded
