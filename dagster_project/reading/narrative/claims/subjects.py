"""From the words before a figure to what it is about: known subjects, accounts, plain phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dagster_project.form.enumerators import ITEM, SECTION, SUBSECTION
from dagster_project.reading.narrative.claims.accounts import (
    AccountNames,
    economic_code_of,
    find_paths,
)
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.names import QUOTES, account_name, account_text

# 事业收入（含专户）: a remark behind a name, not its level; 事业收入（不含专户） is another thing.
_REMARK = re.compile(
    r"(?<=[一-鿿]{2})（(?![类款项境护室]）|(?:不含|不包[括含]|扣除|剔除|除))[^（）]*）$"
)
# （三）对个人和家庭补助, 2.防汛抗旱: the number in a list is no part of the name.
_NUMBERED = re.compile(rf"^(?:{SUBSECTION}|{ITEM}|{SECTION}|[①-⑳])+(?=[一-鿿“])")
ACCOUNT_SEPARATOR = "/"
# A path names one item: what it says is its expenditure; a class alone stands in the structure.
_ITEM_DEPTH = 2


@dataclass(frozen=True)
class Subject:
    """What a figure is about; ``metric`` is that of an amount of it, ``path`` of an account."""

    name: str
    metric: str = ""
    account_code: str = ""
    path: tuple[str, ...] = ()


class SubjectReader:
    """Finds subjects in the words of one document."""

    def __init__(self, grammar: Grammar, accounts: AccountNames) -> None:
        """Take the grammar and the account names of the document."""
        self._grammar = grammar
        self._accounts = accounts
        self._prior_end = grammar.slot("prior", "{}(?:的)?$")
        self._prior_start = grammar.slot("prior", "^{}(?:的)?")
        self._year = grammar.slot("year", "^.*\\d{2,4}年(?:度|末|底|初)?(?!级|龄)")
        self._budget_end = grammar.slot("prior_budget", "{}$")
        self._budget_start = grammar.slot("prior_budget", "^{}")
        self._dated = re.compile(r"(?<=[一-鿿）])(?:20\d\d年度?|本年度?)[^年]*$")
        self._reason = grammar.slot("noise_reason", "^.*{}")
        self._lead = grammar.slot("noise_lead", "^{}")
        self._before_names = (
            self._reason,
            self._budget_end,
            self._budget_start,
            self._prior_end,
            self._prior_start,
            self._year,
        )
        self._tail = grammar.slot("noise_tail", "{}$")
        self._inherit = grammar.slot("inherit", "^{}$")

    def account(self, path: tuple[str, ...], within: tuple[str, ...] = ()) -> Subject:
        """Return the subject that an account path names.

        ``within`` is the path named before: “进修及培训”（款） stands below the class before it,
        unless it needs nobody to be known.
        """
        path = (self._accounts.class_named(path[0]), *path[1:])
        left_out = sum(not name for name in path)
        if left_out and not self._accounts.code_of(path):
            filled = (*within[:left_out], *path[left_out:])
            # 环境保护法规、规划及标准（项）: a phrase ends at 、 and holds the rest of a name.
            if len(within) == len(path) and within[-1].endswith(path[-1]):
                filled = within
            path = filled if self._accounts.code_of(filled) else path
        metric = "final" if len(path) >= _ITEM_DEPTH else "expenditure_class"
        name = ACCOUNT_SEPARATOR.join(part for part in path if part)
        return Subject(name, metric, self._accounts.code_of(path), tuple(path))

    def last_path(self, text: str, within: tuple[str, ...] = ()) -> tuple[Subject, bool] | None:
        """Return the last account path printed in a text, and whether the text ends with it."""
        written = account_text(text)
        paths = find_paths(written)
        if not paths:
            return None
        _, end, names = paths[-1]
        return self.account(names, within), not written[end:].strip(QUOTES)

    def clean(self, phrase: str) -> str:
        """Return a phrase without what does not belong to a name: organization, year, 其中, 共."""
        phrase = _NUMBERED.sub("", phrase.strip()).lstrip("（）“、，：；。 ")
        if "（" not in phrase:
            phrase = phrase.rstrip("）")
        for words in self._before_names:
            phrase = words.sub("", phrase)
        before = ""
        while before != phrase:
            before = phrase
            phrase = self._lead.sub("", phrase)
        return phrase.replace("支出支出", "支出")

    def named(self, phrase: str, topic: str, within: tuple[str, ...] = ()) -> Subject | None:
        """Return the known subject at the end of a phrase; None where it names none.

        ``within`` is the account path named before, for one that leaves out its upper levels.
        """
        cleaned = self.clean(phrase)
        if path := self.last_path(cleaned, within):
            return path[0] if path[1] else None
        # 公务用车购置费2023年决算数: the year stands behind the name, and nothing else does.
        dated = self._dated.search(phrase)
        if dated and self.says_nothing(phrase):
            before = self.named(phrase[: dated.start()], topic, within)
            if before is not None:
                return before
        candidates = [phrase, *self._without_tails(cleaned)]
        for known in self._grammar.subjects:
            if known.topic and not topic.startswith(known.topic):
                continue
            if any(known.printed.search(text) for text in candidates):
                code = economic_code_of(known.subject) if known.metric == "economic_class" else ""
                return Subject(known.subject, known.metric, code)
        for text in candidates:
            if names := self._accounts.path_at_end(text):
                return self.account(names)
        # 环境保护法规、规划及标准: a phrase ends at 、 and holds the rest of a name.
        if within and len(cleaned) > 1 and within[-1].endswith(f"、{account_name(cleaned)}"):
            return self.account(within)
        return None

    def names_account(self, name: str) -> bool:
        """Return whether a bare name is that of an account: 普通教育支出, 行政运行."""
        return self._accounts.is_name(name)

    def titled(self, title: str, topic: str) -> Subject | None:
        """Return the known subject that a title is the whole name of; None for any other title."""
        name = self.clean(title)
        for known in self._grammar.subjects:
            if known.topic and not topic.startswith(known.topic):
                continue
            if known.printed.match(name):
                return Subject(known.subject, known.metric)
        return None

    def says_nothing(self, phrase: str) -> bool:
        """Return whether the words before a figure name nothing new, so that the last stays."""
        return self._inherit.fullmatch(self.clean(phrase)) is not None

    def _without_tails(self, phrase: str) -> Iterator[str]:
        """Yield the phrase, then without the word that ends it (共, 为 …), as long as one does."""
        while phrase:
            yield phrase
            shorter = _REMARK.sub("", self._tail.sub("", phrase))
            if shorter == phrase:
                return
            phrase = shorter

    def literal(self, phrase: str) -> str:
        """Return a phrase as the name it is, without the words around it."""
        phrase = self.clean(phrase)
        while (shorter := self._tail.sub("", phrase)) != phrase:
            phrase = shorter
        return phrase


def shorten(text: str, length: int = 40) -> str:
    """Return the end of a text, from a sentence's beginning where one is near."""
    piece = re.split(r"[。！？]", text)[-1]
    return piece[-length:]
