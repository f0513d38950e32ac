"""Family N: reasons beside what they explain (N71 to N74), labels written before the rules."""

from __future__ import annotations

import pytest

from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, told, written
from tests.rules.writing import Write

TOTALS = "一、收入支出决算总体情况说明"
FISCAL = "四、财政拨款收入支出决算总体情况说明"
DETAIL = "五、一般公共预算财政拨款支出决算情况说明"
THREE = "七、财政拨款“三公”经费支出决算情况说明"
GRAND = "某市某局2022年度收入支出总计100.00元。"
FALLEN = "完成年初预算的50.00%，决算数小于年初预算数"
GROWN = "比2021年度增加1.00元，增长25.00%"


def _three(question: str, reason: str) -> Write:
    """Return a text that says why the money for guests came to what it did."""
    return written(
        (TOTALS, [GRAND]),
        (THREE, [f"公务接待费支出决算为5.00元，{question}，主要原因是{reason}。"]),
    )


def _account(question: str, reason: str, account: str) -> Write:
    return written(
        (TOTALS, [GRAND]),
        (DETAIL, [f"1.社会保障和就业支出（类）{account}。{question}，主要原因是{reason}。"]),
    )


def _total(question: str, reason: str) -> Write:
    return written(
        (TOTALS, [f"{GRAND}与2021年度相比，收入支出总计{question}，主要原因是{reason}。"])
    )


_NAMES = (
    "行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）",
    "行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）",
    "行政事业单位养老支出（款）行政单位离退休（项）",
    "行政事业单位养老支出（款）事业单位离退休（项）",
    "行政事业单位养老支出（款）其他行政事业单位养老支出（项）",
    "人力资源和社会保障管理事务（款）行政运行（项）",
)
_RETIRED = _NAMES[2]
_WORKING = _NAMES[5]


def _accounts(*endings: str, compared: str = "决算数小于年初预算数") -> Write:
    """Return a text that goes through accounts: 年初预算, 决算, and how each paragraph ends."""
    return written(
        (TOTALS, [GRAND]),
        (
            DETAIL,
            [
                f"{number}.社会保障和就业支出（类）{name}。年初预算为10.00元，支出决算为9.90元，"
                f"完成年初预算的99.00%。{compared}{ending}。"
                for number, (name, ending) in enumerate(zip(_NAMES, endings, strict=False), start=1)
            ],
        ),
    )


def _why(number: int) -> str:
    return f"，主要原因是第{number}项工作按进度付款"


FOUR = tuple(map(_why, range(1, 5)))


