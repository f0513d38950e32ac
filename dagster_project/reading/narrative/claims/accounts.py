"""From account names to account codes: a path resolves only where all its names lead to one code.

The tables of the same document come first; the code list helps where they do not name the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.narrative.claims.model import Account
from dagster_project.reading.narrative.claims.names import account_name, without_spending
from dagster_project.runtime.settings import SEEDS_DIR

# 类、款、项 as printed behind the names; a class may stand alone, and so may a section or an item.
# Bounded, as every repetition here: a hostile text must not cost more than its length.
_NAME = r"(?:（[^（）]{1,9}）|[^，。；：！？（）“]){1,60}?"
_LEVEL = r"[^。；：！？]{1,60}?"
_PATH = re.compile(
    rf"(?P<class>{_NAME})（类）(?P<spent>支出)?"
    rf"(?:(?P<section>{_LEVEL})（款）)?(?:(?P<item>{_LEVEL})（项）)?(?:支出(?!决算))?"
    rf"|(?P<only_section>{_NAME})（款）(?:(?P<only_item>{_LEVEL})（项）)?(?:支出(?!决算))?"
    rf"|(?P<lone_item>{_NAME})（项）(?:支出(?!决算))?"
    # 小学教育（2050202）: the code itself says which account, and of which level.
    rf"|(?P<coded>{_NAME})（(?P<code>2\d{{2}}(?:\d{{2}}){{0,2}})）(?:支出(?!决算))?"
)
_CODED = re.compile(r"（(?P<code>2\d{2}(?:\d{2}){0,2})）$")
# What stands before the first name in the same clause.
_BEFORE_NAME = re.compile(
    r"^.*?(?:[1-9]\d?[、．.]|其中|\d{4}年度?|以下方面|具体为)(?=[^\d、．.])|^[、\d．.]+"
)
_STROKE = re.compile(r"[-—–－─/>＞→·]+")
_LENGTHS = {1: (3,), 2: (5,), 3: (7,)}


def find_paths(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the account paths of a text (as ``account_text`` writes it): start, end, names.

    Names go from 类 down; an empty name stands for a level that the text leaves out.
    """
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _PATH.finditer(text):
        first = next(g for g in ("class", "only_section", "lone_item", "coded") if match[g])
        name = match[first]
        while (cut := _BEFORE_NAME.sub("", name, count=1)) != name and cut:
            name = cut
        start = match.end(first) - len(name)
        name = account_name(name)
        if first == "class":
            # 教育（类）支出 is the class 教育支出.
            name += "支出" if match["spent"] and not name.endswith("支出") else ""
            parts = (name, match["section"], match["item"])
            names: tuple[str, ...] = tuple(account_name(part) for part in parts if part)
        elif first == "coded":
            above = len(match["code"]) // 2 - 1
            names = (*[""] * above, f"{name}（{match['code']}）")
        elif first == "only_section":
            item = match["only_item"]
            names = ("", name, account_name(item)) if item else ("", name)
        else:
            names = ("", "", name)
        found.append((start, match.end(), names))
    return found


@cache
def _listed(file: str, code: str) -> tuple[Account, ...]:
    rows = read_seed(SEEDS_DIR / "codes" / file)
    listed = (Account(row[code], account_name(row["name_zh"])) for row in rows)
    return tuple(account for account in listed if account not in _given_away())


@cache
def _former_names() -> tuple[Account, ...]:
    """Return what functional accounts were called before, under the code they have now."""
    return tuple(account for account, _ in _renamed() if account not in _given_away())


@cache
def _given_away() -> frozenset[Account]:
    """Return the names of items whose code now means something else: nobody knows their account."""
    return frozenset(a for a, comparable in _renamed() if comparable == "no" and len(a.code) > 5)


@cache
def _renamed() -> tuple[tuple[Account, str], ...]:
    return tuple(
        (Account(row["new_code"], account_name(row["old_name_zh"])), row["comparable"])
        for row in read_seed(SEEDS_DIR / "codes" / "account_crosswalk.csv")
        if row["classification"] == "functional"
    )


