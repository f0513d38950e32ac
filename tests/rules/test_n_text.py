"""Family N: the text as text (N59 to N63), labels written before the rules.

The factory's bureau is 某市某局, 2022, with 财政拨款收入 100.00 and class 208 in its tables.
"""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import PART, figure, told, written
from tests.rules.writing import Write

OVERALL = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
FUND = "八、政府性基金预算财政拨款收入支出决算情况说明"
GLOSSARY = "第四部分 名词解释"
TOTALS = "某市某局2022年度收入总计100.00元，支出总计100.00元。"
APPROPRIATION = "一、财政拨款收入：指单位从同级财政部门取得的财政预算资金。"
UNDERTAKING = "二、事业收入：指事业单位开展专业业务活动及辅助活动取得的收入。"
OPERATING = "三、经营收入：指事业单位在专业业务活动之外开展非独立核算经营活动取得的收入。"
OTHER = "四、其他收入：指单位取得的除上述收入以外的各项收入。"
BASIC = "五、基本支出：指为保障机构正常运转、完成日常工作任务而发生的各项支出。"
PROJECT = "六、项目支出：指在基本支出之外为完成特定行政任务所发生的支出。"
RUNNING = "七、机关运行经费：指使用{fund}财政拨款安排的基本支出中的日常公用经费支出。"


def _defined(*terms: str, tables: dict[str, list[factories.Row]] | None = None) -> Write:
    return written((OVERALL, [TOTALS]), (GLOSSARY, list(terms)), tables=tables)


def _with_other_income() -> dict[str, list[factories.Row]]:
    rows = factories.default_tables()["gk02"]
    more = {"fiscal_appropriation": "90.00", "other": "10.00"}
    return {"gk02": [(key, role, label, figures | more) for key, role, label, figures in rows]}


def _said(*texts: str, heading: str = OVERALL) -> Write:
    return written((heading, [*texts]), (FUND, ["某市某局2022年度无政府性基金预算收支。"]))


def _because(reason: str, question: str = "基本支出比上年减少5.00元，下降8.33%") -> Write:
    return written((OVERALL, [f"{TOTALS}{question}，主要原因是{reason}。"]))


def _because_of_accounts(number: int, reason: str) -> Write:
    """Return a text that gives one account after the other the same reason."""
    accounts = (
        "机关事业单位基本养老保险缴费支出",
        "机关事业单位职业年金缴费支出",
        "行政单位离退休",
        "事业单位离退休",
        "其他行政事业单位养老支出",
    )
    return written(
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            [
                f"{place}.社会保障和就业支出（类）行政事业单位养老支出（款）{name}（项）。"
                f"年初预算为10.00元，支出决算为9.90元，决算数小于预算数的主要原因是{reason}。"
                for place, name in enumerate(accounts[:number], start=1)
            ],
        )
    )


