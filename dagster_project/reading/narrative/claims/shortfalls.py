"""What a text says of a project that its figures ought to show: a target missed, money taken back.

Read in the narrative (某项目自评综述：…) and in the running text of self-evaluation forms; of the
latter nothing else is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.form.enumerators import ITEM, SUBSECTION
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text, make_text
from dagster_project.reading.narrative.claims.section import Piece

TOPIC = "performance"
_REVIEWED = re.compile(
    rf"^(?:{ITEM}|{SUBSECTION})?(?P<name>[^，。；：]{{2,40}}?)(?:项目)?(?:绩效)?自评(?:综述|结果)"
)
_MISSED = re.compile(
    r"(?P<before>[^，。；：、]{0,12}?)(?P<missed>[一-鿿“]{2,16}?(?:目标|任务|指标)(?:值|任务|数)?(?:仍|均|尚|还)?"
    r"(?:未|没有|没能|未能)(?:完全|全部|全面|按期|如期|按时)?(?:达成|完成|实现|达到))"
)
# 对未完成…, 确保不出现…: what is to be done about it, or what would be.
_IF = re.compile(r"如|若|避免|防止|对|凡|杜绝|确保|原因")
_LISTED = re.compile(r"^(?:[一二三四五六七八九十]是|[一二三四五六七八九十]、|\d、)")
_RECALLED = re.compile(
    r"(?:财政|国库)(?:部门|统一|资金)?(?:收回|回收|上收)(?:资金|指标|预算|结余)?(?P<amount>\d[\d,]*(?:\.\d+)?(?:万元|元))"
)


def _find(project: str, text: Text, paragraph: Paragraph) -> Iterator[Statement]:
    for match in _MISSED.finditer(text.plain):
        if _IF.search(match["before"] + match["missed"]):
            continue
        yield Statement(
            statement_kind="objective_missed",
            paragraph=paragraph,
            subject=project,
            topic=TOPIC,
            printed_text=_LISTED.sub("", match["missed"]),
        )
    for match in _RECALLED.finditer(text.plain):
        yield Statement(
            statement_kind="money_recalled",
            paragraph=paragraph,
            subject=project,
            topic=TOPIC,
            printed_text=match["amount"],
        )


def find_shortfalls(
    pieces: Sequence[Piece], forms: Sequence[tuple[str, Paragraph]]
) -> Iterator[Statement]:
    """Yield what is said of each project; ``forms`` are names and running text of its forms."""
    for piece in pieces:
        if named := _REVIEWED.match(piece.text.plain):
            yield from _find(named["name"], piece.text, piece.paragraph)
    for project, paragraph in forms:
        yield from _find(project, make_text(paragraph.text), paragraph)
