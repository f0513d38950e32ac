"""From account names to account codes: a path resolves only where all its names lead to one code.

The tables of the same document come first; the code list helps where they do not name the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from dagster_project.extraction.claims.model import Account
from dagster_project.form.labels import normalise_label
from dagster_project.form.seeds import read_seed
from dagster_project.lib.settings import SEEDS_DIR

# 类、款、项 as printed behind the names; a class may stand alone.
# Bounded, as every repetition here: a hostile text must not cost more than its length.
_NAME = r"(?:（[^（）]{1,9}）|[^，。；：！？（）“]){1,60}?"
_LEVEL = r"[^。；：！？]{1,60}?"
_PATH = re.compile(
    rf"(?P<class>{_NAME})（类）(?P<spent>支出)?"
    rf"(?:(?P<section>{_LEVEL})（款）)?(?:(?P<item>{_LEVEL})（项）)?(?:支出(?!决算))?"
    rf"|(?P<only_section>{_NAME})（款）(?P<only_item>{_LEVEL})（项）"
)
# What stands before the name of a class in the same clause.
_BEFORE_CLASS = re.compile(
    r"^.*?(?:[1-9]\d?[、．.]|其中|\d{4}年度?|以下方面|具体为)(?=[^\d、．.])|^[、\d．.]+"
)
_LENGTHS = {1: (3,), 2: (5,), 3: (7,)}


def find_paths(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the account paths printed in a text: start, end, names from 类 down."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _PATH.finditer(text):
        first = "class" if match["class"] else "only_section"
        name = match[first]
        while (cut := _BEFORE_CLASS.sub("", name, count=1)) != name and cut:
            name = cut
        start = match.end(first) - len(name)
        if first == "only_section":
            names: tuple[str, ...] = ("", name, match["only_item"])
        else:
            # 教育（类）支出 is the class 教育支出.
            name += "支出" if match["spent"] and not name.endswith("支出") else ""
            names = tuple(part for part in (name, match["section"], match["item"]) if part)
        found.append((start, match.end(), names))
    return found


@cache
def _listed(file: str, code: str) -> tuple[Account, ...]:
    rows = read_seed(SEEDS_DIR / "codes" / file)
    return tuple(Account(row[code], normalise_label(row["name_zh"])) for row in rows)


class AccountNames:
    """The names of the functional accounts that a document's text may use."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        """Take the accounts of the document's own tables; the code list is added behind them."""
        own = [Account(a.code, normalise_label(a.name)) for a in accounts]
        self._sources: tuple[Sequence[Account], ...] = (
            own,
            _listed("functional_accounts.csv", "function_code"),
        )
        self._classes = sorted(
            {a.name for source in self._sources for a in source if len(a.code) == 3},
            key=len,
            reverse=True,
        )

    def path_at_end(self, phrase: str) -> tuple[str, ...]:
        """Return the path of the class or, in the document's tables, of the account so named."""
        for name in self._classes:
            if phrase == name or (phrase.endswith(name) and phrase[-len(name) - 1] in "年度：，、"):
                return (name,)
        own = self._sources[0]
        wanted = (phrase, phrase.removesuffix("支出"))
        found = [account for account in own if account.name in wanted and len(account.code) > 3]
        codes = {account.code for account in found}
        if len(codes) != 1:
            return ()
        code = codes.pop()
        names = {account.code: account.name for account in own}
        return tuple(names.get(code[:length], "") for length in range(3, len(code) + 1, 2))

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
        """Return the code of a path of names, empty where it is none or more than one."""
        names = [normalise_label(name) for name in path]
        for source in self._sources:
            codes = self._codes(source, names)
            if len(codes) == 1:
                return codes.pop()
            if codes:
                return ""
        return ""

    @staticmethod
    def _codes(accounts: Sequence[Account], names: Sequence[str]) -> set[str]:
        parents = {a.code for a in accounts if len(a.code) == 3 and names[0] in ("", a.name)}
        for depth, name in enumerate(names[1:], start=2):
            parents = {
                a.code
                for a in accounts
                if len(a.code) in _LENGTHS[depth]
                and name in ("", a.name)
                and a.code[:-2] in parents
            }
        return parents


def economic_code_of(name: str) -> str:
    """Return the economic class with this name, empty without exactly one."""
    wanted = normalise_label(name)
    listed = _listed("economic_accounts.csv", "economic_code")
    codes = {a.code for a in listed if a.name == wanted and len(a.code) == 3}
    return codes.pop() if len(codes) == 1 else ""