class AccountNames:
    """The names of the functional accounts that a document's text may use."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        """Take the accounts of the document's own tables; code list and old names stand behind."""
        own = [Account(a.code, account_name(a.name)) for a in accounts]
        self._sources: tuple[Sequence[Account], ...] = (
            own,
            _listed("functional_accounts.csv", "function_code"),
            _former_names(),
        )
        self._classes = sorted(
            {a.name for source in self._sources for a in source if len(a.code) == 3},
            key=len,
            reverse=True,
        )

    def path_at_end(self, phrase: str) -> tuple[str, ...]:
        """Return the path of the class or, in the document's tables, of the account so named."""
        phrase = account_name(phrase)
        if path := self._joined(phrase):
            return path
        for name in self._classes:
            if phrase == name or (phrase.endswith(name) and phrase[-len(name) - 1] in "年度：，、"):
                return (name,)
        own = self._sources[0]
        wanted = (phrase, without_spending(phrase))
        found = [account for account in own if account.name in wanted and len(account.code) > 3]
        codes = {account.code for account in found}
        if len(codes) != 1:
            return ()
        code = codes.pop()
        names = {account.code: account.name for account in own}
        return tuple(names.get(code[:length], "") for length in range(3, len(code) + 1, 2))

    def is_name(self, phrase: str) -> bool:
        """Return whether a phrase is the name of a 款 or 项, whichever of those so called."""
        name = account_name(phrase)
        wanted = (name, without_spending(name))
        return any(a.name in wanted for source in self._sources for a in source if len(a.code) > 3)

    def _joined(self, phrase: str) -> tuple[str, ...]:
        """Return the path of names joined by strokes (教育支出-普通教育-小学教育), if it is one."""
        names = tuple(account_name(part) for part in _STROKE.split(phrase))
        return names if len(names) in (2, 3) and all(names) and self.code_of(names) else ()

    def class_named(self, name: str) -> str:
        """Return a name without the words before the class that it ends with."""
        endings = (known for known in self._classes if name.endswith(known))
        return next(endings, name)

    def other_item_named(self, text: str, own_code: str) -> str:
        """Return the item of the document's tables that a text names, empty if only its own."""
        items = [a for a in self._sources[0] if len(a.code) == 7]
        own = {a.name for a in items if a.code == own_code}
        # 住房公积金 is part of 住房公积金支出, and 行政运行 of many: the longest name counts.
        named = sorted((a for a in items if a.name in text), key=lambda a: -len(a.name))
        if not named or any(name in text or named[0].name in name for name in own):
            return ""
        return named[0].code

    def code_of(self, path: Sequence[str]) -> str:
        """Return the code of a path of names, empty where it is none or more than one.

        Level by level, the best of: the document's tables, the code list, former names, and then
        the same once more with 支出 left out of the comparison.
        """
        if path and (coded := _CODED.search(path[-1])):
            return coded["code"]
        codes: set[str] | None = None
        for depth, name in enumerate(map(account_name, path), start=1):
            if not name:
                continue
            found = self._under(codes, depth, name)
            # A table of items alone names no 款 that a text may be held to.
            if found or depth == len(path) or self._prints_level(codes, depth):
                codes = found
        return codes.pop() if codes is not None and len(codes) == 1 else ""

    def _prints_level(self, parents: set[str] | None, depth: int) -> bool:
        """Return whether the document's tables name any account of this level below these."""
        return any(_is_at(a, depth, parents) for a in self._sources[0])

    def _under(self, parents: set[str] | None, depth: int, name: str) -> set[str]:
        for same in (_as_printed, without_spending):
            for source in self._sources:
                codes = {
                    a.code
                    for a in source
                    if same(a.name) == same(name) and _is_at(a, depth, parents)
                }
                if codes:
                    return codes
        return set()


def _is_at(account: Account, depth: int, parents: set[str] | None) -> bool:
    """Return whether an account is of this level, and below one of the parents where they say."""
    return len(account.code) in _LENGTHS[depth] and (
        parents is None or any(account.code.startswith(parent) for parent in parents)
    )


def _as_printed(name: str) -> str:
    return name


def economic_code_of(name: str) -> str:
    """Return the economic class with this name, empty without exactly one."""
    wanted = account_name(name)
    listed = _listed("economic_accounts.csv", "economic_code")
    codes = {a.code for a in listed if a.name == wanted and len(a.code) == 3}
    return codes.pop() if len(codes) == 1 else ""
