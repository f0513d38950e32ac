"""Slips of writing planted in a clean text: which kinds are seen, wherever they stand.

A mutant differs from the clean text in one place; it is seen when a rule fails that holds in the
clean one. Kinds that no rule sees have their reason here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.judging import count_seen, wrong_in
from tests.rules.narratives import written
from tests.rules.writing import Write

YEAR, LAST = factories.YEAR, factories.YEAR - 1
UNSEEN = {
    "full stop left out": "分页会截断段落:缺句号多半是提取的缘故",
    "wrong account defined rightly": "解释的内容对不对,不看",
}
Text = dict[str, list[str]]
CLEAN: Text = {
    "一、收入支出决算总体情况说明": [
        f"某市某局{YEAR}年度收入总计100.00元，支出总计100.00元。与{LAST}年度相比，收入总计增加5.00元，"
        "增长5.26%，主要原因是在职人员增资，“三支一扶”招募增加。"
    ],
    "二、收入决算情况说明": ["本年收入合计100.00元，其中：财政拨款收入100.00元，占100.00%。"],
    "五、一般公共预算财政拨款支出决算情况说明": [
        f"某市某局{YEAR}年度财政拨款支出100.00元。与{LAST}年度相比，一般公共预算财政拨款支出增加5.00元，"
        "增长5.26%，主要原因是在职人员增资。",
    ],
    "九、国有资本经营预算财政拨款支出决算情况说明": [f"某市某局{YEAR}年度无国有资本经营预算支出。"],
    "（三）国有资产占用情况说明": [
        f"截至{YEAR}年12月31日，某市某局共有车辆2辆，严控“三公”经费支出。"
    ],
    "第四部分 名词解释": [
        "一、财政拨款收入：指单位从同级财政部门取得的财政预算资金。",
        "二、事业收入：指事业单位开展专业业务活动取得的收入。",
        "三、经营收入：指事业单位开展非独立核算经营活动取得的收入。",
        "四、机关运行经费：指使用一般公共预算财政拨款安排的日常公用经费支出。",
        "五、社会保障和就业支出（208）：反映用于社会保障和就业方面的支出。",
    ],
}
_CHANGES: dict[str, tuple[Callable[[str], str], ...]] = {
    "name of another": (lambda text: text.replace("某市某局", "某市民政局"),),
    "misprint of a fund": (
        lambda text: text.replace("国有资本经营预算支出", "国有资金经营预算支出"),
        lambda text: text.replace("财政拨款支出100", "财政拔款支出100"),
    ),
    "quotes reversed": (
        lambda text: text.replace("“三公”", "”三公“"),
        lambda text: text.replace("“三支一扶”", "”三支一扶“"),
    ),
    "clause twice": (
        lambda text: text.replace("支出总计100.00元。", "支出总计100.00元，支出总计100.00元。"),
        lambda text: text.replace("共有车辆2辆，", "共有车辆2辆，共有车辆2辆，"),
    ),
    "mark twice": (
        lambda text: text.replace("，增长", "，，增长"),
        lambda text: text.replace("，其中", "，。其中"),
    ),
    "stray end": (lambda text: text.replace("100.00%。", "100.00%；"),),
    "full stop left out": (lambda text: text.replace("100.00%。", "100.00%"),),
    "unit cut": (lambda text: text.replace("支出100.00元。", "支出0.01万。"),),
    "reason repeats": (
        lambda text: text.replace("在职人员增资，“三支一扶”招募增加", "收入总计增加"),
        lambda text: text.replace("原因是在职人员增资。", "原因是一般公共预算支出增加。"),
    ),
    "year before last": (lambda text: text.replace(f"与{LAST}年度", f"与{LAST - 1}年度"),),
    "assets of last year": (lambda text: text.replace(f"截至{YEAR}年", f"截至{LAST}年"),),
    "definition of another fund": (
        lambda text: text.replace("使用一般公共预算财政", "使用政府性基金预算财政"),
    ),
    "definition of another body": (
        lambda text: text.replace("指事业单位开展专业", "指高等学校开展教学"),
        lambda text: text.replace("指单位从", "指医院从"),
    ),
    "definition copied": (lambda text: text.replace("开展专业业务活动", "开展非独立核算经营活动"),),
    "account of last year": (
        lambda text: text.replace("社会保障和就业支出（208）", "小学教育（2050202）"),
    ),
    "wrong account defined rightly": (
        lambda text: text.replace("用于社会保障和就业方面", "用于公路养护方面"),
    ),
}


def _written(text: Text) -> Write:
    return written(*text.items())


def _mutants() -> Iterator[tuple[str, Text]]:
    for kind, changes in _CHANGES.items():
        for change in changes:
            for heading, paragraphs in CLEAN.items():
                for at, paragraph in enumerate(paragraphs):
                    if (changed := change(paragraph)) != paragraph:
                        others = [*paragraphs[:at], changed, *paragraphs[at + 1 :]]
                        yield kind, CLEAN | {heading: others}


MUTANTS = {
    f"tm-{number:03d}": (kind, _written(text))
    for number, (kind, text) in enumerate(_mutants(), start=1)
}
CASES = {"tm-clean": _written(CLEAN)} | {name: write for name, (_, write) in MUTANTS.items()}


def test_the_text_without_a_slip_is_clean(rule_book: dict[Key, Verdict]) -> None:
    of_text = {f"N{number}" for number in range(54, 80)}
    assert {rule for rule, _ in wrong_in(rule_book, "tm-clean")} & of_text == set()


def test_planted_slips_of_writing_are_seen(
    rule_book: dict[Key, Verdict], measured: list[str]
) -> None:
    kinds = {name: kind for name, (kind, _) in MUTANTS.items()}
    missed, lines = count_seen(rule_book, kinds, "tm-clean", UNSEEN, "text mutants")
    measured += lines
    assert missed == set(UNSEEN)