CASES = {
    "nx-none": told(),
    "nx-silent": told(figure("operating_expense", "operating_expense", "机关运行经费", "10.00")),
    # N59: every kind of income there is; one is missing; one that is missing has no money.
    "nx-terms": _defined(APPROPRIATION, UNDERTAKING, OPERATING, OTHER, BASIC, PROJECT),
    "nx-terms-without-other": _defined(
        APPROPRIATION, UNDERTAKING, OPERATING, tables=_with_other_income()
    ),
    "nx-terms-without-other-money": _defined(APPROPRIATION, UNDERTAKING, OPERATING),
    # Few terms are a choice: two kinds of income explained are no list of them.
    "nx-terms-few": _defined(APPROPRIATION, UNDERTAKING, tables=_with_other_income()),
    "nx-terms-own-fund": _defined(APPROPRIATION, RUNNING.format(fund="一般公共预算")),
    "nx-terms-other-fund": _defined(APPROPRIATION, RUNNING.format(fund="政府性基金预算")),
    "nx-terms-both-funds": _defined(
        APPROPRIATION, RUNNING.format(fund="一般公共预算、政府性基金预算")
    ),
    "nx-terms-of-a-school": _defined(APPROPRIATION.replace("单位", "高等学校")),
    "nx-terms-copied": _defined(
        APPROPRIATION, UNDERTAKING.replace("事业收入", "经营收入"), UNDERTAKING
    ),
    "nx-terms-twice": _defined(APPROPRIATION, UNDERTAKING, UNDERTAKING.replace("二、", "三、")),
    "nx-terms-unused": _defined(
        APPROPRIATION,
        "二、财政专户管理资金：指缴入财政专户、实行专项管理的教育收费。",
        "三、社会保险降费：指阶段性降低社会保险费率的政策措施。",
    ),
    "nx-terms-one-unused": _defined(
        APPROPRIATION, "二、财政专户管理资金：指缴入财政专户、实行专项管理的教育收费。"
    ),
    "nx-terms-other-account": _defined(
        APPROPRIATION, "二、小学教育（2050202）：反映各部门举办的小学教育支出。"
    ),
    "nx-terms-own-account": _defined(
        APPROPRIATION, "二、社会保障和就业支出（208）：反映用于社会保障和就业方面的支出。"
    ),
    # What a term means: another's words, a part too many, a part left out.
    "nx-terms-swapped": _defined(
        "一、财政拨款收入：指事业单位开展专业业务活动及其辅助活动取得的收入。"
    ),
    "nx-terms-three": _defined(
        "一、“三公”经费：指因公出国（境）费、公务用车购置及运行维护费和公务接待费。"
    ),
    # 培训费 is part of a journey abroad.
    "nx-terms-three-official": _defined(
        "一、“三公”经费：指用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。"
        "其中，因公出国（境）费反映单位公务出国（境）的国际旅费、住宿费、伙食费、培训费、公杂费等支出。"
    ),
    "nx-terms-three-meetings": _defined(
        "一、“三公”经费：指因公出国（境）费、公务用车购置及运行维护费、公务接待费、会议费和培训费。"
    ),
    "nx-terms-three-short": _defined(
        "一、“三公”经费：指因公出国（境）费和公务用车购置及运行维护费。"
    ),
    "nx-terms-three-unsaid": _defined("一、“三公”经费：指按规定用财政拨款安排的有关支出。"),
    "nx-terms-running-pay": _defined(
        "一、机关运行经费：指保障行政单位运行的资金，包括基本工资、津贴补贴、办公及印刷费等。"
    ),
    "nx-terms-running-no-pay": _defined(
        "一、机关运行经费：指保障行政单位运行的资金，包括办公及印刷费、福利费等，不含基本工资。"
    ),
    # N60
    "nx-own-name": _said(TOTALS),
    "nx-short-name": _said(TOTALS, "某局2022年度政府采购支出总额0.00元。"),
    "nx-other-name": _said(TOTALS, "某市民政局2022年度政府采购支出总额0.00元。"),
    "nx-other-name-inside": _said(TOTALS, "支付某市民政局2022年度购买服务的款项0.00元。"),
    "nx-only-other-name": written((OVERALL, [TOTALS.replace("某市某局", "某市民政局")])),
    "nx-our-unit": _said(TOTALS, "我单位2022年度政府采购支出总额0.00元。"),
    # Another body of the same place that is said to act, where the text tells its own doings.
    "nx-body-purpose": _said(TOTALS, "机关运行经费支出10.00元，主要用于保障某市水利局日常办公。"),
    "nx-body-reason": _said(TOTALS, "支出比上年增加5.00元，主要原因是某市水利局年中追加经费。"),
    "nx-body-own": _said(TOTALS, "机关运行经费支出10.00元，主要用于保障某市某局日常办公。"),
    "nx-body-finance": _said(TOTALS, "支出比上年增加5.00元，主要原因是某市财政局年中追加经费。"),
    "nx-body-receiver": _said(
        TOTALS, "支出比上年增加5.00元，主要原因是向某市水利局支付购买服务款。"
    ),
    "nx-body-elsewhere": _said(TOTALS, "支出比上年增加5.00元，主要原因是邻县水利局年中追加经费。"),
    "nx-body-other-kind": _said(TOTALS, "10.00元主要用于保障某市养护中心日常办公。"),
    # Whose spending a sentence opens with, and who evaluates what the department spent.
    "nx-doing-bought": _said(TOTALS, "2022年度，某市民政局政府采购支出总额0.00元。"),
    "nx-doing-evaluated": _said(TOTALS, "2022年，某市城管委员会对部门项目支出实施绩效评价。"),
    "nx-doing-own": _said(TOTALS, "2022年，某市某局对部门项目支出实施绩效评价。"),
    "nx-doing-finance": _said(TOTALS, "2022年，某市财政局对部门项目支出实施绩效评价。"),
    "nx-doing-ours": _said(TOTALS, "2022年，某市城管委员会对我局项目支出实施绩效评价。"),
    "nx-doing-above": _said(TOTALS, "2022年，邻省住建厅对部门项目支出实施绩效评价。"),
    "nx-doing-together": _said(TOTALS, "2022年，某市教育局等部门联合对学校项目开展绩效评价。"),
    "nx-doing-listed": written(
        ("第一部分 部门概况", ["纳入决算编制范围的单位：某市某局本级、某市水利局。"]),
        (PART, []),
        (OVERALL, [TOTALS, "2022年度，某市水利局政府采购支出总额0.00元。"]),
    ),
    "nx-body-listed": written(
        ("第一部分 部门概况", ["纳入决算编制范围的单位：某市某局本级、某市水利局。"]),
        (PART, []),
        (OVERALL, [TOTALS, "10.00元主要用于保障某市水利局日常办公。"]),
    ),
    # Of whom a sentence speaks.
    "nx-speaks-year": _said(TOTALS, "2022年度某市民政局支出总计100.00元。"),
    "nx-speaks-kept": _said(TOTALS, "某市民政局严格执行中央八项规定。"),
    "nx-speaks-kind": _said(TOTALS, "某市民政局为全额拨款单位。"),
    "nx-speaks-own": _said(TOTALS, "2022年度某市某局支出总计100.00元。某市某局严格执行规定。"),
    "nx-speaks-audit": _said(TOTALS, "某市审计局组织对2022年度预算执行进行审计。"),
    "nx-speaks-approved": _said(TOTALS, "经某市民政局批准，支出100.00元。"),
    "nx-speaks-of-units": _said(TOTALS, "某市养护中心为全额拨款单位。"),
    "nx-short-school": written(
        (
            OVERALL,
            ["东华工学院2022年度收入总计100.00元。", "西江学院2022年度各项支出总计100.00元。"],
        ),
        organization_name="东华工学院",
    ),
    "nx-all-spending": _said(TOTALS, "某市民政局2022年度各项支出总计100.00元。"),
    # N61
    "nx-official": _said(TOTALS, "国有资本经营预算财政拨款支出0.00元。"),
    "nx-misprint": _said(TOTALS, "国有资金经营预算财政拨款支出0.00元。"),
    "nx-old-term": _said(TOTALS, "公共财政预算财政拨款支出100.00元。"),
    "nx-near-term": _said(TOTALS, "国有资产经营收益0.00元。"),
    # One character of the same shape, within a term of four and more.
    "nx-shape": _said(TOTALS, "财政拨款收人100.00元，占100.00%。"),
    "nx-shape-account": _said(TOTALS, "住房公积全10.00元。"),
    "nx-shape-other-word": _said(TOTALS, "本年招收人员5人，2021年未结转资金0.00元。"),
    "nx-shape-unknown": _said(TOTALS, "灯塔收人100.00元。"),
    "nx-shape-once": _said(TOTALS, "财政拔款收入100.00元。"),
    "nx-old-term-then": written(
        (OVERALL, ["某市某局2014年度收入总计100.00元。公共财政预算财政拨款支出100.00元。"]),
        year=2014,
    ),
    # N62
    "nx-clean": _said(TOTALS, "严控“三公”经费，收入100.00元。"),
    "nx-reversed": _said(TOTALS, "严控“三公”经费，压减”三公“经费支出10.00元。"),
    "nx-all-reversed": _said(TOTALS, "严控”三公“经费，收入100.00元。"),
    "nx-two-quotes": _said(TOTALS, "严控“三公”和“会议”经费，收入100.00元。"),
    "nx-repeated": _said(TOTALS, "人员经费60.00元，主要包括人员经费60.00元，主要包括基本工资。"),
    "nx-alike": _said(TOTALS, "上级补助收入0.00元，事业收入0.00元，经营收入0.00元。"),
    "nx-same-names": _said(TOTALS, "公共安全支出-其他公共安全支出-其他公共安全支出10.00元。"),
    "nx-doubled": _said(TOTALS, "财政拨款收入100.00元，，占100.00%。"),
    "nx-stray": _said("财政拨款收入100.00元，占100.00%；", heading=INCOME),
    "nx-list": _said(
        "财政拨款收入100.00元，占100.00%；", "其他收入0.00元，占0.00%。", heading=INCOME
    ),
    "nx-cut-unit": _said(TOTALS, "公务接待费支出0.3万。"),
    # N63
    "nx-reason": _because("在职人员减少，人员经费相应减少"),
    "nx-left-out": _because("（略）"),
    "nx-repeats": _because("基本支出减少"),
    "nx-repeats-in-other-words": _because("基本支出经费有所下降"),
    "nx-only-direction": _because("本年度支出减少"),
    # Which part of a sum became less is no reason why; what was done less of is.
    "nx-part": _because("项目支出减少", "支出总计比上年减少5.00元，下降8.33%"),
    "nx-parts": _because("人员经费、日常公用经费等支出小于预算数"),
    "nx-part-income": _because("上级补助收入减少", "收入总计比上年减少5.00元，下降8.33%"),
    "nx-part-named": _because("基建项目支出减少", "支出总计比上年减少5.00元，下降8.33%"),
    "nx-part-people": _because("人员变动引起实际支出低于预算"),
    "nx-part-and-why": _because("在职人员减少，基本支出减少"),
    # A phrase that fits anything tells nothing; 据实结算 is how a contract is paid.
    "nx-empty": _because("年度间正常差异"),
    "nx-empty-as-it-was": _because("按实际发生数列支"),
    "nx-empty-and-why": _because("人员正常变动"),
    "nx-settled": _because("物业费据实结算"),
    "nx-same-for-five": _because_of_accounts(5, "按年初计划执行"),
    "nx-same-for-four": _because_of_accounts(4, "按年初计划执行"),
    "nx-people": _because("人员减少", "人员经费比上年减少5.00元，下降8.33%"),
    "nx-nothing-spent": _because("本年无公务接待费支出", "公务接待费比上年减少5.00元，下降100%"),
    "nx-question-before": written(
        (
            OVERALL,
            [f"{TOTALS}公务用车购置及运行维护费支出增加的主要原因是公务用车运行维护费支出增加。"],
        )
    ),
}

