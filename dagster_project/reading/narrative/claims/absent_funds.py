"""What a text says there is none of: 没有政府性基金预算财政拨款收入支出."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.section import Piece

_FUNDS = {"政府性基金": "government_fund", "国有资本经营": "state_capital"}
_FLOWS = {"收入": "income", "支出": "expenditure"}
# 没有政府性基金预算收入，也没有使用政府性基金安排的支出; not 没有年末结转.
_NONE = re.compile(
    r"(?:没有|无|未(?:有|发生|安排|取得)|不涉及)(?:使用|发生|安排|取得|涉及)?(?:的)?"
    rf"(?P<fund>{'|'.join(_FUNDS)})(?:预算)?(?:财政)?(?:拨款)?(?:安排)?(?:的)?(?:预算)?(?:当年|本年)?"
    r"(?P<flow>收入(?:、|和|及|与|，)?支出|收支|收入|支出)(?:决算)?(?:情况)?(?=[，。；、）也故]|$)"
)
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")
_YEAR = re.compile(r"20\d\d(?=年)")
# What others have, or what there was before, is none of this disclosure's.
_OF_OTHERS = re.compile(r"上年|去年|以前年度|所属|下属|其他单位|个单位")


def find_absent_funds(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Yield each fund that a sentence says there is none of.

    ``direction`` is income, expenditure or both; ``base`` the year that the sentence names last.
    """
    for piece in pieces:
        if piece.is_heading:
            continue
        for sentence in _SENTENCE.finditer(piece.text.plain):
            for match in _NONE.finditer(sentence[0]):
                before = sentence[0][: match.start()]
                if _OF_OTHERS.search(before):
                    continue
                years = _YEAR.findall(before)
                start = sentence.start()
                yield Statement(
                    statement_kind="no_fund",
                    paragraph=piece.paragraph,
                    subject=_FUNDS[match["fund"]],
                    direction=_FLOWS.get(match["flow"], "both"),
                    base=years[-1] if years else "",
                    printed_text=piece.text.printed[start + match.start() : start + match.end()],
                )
