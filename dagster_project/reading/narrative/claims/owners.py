"""Whose accounts a sentence says it tells: 某局2024年度收入支出总计…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.section import Piece

_ORGAN = (
    "(?:局|委员会|委|办公室|办事处|政府|法院|检察院|厅|部|中心|学校|大学|学院|协会|联合会|馆|队|团)"
)
_NAME = rf"(?P<name>[一-鿿（）、]{{3,40}}?{_ORGAN})(?:（[一-鿿]{{2,6}}）|部门|本级)?"
# Where a sentence opens with whose figures it tells; an organization inside of it may be any.
_OWNERS = (
    re.compile(
        rf"(?:^|[。；]){_NAME}(?=20\d\d年度?(?:收入|支出|财政拨款|“三公|政府采购|机关运行|无))"
    ),
    re.compile(
        rf"截至20\d\d年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[，：]?{_NAME}(?=共有|固定资产|国有资产)"
    ),
)
_NO_NAME = re.compile(
    r"^(?:本|我|该|各|全|与|和|从|根据|按照?|纳入|其中|上述|支付|拨付|划转|转拨|收到|上缴|退回|经|对|由|在|向|代)|所属|下属|等部门$"
)


def find_owners(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Yield each organization that a sentence names as the owner of its figures, once."""
    seen: set[str] = set()
    for piece in pieces:
        if piece.is_heading:
            continue
        for pattern in _OWNERS:
            for match in pattern.finditer(piece.text.plain):
                name = match["name"]
                if name in seen or _NO_NAME.search(name):
                    continue
                seen.add(name)
                yield Statement(
                    statement_kind="named_organization",
                    paragraph=piece.paragraph,
                    subject=name,
                    printed_text=piece.text.printed[slice(*match.span("name"))],
                )