CASES = {
    "ny-none": told(),
    "ny-silent": told(figure("operating_expense", "operating_expense", "机关运行经费", "10.00")),
    # N71: the words of a reason go the other way.
    "ny-less-for-more": _three(GROWN, "认真贯彻中央八项规定精神，压减公务接待支出"),
    "ny-more-for-less": _three(FALLEN, "年中新增来访批次、接待标准上调"),
    "ny-more-for-less-by-rate": _three("完成预算的50.00%", "追加了接待经费"),
    "ny-more-for-less-of-account": _account(
        "年初预算为10.00元，支出决算为9.00元，决算数小于年初预算数",
        "年中新增在职人员且缴存基数上调",
        _WORKING,
    ),
    "ny-sentence-before": written(
        (TOTALS, [GRAND]),
        (THREE, ["公务接待费支出决算为5.00元，比上年增加1.00元。增加的主要原因是厉行节约。"]),
    ),
    "ny-because": written(
        (TOTALS, [GRAND]),
        (THREE, ["公务接待费支出决算为5.00元，比上年增加1.00元，主要是压减了接待批次。"]),
    ),
    "ny-more-beside-its-budget": _three(
        "与上年相比减少1.00元。与年初预算相比，完成年初预算的104.42%，其中年初预算4.79元",
        "年中追加接待经费",
    ),
    "ny-less-beside-its-budget": _three(
        "与上年相比增加1.00元。与年初预算相比，完成年初预算的50.00%，其中年初预算10.00元",
        "年中追加接待经费",
    ),
    "ny-called-otherwise": written(
        (TOTALS, [GRAND]),
        (
            THREE,
            [
                "公务接待费支出决算为5.00元，比上年减少1.00元，下降16.67%，增加的主要原因是接待增加。"
            ],
        ),
    ),
    "ny-called-alike": written(
        (TOTALS, [GRAND]),
        (
            THREE,
            [
                "公务接待费支出决算为5.00元，比上年减少1.00元，下降16.67%，减少的主要原因是接待减少。"
            ],
        ),
    ),
    # What stayed the same became neither more nor less, whatever the sentence before did.
    "ny-level-explained": written(
        (TOTALS, [GRAND]),
        (
            THREE,
            [
                "公务接待费支出决算为5.00元，比上年增加1.00元，增长25.00%。"
                "因公出国（境）费支出持平的主要原因是严格执行八项规定。"
            ],
        ),
    ),
    "ny-income-more-for-less": written(
        (TOTALS, [GRAND, "其他收入5.00元，比上年减少1.00元，下降16.67%，主要是捐赠收入增加。"])
    ),
    "ny-income-less-for-less": written(
        (TOTALS, [GRAND, "其他收入5.00元，比上年减少1.00元，下降16.67%，主要是捐赠收入减少。"])
    ),
    # One source makes up for another.
    "ny-income-of-another": written(
        (TOTALS, [GRAND, "其他收入5.00元，比上年减少1.00元，下降16.67%，主要是事业收入增加。"])
    ),
    "ny-same-way": _three(FALLEN, "厉行节约，压减公务接待支出"),
    "ny-both-ways": _three(GROWN, "压减了陪餐人数，但来访批次增加"),
    "ny-of-last-year": _three("比上年减少1.00元", "上年新增一次性接待任务"),
    "ny-not-come": _three(FALLEN, "新增的接待任务未到年底开展"),
    "ny-better-not-more": _three(FALLEN, "提高资金使用效率"),
    "ny-retired": _account(
        "年初预算为10.00元，支出决算为11.00元，决算数大于年初预算数", "在职人员减少", _RETIRED
    ),
    "ny-working": _account(
        "年初预算为10.00元，支出决算为11.00元，决算数大于年初预算数", "在职人员减少", _WORKING
    ),
    "ny-put-off": _three("决算数大于预算数", "部分接待任务推迟"),
    "ny-put-off-till-now": _three(GROWN, "部分接待任务推迟至本年开展"),
    "ny-left-over": written(
        (TOTALS, [f"{GRAND}年末结转和结余比上年减少5.00元，主要原因是项目支出增加。"])
    ),
    "ny-two-questions": _three(f"完成预算的50.00%，{GROWN}", "压减公务接待支出"),
    "ny-of-next-item": written(
        (TOTALS, [GRAND]),
        (
            THREE,
            [
                "公务接待费支出决算为5.00元，比上年增加1.00元，主要原因是来访增多；"
                "公务用车运行维护费支出决算为3.00元，比上年减少1.00元，主要原因是厉行节约。"
            ],
        ),
    ),
    # N72: the reason compares with something else.
    "ny-last-year-for-budget": _three(FALLEN, "接待批次比2021年减少12批次"),
    "ny-last-year-behind-cause": _three(FALLEN, "受降温影响，来访较上年减少2批"),
    "ny-budget-for-last-year": _total(
        "增加5.00元，增长5.26%", "年初预算编制不够精细，执行中追加预算"
    ),
    "ny-budget-words-for-last-year": _total(
        "增加5.00元，增长5.26%", "年中追加项目预算，决算数大于年初预算数"
    ),
    "ny-budget-for-budget": _three(FALLEN, "年初预算编制不够精细"),
    "ny-names-both": _total("增加5.00元，增长5.26%", "年中追加预算，较上年多一次普查"),
    "ny-added-only": _total("增加5.00元，增长5.26%", "年中追加普查经费"),
    "ny-arranged-more": _total("增加5.00元，增长5.26%", "年初预算安排的普查项目增加"),
    "ny-last-year-and-why": _three(FALLEN, "厉行节约，接待批次比2021年减少12批次"),
    "ny-last-year-once": _three(FALLEN, "上年有一次性会务接待，本年没有"),
    "ny-last-year-paid-now": _three("决算数大于预算数", "上年一次性采购的尾款在年中追加"),
    "ny-carried-over": _three("决算数大于预算数", "上年结转资金在本年支出"),
    # N73: one account says how far it is from its budget and not why.
    "ny-one-without": _accounts(*FOUR, ""),
    "ny-one-by-rate": written(
        (TOTALS, [GRAND]),
        (
            DETAIL,
            [
                f"{number}.社会保障和就业支出（类）{name}。年初预算为10.00元，支出决算为9.90元，"
                f"完成年初预算的99.00%{_why(number) if number < 5 else ''}。"
                for number, name in enumerate(_NAMES[:5], start=1)
            ],
        ),
    ),
    "ny-all-with": _accounts(*FOUR, _why(5)),
    "ny-three-with": _accounts(*FOUR[:3], ""),
    "ny-few-with": _accounts(*FOUR[:2], ""),
    # The difference as an amount and a rate, at the end of its paragraph.
    "ny-one-by-amount": written(
        (TOTALS, [GRAND]),
        (
            DETAIL,
            [
                f"{number}.社会保障和就业支出（类）{name}。支出决算为9.90元，"
                f"较年初预算数增加0.90元，增长10.00%{_why(number) if number < 4 else ''}。"
                for number, name in enumerate(_NAMES[:4], start=1)
            ],
        ),
    ),
    "ny-one-of-last-year": written(
        (TOTALS, [GRAND]),
        (
            DETAIL,
            [
                f"{number}.社会保障和就业支出（类）{name}。支出决算为9.90元，"
                f"比上年增加0.90元，增长10.00%{_why(number) if number < 4 else ''}。"
                for number, name in enumerate(_NAMES[:4], start=1)
            ],
        ),
    ),
    "ny-many-without": _accounts(*FOUR, "", ""),
    "ny-one-level": written(
        (TOTALS, [GRAND]),
        (
            DETAIL,
            [
                f"{number}.社会保障和就业支出（类）{name}。年初预算为10.00元，支出决算为{amount}元，"
                f"完成年初预算的{rate}%。{ending}。"
                for number, (name, amount, rate, ending) in enumerate(
                    [
                        *(
                            (name, "9.90", "99.00", f"决算数小于年初预算数{_why(number)}")
                            for number, name in enumerate(_NAMES[:4])
                        ),
                        (_NAMES[4], "10.00", "100.00", "决算数等于年初预算数"),
                    ],
                    start=1,
                )
            ],
        ),
    ),
    "ny-said-otherwise": _accounts(*FOUR, "，年底有一笔尾款待付"),
    # N74: a share changes by percentage points, an amount by per cent.
    "ny-points": _total("增加5.00元，增长5.26个百分点", "普查开始"),
    "ny-per-cent": _total("增加5.00元，增长5.26%", "普查开始"),
    "ny-points-of-share": written(
        (
            TOTALS,
            [f"{GRAND}基本支出60.00元，占60.00%；比上年增加5.00元，占比提高2.00个百分点。"],
        )
    ),
    "ny-points-of-rate": written(
        (
            TOTALS,
            [f"{GRAND}基本支出比上年增加5.00元，增长9.09%，完成率比上年提高3.00个百分点。"],
        )
    ),
    "ny-points-alone": written((TOTALS, [f"{GRAND}基本支出比上年增长5.00个百分点。"])),
    "ny-points-of-amount": written((TOTALS, [f"{GRAND}基本支出60.00元，比上年增长5.00个百分点。"])),
    "ny-points-of-budget": written(
        (TOTALS, [GRAND]), (THREE, ["公务接待费支出决算为5.00元，完成预算的90.00个百分点。"])
    ),
    "ny-points-from-rate": written(
        (TOTALS, [GRAND]),
        (THREE, ["公务接待费支出决算为5.00元，完成预算的90.00%，比上年提高5.00个百分点。"]),
    ),
}

