"""What the parts of a list are of: of a budget, or of the year before, as their whole is.

“三公”经费预算9.00万元，其中：公务接待费4.00万元: what is budgeted was not spent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = re.compile(r"其中|包括|分别")
_SENTENCE_ENDS = re.compile(r"[。！？]")
_GOES_ON = re.compile(r"^(?:其中|包括)")
_MONEY = re.compile(r"\d[\d.,]*(?:亿|万|千)?元")
# A part that says so itself was spent: 其中：公务接待费支出决算2.00万元.
_SPENT = re.compile(r"决算|实际|执行|完成|实现")
_OTHER_YEAR = re.compile(r"20\d\d年|本年|今年|当年")
# What an amount of is a part of a whole; numbers of things and what is left over are none.
_PARTS = frozenset(
    {
        "final",
        "income_item",
        "expenditure_item",
        "expenditure_class",
        "basic_part",
        "economic_class",
        "operating_expense",
    }
)
BUDGET = "budget"
PRIOR = "prior"
# Of a year to come: none of it is what this text's year was. How a budget changed: no change is.
OTHER = "other"
BUDGET_CHANGE = "budget_change"


@dataclass
class Listed:
    """The last whole that is no amount of this year, and the list of its parts that is open."""

    whole: str = ""
    base: str = ""
    kind: str = ""

    def hear(self, text: str) -> None:
        """Take in the words between two figures: a list opens, a sentence ends."""
        ends = list(_SENTENCE_ENDS.finditer(text))
        rest = text[ends[-1].end() :] if ends else text
        if ends and not _GOES_ON.match(rest):
            self.whole = self.kind = ""
        if self.kind == PRIOR and _OTHER_YEAR.search(rest):
            self.kind = ""
        if self.whole and _OPENS.search(rest):
            self.kind = self.whole

    def take_whole(self, metric: str, base: str, sentence: str, *, is_prior: bool) -> None:
        """Take an amount that may be a whole: a budget opens the sentence, else it is an aside."""
        if metric == BUDGET and (self.kind == BUDGET or not _MONEY.search(sentence)):
            self.whole, self.base = BUDGET, base
        elif is_prior:
            self.whole = PRIOR
        elif self.kind != PRIOR:
            self.whole = self.kind = ""

    def is_budget(self, metric: str, words: str) -> bool:
        """Return whether an amount is a part of the budget that is listed."""
        return self.kind == BUDGET and metric in _PARTS and not _SPENT.search(words)

    def is_prior(self, metric: str) -> bool:
        """Return whether an amount is a part of last year's whole."""
        return self.kind == PRIOR and metric in _PARTS
