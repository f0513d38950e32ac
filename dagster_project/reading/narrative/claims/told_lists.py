"""Lists of bodies that say how many they list: 所属事业站所5个，分别是：A、B、C、D、E."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import DIFFERS, FOLLOWS, Statement
from dagster_project.reading.narrative.claims.numbers import Text
from dagster_project.reading.narrative.claims.told_sums import BLANK, without_asides
from dagster_project.reading.narrative.text_headings import chinese_number

# 包括 alone may name some of them; of bodies covered it names all.
_BODY = r"(?:机构|单位|站所|站|所|科室|股室|处室|部门|中心|科|处|股)"
_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九]|十[一二三四五六七八九]?)"
_LIST = re.compile(
    rf"(?:(?P<what>[^，。；：、\d]{{0,24}}?{_BODY})(?:共|为|有|计|设|共有|共计|合计|总计)*"
    rf"(?P<count>{_COUNT})(?:个|家)(?:[^，。；：、（）\d]{{0,8}})?"
    # 下设5个内设机构，分别是….
    rf"|(?:设|有|属|辖|括)(?P<behind>{_COUNT})(?:个|家)(?P<noun>[^，。；：、（）\d]{{0,8}}?{_BODY}))"
    r"(?:，|：|。|（)(?:具体|主要)?"
    r"(?:分别(?:是|为|有|包括)|即|具体(?:是|为|包括)|包括|名单如下|详细情况如下)(?:：)?"
    r"(?P<list>[^。]+)。"
)
_NUMBERED = re.compile(
    r"(?:(?<=^)|(?<=[；，、：\s]))(?:（?\d{1,2}[.）、]|\d{1,2}[.、．])(?=[一-鿿])"
)
_AND = re.compile(r"[和及与]|以及")
# 人力资源和社会保障局 is one body; 图书馆和文化馆 are two: before 和 a name has to end.
_ENDS_A_BODY = re.compile(r"[局站所心院校馆队室会委部厅处科股办司园场社团级]$")
# What goes on behind, or names only some.
_NOT_ALL = re.compile(r"等|其中|主要|分别|包括|\d|职[能责]|负责")


def _names(listed: str) -> tuple[int, int] | None:
    """Return how many names a list has, at least and at most: 和 may be part of one."""
    plain = without_asides(listed).replace(BLANK, "")
    if "（" in plain or "）" in plain:
        return None
    if numbered := _NUMBERED.findall(plain):
        return None if _NOT_ALL.search(_NUMBERED.sub("", plain)) else (len(numbered), len(numbered))
    if _NOT_ALL.search(plain) or "，" in plain or "：" in plain:
        return None
    names = [name for name in re.split(r"[、；]", plain) if name]
    # Names that do not end as bodies do (综合、财务和人事科) may be parted anywhere.
    all_end = all(_ENDS_A_BODY.search(name) for name in names)
    more = sum(
        not all_end or bool(_ENDS_A_BODY.search(name[: at.start()]))
        for name in names
        for at in _AND.finditer(name)
    )
    return len(names), len(names) + more


def find_told_lists(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each list that says its length; ``base`` is how many it names."""
    for paragraph, text in texts:
        for match in _LIST.finditer(text.plain):
            names = _names(match["list"])
            if names is None:
                continue
            least, most = names
            count = chinese_number((match["count"] or match["behind"]).replace("两", "二"))
            # A single name behind a count is a class, not a list.
            if count < 2 or least < 2:
                continue
            yield Statement(
                statement_kind="told_list",
                paragraph=paragraph,
                subject=(match["what"] or match["noun"]).rpartition("的")[2][-16:],
                direction=FOLLOWS if least <= count <= most else DIFFERS,
                base=str(least) if count < least else str(most),
                printed_text=f"{match['count'] or match['behind']}个",
            )
