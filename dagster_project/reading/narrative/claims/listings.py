"""The items a text lists under 人员经费 and 公用经费, each with the economic account it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from dagster_project.form.labels import normalise_label
from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.cells import Cell
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.runtime.settings import SEEDS_DIR

_LIST = re.compile(
    r"(?P<head>人员经费|日常公用经费|公用经费)[^。；]{0,60}?(?:主要)?(?:包括|用于)：?"
    r"(?P<items>[^。；]{2,600})"
)
# 主要包括人员经费6,728,581.11元，主要包括…: the list begins after the last of them.
_RESTART = re.compile(r"^.*(?:主要)?(?:包括|用于)：?")
_OPEN_END = re.compile(r"(?:等(?:支出|费用|方面|项目)*)$")
# 主要用于以下方面：教育支出…，占…；….
_STRUCTURE = re.compile(r"用于以下(?:几?个)?方面[^。]*")
_BEFORE_NAME = re.compile(r"^(?:(?:在职|退休|离休|离退休)人员(?=.{2}))+")
_PERSONNEL = ("301", "303")
# So much of a structure is told: its opening, not the text.
_TOLD = 8


@cache
def _official() -> dict[str, tuple[str, ...]]:
    """Return the codes each name has: official names, and what departments call them."""
    names: dict[str, set[str]] = {}
    for row in read_seed(SEEDS_DIR / "codes" / "economic_accounts.csv"):
        if row["classification"] == "department_economic":
            names.setdefault(normalise_label(row["name_zh"]), set()).add(row["economic_code"])
    for row in read_seed(SEEDS_DIR / "codes" / "economic_aliases.csv"):
        names.setdefault(normalise_label(row["alias_zh"]), set()).add(row["economic_code"])
    return {name: tuple(sorted(codes)) for name, codes in names.items()}


class EconomicNames:
    """The economic accounts a document's text may name; those its own table prints come first."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        """Take the cells of the document's table by economic account."""
        own: dict[str, set[str]] = {}
        for cell in cells:
            if cell.account_code:
                label = normalise_label(cell.printed_label)
                own.setdefault(label, set()).add(cell.account_code)
        self._own = {name: tuple(sorted(codes)) for name, codes in own.items()}

    def code_of(self, name: str, part: str) -> str:
        """Return the item of this part (personnel, public) so named, empty unless exactly one."""
        wanted = normalise_label(name)
        for source in (self._own, _official()):
            codes = [
                code
                for code in source.get(wanted, ())
                if len(code) > 3 and code.startswith(_PERSONNEL) == (part == "personnel")
            ]
            if codes:
                return codes[0] if len(codes) == 1 else ""
        return ""


def find_structures(piece: Piece, topic: str) -> Iterator[Statement]:
    """Yield one ``structure_list`` per list of what money was spent on, by functional class.

    ``direction`` is 等 where it says itself that it is not complete.
    """
    if topic != "structure" and not topic.startswith("general_public"):
        return
    for match in _STRUCTURE.finditer(piece.text.plain):
        yield Statement(
            statement_kind="structure_list",
            paragraph=piece.paragraph,
            direction="等" if _OPEN_END.search(match[0]) else "",
            topic=topic,
            printed_text=piece.text.printed[slice(*match.span())][:_TOLD],
        )


def find_listings(piece: Piece, topic: str, names: EconomicNames) -> Iterator[Statement]:
    """Yield one ``list`` per list of the paragraph and one ``listed_item`` per name in it.

    ``direction`` of a list is 等 where it says itself that it is not complete.
    """
    if topic != "basic" and not topic.startswith("general_public"):
        return
    for match in _LIST.finditer(piece.text.plain):
        part = "personnel" if match["head"] == "人员经费" else "public"
        items = _RESTART.sub("", match["items"])
        is_open = bool(_OPEN_END.search(items))
        words = [
            _BEFORE_NAME.sub("", word)
            for word in re.split("[、，]", _OPEN_END.sub("", items))
            if word
        ]
        said = Statement(
            statement_kind="list",
            paragraph=piece.paragraph,
            topic=topic,
            base=part,
        )
        yield replace(
            said,
            subject=match["head"],
            direction="等" if is_open else "",
            excerpt=items[:80],
        )
        for word in words:
            yield replace(
                said,
                statement_kind="listed_item",
                subject=word,
                account_code=names.code_of(word, part),
                printed_text=word,
                excerpt=word,
            )