D = "document"
_VERDICTS = {
    "N71": {
        "ny-none": ("no_data", "narrative_not_read"),
        "ny-silent": ("not_applicable", "nothing_stated"),
        "ny-less-for-more": ("fail", "compared"),
        "ny-more-for-less": ("fail", "compared"),
        "ny-more-for-less-by-rate": ("fail", "compared"),
        "ny-more-for-less-of-account": ("fail", "compared"),
        "ny-sentence-before": ("fail", "compared"),
        "ny-because": ("fail", "compared"),
        "ny-more-beside-its-budget": ("pass", "compared"),
        "ny-less-beside-its-budget": ("fail", "compared"),
        "ny-called-otherwise": ("fail", "compared"),
        "ny-called-alike": ("pass", "compared"),
        "ny-level-explained": ("pass", "compared"),
        "ny-income-more-for-less": ("fail", "compared"),
        "ny-same-way": ("pass", "compared"),
        "ny-both-ways": ("pass", "compared"),
        "ny-of-last-year": ("pass", "compared"),
        "ny-not-come": ("pass", "compared"),
        "ny-better-not-more": ("pass", "compared"),
        "ny-retired": ("pass", "compared"),
        "ny-working": ("fail", "compared"),
        "ny-put-off": ("fail", "compared"),
        "ny-put-off-till-now": ("pass", "compared"),
        "ny-left-over": ("pass", "compared"),
        "ny-two-questions": ("pass", "compared"),
        "ny-of-next-item": ("pass", "compared"),
    },
    "N72": {
        "ny-none": ("no_data", "narrative_not_read"),
        "ny-silent": ("not_applicable", "nothing_stated"),
        "ny-last-year-for-budget": ("fail", "compared"),
        "ny-last-year-behind-cause": ("fail", "compared"),
        "ny-budget-for-last-year": ("fail", "compared"),
        "ny-budget-words-for-last-year": ("fail", "compared"),
        "ny-budget-for-budget": ("pass", "compared"),
        "ny-names-both": ("pass", "compared"),
        "ny-added-only": ("pass", "compared"),
        "ny-arranged-more": ("pass", "compared"),
        "ny-last-year-and-why": ("pass", "compared"),
        "ny-last-year-once": ("fail", "compared"),
        "ny-last-year-paid-now": ("pass", "compared"),
        "ny-carried-over": ("pass", "compared"),
    },
    "N73": {
        "ny-none": ("no_data", "narrative_not_read"),
        "ny-silent": ("not_applicable", "nothing_stated"),
        "ny-one-without": ("fail", "compared"),
        "ny-one-by-rate": ("fail", "compared"),
        "ny-all-with": ("pass", "compared"),
        "ny-three-with": ("fail", "compared"),
        "ny-few-with": ("pass", "compared"),
        "ny-one-by-amount": ("fail", "compared"),
        "ny-one-of-last-year": ("pass", "compared"),
        "ny-many-without": ("pass", "compared"),
        "ny-one-level": ("pass", "compared"),
        "ny-said-otherwise": ("pass", "compared"),
    },
    "N74": {
        "ny-none": ("no_data", "narrative_not_read"),
        "ny-silent": ("not_applicable", "nothing_stated"),
        "ny-points": ("fail", "compared"),
        "ny-points-of-amount": ("fail", "compared"),
        "ny-points-of-budget": ("fail", "compared"),
        "ny-per-cent": ("pass", "compared"),
        "ny-points-of-share": ("pass", "compared"),
        "ny-points-of-rate": ("pass", "compared"),
        "ny-points-alone": ("pass", "compared"),
        "ny-points-from-rate": ("pass", "compared"),
    },
}
EXPECTED = [
    (document, rule, D, *verdict)
    for rule, verdicts in _VERDICTS.items()
    for document, verdict in verdicts.items()
]

MESSAGES = [
    (
        "ny-less-for-more",
        "N71",
        D,
        "notice",
        "增长25.00%：认真贯彻中央八项规定精神，压减公务接待支出",
    ),
    ("ny-more-for-less-of-account", "N71", D, "notice", "2080101 "),
    ("ny-more-for-less", "N71", D, "notice", "接待标准上调”(小于预算)"),
    ("ny-last-year-for-budget", "N72", D, "notice", "与预算相比,原因说的是与上年相比"),
    ("ny-budget-for-last-year", "N72", D, "notice", "与上年相比,原因说的是决算与预算"),
    ("ny-one-without", "N73", D, "notice", "其他 4 个科目都写了原因,没有写的:"),
    ("ny-points", "N74", D, "notice", "“5.26个百分点”应为“5.26%”"),
    ("ny-points-of-budget", "N74", D, "notice", "“90.00个百分点”应为“90.00%”"),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_a_reason_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_is_wrong_with_a_reason_is_quoted(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