D = "document"
_VERDICTS = {
    "N59": {
        "nx-none": ("no_data", "narrative_not_read"),
        "nx-silent": ("not_applicable", "nothing_stated"),
        "nx-terms": ("pass", "compared"),
        "nx-terms-without-other": ("fail", "compared"),
        "nx-terms-without-other-money": ("pass", "compared"),
        "nx-terms-few": ("pass", "compared"),
        "nx-terms-own-fund": ("pass", "compared"),
        "nx-terms-other-fund": ("fail", "compared"),
        "nx-terms-both-funds": ("pass", "compared"),
        "nx-terms-of-a-school": ("fail", "compared"),
        "nx-terms-copied": ("fail", "compared"),
        "nx-terms-twice": ("fail", "compared"),
        "nx-terms-unused": ("fail", "compared"),
        "nx-terms-one-unused": ("pass", "compared"),
        "nx-terms-other-account": ("fail", "compared"),
        "nx-terms-own-account": ("pass", "compared"),
        "nx-terms-swapped": ("fail", "compared"),
        "nx-terms-three": ("pass", "compared"),
        "nx-terms-three-official": ("pass", "compared"),
        "nx-terms-three-meetings": ("fail", "compared"),
        "nx-terms-three-short": ("fail", "compared"),
        "nx-terms-three-unsaid": ("pass", "compared"),
        "nx-terms-running-pay": ("fail", "compared"),
        "nx-terms-running-no-pay": ("pass", "compared"),
    },
    "N60": {
        "nx-none": ("no_data", "narrative_not_read"),
        "nx-silent": ("not_applicable", "nothing_stated"),
        "nx-own-name": ("pass", "compared"),
        "nx-short-name": ("pass", "compared"),
        "nx-other-name": ("fail", "compared"),
        "nx-other-name-inside": ("pass", "compared"),
        "nx-only-other-name": ("no_data", "no_name_printed"),
        "nx-our-unit": ("pass", "compared"),
        "nx-body-purpose": ("fail", "compared"),
        "nx-body-reason": ("fail", "compared"),
        "nx-body-own": ("pass", "compared"),
        "nx-body-finance": ("pass", "compared"),
        "nx-body-receiver": ("pass", "compared"),
        "nx-body-elsewhere": ("pass", "compared"),
        "nx-body-other-kind": ("pass", "compared"),
        "nx-body-listed": ("pass", "compared"),
        "nx-doing-bought": ("fail", "compared"),
        "nx-doing-evaluated": ("fail", "compared"),
        "nx-doing-own": ("pass", "compared"),
        "nx-doing-finance": ("pass", "compared"),
        "nx-doing-ours": ("pass", "compared"),
        "nx-doing-above": ("pass", "compared"),
        "nx-doing-together": ("pass", "compared"),
        "nx-doing-listed": ("pass", "compared"),
        "nx-all-spending": ("fail", "compared"),
        "nx-speaks-year": ("fail", "compared"),
        "nx-speaks-kept": ("fail", "compared"),
        "nx-speaks-kind": ("fail", "compared"),
        "nx-speaks-own": ("pass", "compared"),
        "nx-speaks-audit": ("pass", "compared"),
        "nx-speaks-approved": ("pass", "compared"),
        "nx-speaks-of-units": ("pass", "compared"),
        "nx-short-school": ("fail", "compared"),
    },
    "N61": {
        "nx-none": ("no_data", "narrative_not_read"),
        "nx-silent": ("pass", "compared"),
        "nx-official": ("pass", "compared"),
        "nx-misprint": ("fail", "compared"),
        "nx-old-term": ("fail", "compared"),
        "nx-near-term": ("pass", "compared"),
        "nx-old-term-then": ("pass", "compared"),
        "nx-shape": ("fail", "compared"),
        "nx-shape-account": ("fail", "compared"),
        "nx-shape-other-word": ("pass", "compared"),
        "nx-shape-unknown": ("pass", "compared"),
        "nx-shape-once": ("fail", "compared"),
    },
    "N62": {
        "nx-none": ("no_data", "narrative_not_read"),
        "nx-silent": ("pass", "compared"),
        "nx-clean": ("pass", "compared"),
        "nx-reversed": ("fail", "compared"),
        "nx-all-reversed": ("pass", "compared"),
        "nx-two-quotes": ("pass", "compared"),
        "nx-repeated": ("fail", "compared"),
        "nx-alike": ("pass", "compared"),
        "nx-same-names": ("pass", "compared"),
        "nx-doubled": ("fail", "compared"),
        "nx-stray": ("fail", "compared"),
        "nx-list": ("pass", "compared"),
        "nx-cut-unit": ("fail", "compared"),
    },
    "N63": {
        "nx-none": ("no_data", "narrative_not_read"),
        "nx-silent": ("not_applicable", "nothing_stated"),
        "nx-reason": ("pass", "compared"),
        "nx-left-out": ("fail", "compared"),
        "nx-repeats": ("fail", "compared"),
        "nx-repeats-in-other-words": ("fail", "compared"),
        "nx-only-direction": ("fail", "compared"),
        "nx-part": ("fail", "compared"),
        "nx-parts": ("fail", "compared"),
        "nx-part-income": ("fail", "compared"),
        "nx-part-named": ("pass", "compared"),
        "nx-part-people": ("pass", "compared"),
        "nx-part-and-why": ("pass", "compared"),
        "nx-empty": ("fail", "compared"),
        "nx-empty-as-it-was": ("fail", "compared"),
        "nx-empty-and-why": ("pass", "compared"),
        "nx-settled": ("pass", "compared"),
        "nx-same-for-five": ("fail", "compared"),
        "nx-same-for-four": ("pass", "compared"),
        "nx-people": ("pass", "compared"),
        "nx-nothing-spent": ("pass", "compared"),
        "nx-question-before": ("fail", "compared"),
    },
}
EXPECTED = [
    (document, rule, D, *verdict)
    for rule, verdicts in _VERDICTS.items()
    for document, verdict in verdicts.items()
]

