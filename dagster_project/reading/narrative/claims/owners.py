"""Whose accounts a sentence says it tells: 某局2024年度收入支出总计…; and who is said to act."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import make_text
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.runtime.settings import SEEDS_DIR

INSIDE, OVERVIEW, OWN_LEVEL, DOING = "inside", "overview", "own_level", "doing"
_ORGAN = (
    "(?:局|委员会|委|办公室|办事处|政府|法院|检察院|厅|部|中心|学校|大学|学院|协会|联合会|馆|队|团)"
)
_NAME = rf"(?P<name>[一-鿿（）、]{{2,40}}?{_ORGAN})(?:（[一-鿿]{{2,6}}）|部门|本级)?"
# Where a sentence opens with whose figures it tells; an organization inside of it may be any.
_OWNERS = (
    re.compile(
        rf"(?:^|[。；]){_NAME}(?=20\d\d年度?(?:各项|全年|年初|本年|总)?"
        r"(?:收入|支出|财政拨款|一般公共预算|基本支出|“三公|政府采购|机关运行|无))"
    ),
    re.compile(
        rf"截至20\d\d年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[，：]?{_NAME}(?=共有|固定资产|国有资产)"
    ),
)
_NUMBER = r"[一二三四五六七八九十\d]{1,3}"
# 一、某区水利局主要职能; 某区水利局是主管水利工作的区政府工作部门: whom the part before is about.
# The title of a part (第一部分某区财政局概况) is whose document it is, whoever's duties follow.
_INTRODUCED = re.compile(
    rf"^(?!第{_NUMBER}(?:部分|章|节))(?:第{_NUMBER}条|{_NUMBER}[、．.]|（{_NUMBER}）)?"
    rf"(?=[一-鿿]{{1,10}}?[省市县区州旗盟]){_NAME}(?:20\d\d年度?)?(?:的|是|为|主要|基本|内设|机构|部门|职责|职能|概况)"
)
# 纳入…编制范围的单位包括某市水利局本级、某市服务中心: the department's own level is its own.
_COVERED = re.compile(r"(?:编[制报]|决算|公开)[^。；]{0,8}范围")
_OWN_LEVELS = re.compile(
    rf"(?P<name>[一-鿿]{{2,40}}?{_ORGAN})(?:（(?:机关)?本级）|（机关）|(?:机关)?本级)"
)
_LISTED = re.compile(rf"(?:（{_NUMBER}）|{_NUMBER}[、．.])")
_BEFORE_LEVEL = re.compile(r"^(?:.*(?:即|包括|包含|涵盖|分别|其中|以及|单位|[为是]))?[和及与]?")
_NO_NAME = re.compile(
    r"^(?:本|我|该|各|全|与|和|从|根据|按照?|纳入|其中|上述|支付|拨付|划转|转拨|收到|上缴|退回|经|对|由|在|向|代)|所属|下属|等部门$"
)
# 主要用于保障某区水利局日常办公，主要原因是某县水利局年中追加: whose doings a clause tells. Whom
# money goes to, and whom it comes from, stands behind 向, 由 or 支付.
_ACTING = re.compile(
    r"(?:保障|(?:主要)?用于|原因(?:是|为|：)|主要(?:是|为)|由于|因|一是|二是|三是|[，；。：])"
    r"(?P<name>[一-鿿]{1,8}?(?:省|市|县|区|州|旗|盟)[一-鿿、]{1,16}?(?:局|委员会|厅|学院|大学|医院))"
    r"(?=日常|年中|年初|本年|当年|全年|追加|新增|增加|减少|压减|调整|机关|正常|运转|办公|履行|开展|组织"
    r"|承担|实施|购置|加强|严格|认真|落实|人员|在职|退休|因|工作|各项|业务|信息化|办案|执法)"
)
# 2021年度某县民政局收入总计…, 某县民政局严格执行…, 某县民政局为差额事业单位: whom a sentence is of.
_SPOKEN_OF = re.compile(
    r"(?:^|[。；])(?:20\d\d年度?，?)?(?P<name>[一-鿿]{1,8}?(?:省|市|县|区|州|旗|盟)"
    r"[一-鿿、]{1,16}?(?:局|委员会|厅|学院|大学|医院))(?:部门|本级|（[一-鿿]{2,6}）)?"
    r"(?=20\d\d年|收入|支出|决算|财政拨款|一般公共预算|“三公|政府采购|机关运行|共?组织|对20"
    r"|按照|根据|严格|认真|(?:为|是|属于?)(?:全额|差额|财政|参照|公益|[一二]级|独立|行政|事业))"
)
# 2022年度，某县教育局政府采购支出总额…; 某区园林局对部门项目支出实施绩效评价: whose spending
# a sentence opens with, and who evaluates what the department spent.
_DOING = re.compile(
    rf"(?:^|[。；：])(?:{_NUMBER}[、．.]|（{_NUMBER}）)?(?:20\d\d年(?:度)?[，]?)?"
    rf"(?=[一-鿿]{{1,10}}?[省市县区州旗盟]){_NAME}(?:20\d\d年(?:度)?)?"
    r"(?=(?:的)?(?:政府采购(?:支出|总额|金额)|机关运行经费支出|“三公“经费|(?:本年)?(?:收入|支出)(?:总计|合计)"
    r"|一般公共预算财政拨款|财政拨款(?:收入|支出)|基本支出|公务接待费|因公出国|公务用车购置|国有资产占)"
    r"|(?:组织)?对(?!我|本(?!部门项目|级))[^，。；]{0,24}(?:绩效(?:自评|评价)|开展自评|进行自评)"
    r"|(?:组织|全面|认真|积极)*(?:开展|实施)(?:了)?[^，。；]{0,12}绩效(?:自评|评价|管理))"
)
# What stands between the lead and the name is none of the name: 主要原因是某县….
_LEAD = re.compile(r"^.*(?:保障|支持|用于|原因(?:是|为|：)|由于|因|是)")
_HANDED = re.compile(
    r"^(?:原|向|由|与|和|从|对|给|为|经|代|同|按|根据|支付|拨付|划转|转拨|移交|上缴)"
)


@cache
def _common_bodies() -> re.Pattern[str]:
    rows = read_seed(SEEDS_DIR / "claims" / "common_bodies.csv")
    return re.compile("|".join(row["body_pattern"] for row in rows))


def find_owners(pieces: Sequence[Piece], paragraphs: Sequence[Paragraph]) -> Iterator[Statement]:
    """Yield each organization that a sentence names as the owner of its figures, once.

    One that a clause inside says to act has the ``base`` inside: not one that everybody deals with,
    nor one that the document names outside of this text, where its units are listed. One whose
    spending or evaluation a sentence opens with has the ``base`` doing, likewise. One that the
    parts before introduce has the ``base`` overview, one whose own level they count among those
    covered the ``base`` own_level.
    """
    seen: set[str] = set()
    for piece in pieces:
        if piece.is_heading:
            continue
        for pattern in _OWNERS:
            for match in pattern.finditer(piece.text.plain):
                name = match["name"]
                if name not in seen and not _NO_NAME.search(name):
                    seen.add(name)
                    yield _named(piece, match.end("name"), name)
    own = {id(piece.paragraph) for piece in pieces}
    end = max((at for at, p in enumerate(paragraphs) if id(p) in own), default=0)
    outside = {
        at: (p, make_text(p.text).plain) for at, p in enumerate(paragraphs) if id(p) not in own
    }
    before = [each for at, each in outside.items() if at < end]
    yield from _introduced(before)
    yield from _own_levels(before)
    elsewhere = "".join(plain for _, plain in outside.values())
    for piece in pieces:
        if piece.is_heading:
            continue
        for pattern, base in ((_DOING, DOING), (_ACTING, INSIDE), (_SPOKEN_OF, INSIDE)):
            for match in pattern.finditer(piece.text.plain):
                name = _LEAD.sub("", match["name"])
                if name in seen or name in elsewhere or _HANDED.search(name):
                    continue
                if not (_NO_NAME.search(name) or _common_bodies().search(name)):
                    seen.add(name)
                    yield _named(piece, match.end("name"), name, base)


def _introduced(paragraphs: Sequence[tuple[Paragraph, str]]) -> Iterator[Statement]:
    """Yield whom paragraphs, each with its plain text, introduce; once each."""
    seen: set[str] = set()
    for paragraph, plain in paragraphs:
        match = _INTRODUCED.match(plain)
        if match is None or match["name"] in seen or _NO_NAME.search(match["name"]):
            continue
        seen.add(match["name"])
        yield _outside(paragraph, match["name"], OVERVIEW)


def _own_levels(paragraphs: Sequence[tuple[Paragraph, str]]) -> Iterator[Statement]:
    """Yield whose own level is counted among the bodies that the accounts cover; once each."""
    seen: set[str] = set()
    is_list = False
    for paragraph, plain in paragraphs:
        is_list = bool(_COVERED.search(plain)) or (is_list and bool(_LISTED.match(plain)))
        for match in _OWN_LEVELS.finditer(plain) if is_list else ():
            name = _BEFORE_LEVEL.sub("", match["name"])
            if len(name) > 2 and name not in seen and not _NO_NAME.search(name):
                seen.add(name)
                yield _outside(paragraph, name, OWN_LEVEL)


def _outside(paragraph: Paragraph, name: str, base: str) -> Statement:
    return Statement(
        statement_kind="named_organization",
        paragraph=paragraph,
        subject=name,
        base=base,
        printed_text=name,
    )


def _named(piece: Piece, end: int, name: str, base: str = "") -> Statement:
    return Statement(
        statement_kind="named_organization",
        paragraph=piece.paragraph,
        subject=name,
        base=base,
        printed_text=piece.text.printed[end - len(name) : end],
    )
