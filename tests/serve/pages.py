"""Pages as trees, and elements of them by simple selectors: tag#id.class[name=value], nested."""

from __future__ import annotations

import re

from lxml import html

_PART = re.compile(r"([#.]?)([\w-]+)|\[([\w-]+)(?:=([\w-]+))?\]")


def select(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """Return the elements below this one that a selector names."""
    path = "."
    for compound in selector.split():
        tag, tests = "*", ""
        for kind, name, attribute, value in _PART.findall(compound):
            if attribute:
                tests += f"[@{attribute}='{value}']" if value else f"[@{attribute}]"
            elif kind == "#":
                tests += f"[@id='{name}']"
            elif kind == ".":
                tests += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            else:
                tag = name
        path += f"//{tag}{tests}"
    found: list[html.HtmlElement] = element.xpath(path)
    return found


def text_of(element: html.HtmlElement, selector: str) -> str:
    """Return the text of what a selector names, blanks made one."""
    return " ".join(" ".join(found.text_content().split()) for found in select(element, selector))