MESSAGES = [
    ("nx-terms-without-other", "N59", D, "notice", "列入表中而没有解释:其他收入"),
    ("nx-terms-other-fund", "N59", D, "notice", "“机关运行经费”的解释写的是政府性基金"),
    ("nx-terms-of-a-school", "N59", D, "notice", "“财政拨款收入”的解释写的是高等学校"),
    ("nx-terms-copied", "N59", D, "notice", "“经营收入”“事业收入”的解释相同"),
    ("nx-terms-twice", "N59", D, "notice", "“事业收入”解释了 2 次"),
    ("nx-terms-unused", "N59", D, "notice", "解释了而全文没有用到:财政专户管理资金、社会保险降费"),
    ("nx-terms-other-account", "N59", D, "notice", "解释了而表中没有的科目:2050202 小学教育"),
    ("nx-terms-swapped", "N59", D, "notice", "“财政拨款收入”的解释写有“专业业务活动”"),
    ("nx-terms-three-meetings", "N59", D, "notice", "“三公经费”的解释写有“会议费”"),
    ("nx-terms-three-short", "N59", D, "notice", "“三公经费”的解释没有写公务接待费"),
    ("nx-terms-running-pay", "N59", D, "notice", "“机关运行经费”的解释写有“基本工资”"),
    ("nx-other-name", "N60", D, "notice", "“某市民政局”"),
    ("nx-body-purpose", "N60", D, "notice", "“某市水利局”"),
    ("nx-shape", "N61", D, "notice", "“财政拨款收人”应为“财政拨款收入”"),
    ("nx-shape-account", "N61", D, "notice", "“住房公积全”应为“住房公积金”"),
    ("nx-shape-once", "N61", D, "notice", "用语不规范:“财政拔款收入”应为“财政拨款收入”"),
    ("nx-misprint", "N61", D, "notice", "“国有资金经营预算”应为“国有资本经营预算”"),
    ("nx-old-term", "N61", D, "notice", "“公共财政预算”应为“一般公共预算”"),
    ("nx-reversed", "N62", D, "notice", "引号颠倒“”三公“”"),
    ("nx-repeated", "N62", D, "notice", "重复“人员经费60.00元，主”"),
    ("nx-doubled", "N62", D, "notice", "标点重复"),
    ("nx-stray", "N62", D, "notice", "段末标点"),
    ("nx-cut-unit", "N62", D, "notice", "“0.3万”后缺“元”"),
    ("nx-left-out", "N63", D, "notice", "写作“略”的 1 处"),
    ("nx-repeats", "N63", D, "notice", "原因没有说明为什么:只是重复问题:“基本支出减少”"),
    ("nx-part", "N63", D, "notice", "只说是哪一部分:“项目支出减少”"),
    ("nx-empty", "N63", D, "notice", "没有具体内容:“年度间正常差异”"),
    ("nx-same-for-five", "N63", D, "notice", "5 个科目写同一原因:“按年初计划执行”"),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_a_text_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_is_wrong_with_a_text_is_quoted(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
