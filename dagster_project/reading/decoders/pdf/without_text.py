"""Pages that must be looked at as images, because what they show is not text."""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.reading.page.page_model import PageModel

# Parts of the page's area. A logo covers 0.02, a scan 0.9, a pasted picture of a table 0.3.
_SCAN, _PICTURE = 0.1, 0.25
# Text turned into outlines has one or more curves per character.
_LEAST_CURVES = 60
_FEW_CHARS = 10


@dataclass(frozen=True)
class PageWithoutText:
    """A page for OCR: its size in points as shown, and what it shows instead of text.

    ``content``: ``image`` (a scan), ``outlines`` (text drawn as curves), ``image_beside_text``
    (a large picture on a page that has text too; it may be a table), or ``false_text`` (fonts
    whose text is none, or not what they draw).
    """

    page: int
    width: float
    height: float
    content: str


def missing_text(page: PageModel) -> PageWithoutText | None:
    """Return what of a page has to be read by OCR, None where its text layer says all."""
    width, height = page.shown.size
    covered = page.drawing.image_area / (width * height)
    if len(page.chars) < _FEW_CHARS and covered >= _SCAN:
        content = "image"
    elif len(page.chars) < _FEW_CHARS and page.drawing.curves >= _LEAST_CURVES:
        content = "outlines"
    elif covered >= _PICTURE:
        content = "image_beside_text"
    else:
        return None
    return PageWithoutText(page.page_no, round(width, 1), round(height, 1), content)


def as_picture(page: PageModel) -> PageWithoutText:
    """Return a page whose text layer is not to be read."""
    width, height = page.shown.size
    return PageWithoutText(page.page_no, round(width, 1), round(height, 1), "false_text")
