"""What a text says beside its figures: terms of the glossary, slips, owners, missed objectives."""

from __future__ import annotations

import pytest

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.narrative.claims.accounts import AccountNames
from dagster_project.reading.narrative.claims.document import read_text
from dagster_project.reading.narrative.claims.glossary import divide_glossary, find_terms
from dagster_project.reading.narrative.claims.model import Account, Statement
from dagster_project.reading.narrative.claims.remarks import repeats_question
from dagster_project.reading.narrative.form_texts import form_texts

PART = "第三部分 某局2022年度部门决算情况说明"
SECTION = "一、收入支出决算总体情况说明"
GLOSSARY = "第四部分 名词解释"


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, 1, f"L{number}", "") for number, text in enumerate(texts, start=1)]


def _terms(*texts: str, accounts: tuple[Account, ...] = ()) -> list[Statement]:
    found = find_terms(_paragraphs(GLOSSARY, *texts), AccountNames(accounts))
    return [statement for statement in found if statement.statement_kind == "term"]


def _said(kind: str, *texts: str) -> list[Statement]:
    reading = read_text({}, _paragraphs(PART, SECTION, *texts))
    return [statement for statement in reading.statements if statement.statement_kind == kind]


def test_a_term_is_its_name_and_its_definition_what_follows() -> None:
    (term,) = _terms("十、“三公”经费：指用财政拨款安排的因公出国（境）费和公务接待费。")
    assert (term.subject, term.printed_text) == ("三公经费", "“三公”经费")
    assert term.excerpt == "用财政拨款安排的因公出国（境）费和公务接待费。"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.小学教育（2050202）：反映各部门举办的小学教育支出。", "2050202"),
        ("十二、教育支出（类）普通教育（款）小学教育（项）：反映小学教育支出。", "2050202"),
        ("三、基本支出：指为保障机构正常运转而发生的支出。", ""),
    ],
)
def test_a_term_knows_the_account_that_it_explains(text: str, code: str) -> None:
    accounts = (
        Account("205", "教育支出"),
        Account("20502", "普通教育"),
        Account("2050202", "小学教育"),
    )
    assert [term.account_code for term in _terms(text, accounts=accounts)] == [code]


def test_terms_of_one_paragraph_are_told_apart_and_a_second_paragraph_is_part_of_its_term() -> None:
    first = "一、事业收入：指开展业务活动取得的收入。二、经营收入：指非独立核算经营活动取得的收入。"
    second = (
        "经营活动是指在专业业务活动以外开展的活动，应当与专业业务活动分别核算，按有关规定纳税。"
    )
    terms = _terms(first, second)
    assert [term.subject for term in terms] == ["事业收入", "经营收入"]
    assert terms[1].excerpt.endswith("按有关规定纳税。")


def test_terms_without_numbers_are_told_apart_where_each_says_what_it_means() -> None:
    terms = _terms(
        "财政拨款收入：指当年拨付的资金。其中：指明用途的另列。"
        "事业收入：指开展专业业务活动取得的收入。其他收入：反映上述以外的收入。"
    )
    assert [term.subject for term in terms] == ["财政拨款收入", "事业收入", "其他收入"]


def test_a_glossary_ends_with_the_next_part() -> None:
    own, others = divide_glossary(
        _paragraphs(GLOSSARY, "一、基本支出：指…。", "第五部分 附件", "一、某表：见附件。")
    )
    assert [paragraph.text for paragraph in own] == ["一、基本支出：指…。"]
    assert len(others) == 3
    own, _ = divide_glossary(
        _paragraphs("四、名词解释", "1.基本支出：指…。", "五、附件", "1.某表：见…")
    )
    assert [paragraph.text for paragraph in own] == ["1.基本支出：指…。"]


@pytest.mark.parametrize(
    ("reason", "question", "repeats"),
    [
        ("公务接待费支出减少", "公务接待费支出比上年减少5.00元，下降8%", True),
        ("支出减少", "公务接待费支出比上年减少5.00元", True),
        ("接待批次减少", "公务接待费支出比上年减少5.00元", False),
        ("人员减少", "人员经费支出比上年减少5.00元", False),
        ("项目支出减少", "支出比上年减少5.00元，其中：项目支出减少4.00元", False),
        ("厉行节约，压减支出", "公务接待费支出减少", False),
        ("", "公务接待费支出减少", False),
    ],
)
def test_a_reason_that_says_only_the_question_repeats_it(
    reason: str, question: str, repeats: bool
) -> None:
    assert repeats_question(reason, question) is repeats


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("防汛项目自评综述：自评得分98分。存在的问题：一是演练任务未完成。", ["演练任务未完成"]),
        ("防汛项目自评综述：自评得分98分。各项目标均已完成。", []),
        ("防汛项目自评综述：对未完成的任务，确保目标未完成的次年完成。", []),
        ("存在的问题：一是演练任务未完成。", []),
    ],
)
def test_an_objective_that_was_missed_is_told_of_its_project(text: str, missed: list[str]) -> None:
    found = _said("objective_missed", text)
    assert [statement.printed_text for statement in found] == missed
    assert {statement.subject for statement in found} <= {"防汛"}


def test_the_text_of_a_form_is_read_for_its_project() -> None:
    printed = [
        "防汛演练项目支出绩效自评表",
        "（2022年度）",
        "项目名称 防汛演练",
        "一级指标 二级指标 三级指标 分值 得分",
        "总 分 98 优",
        "年末财政收回0.93万元，执行率90.7%。",
    ]
    lines = [TextLine(text, f"L{number}") for number, text in enumerate(printed, start=1)]
    ((name, paragraph),) = form_texts(lines, [])
    assert name == "防汛演练"
    found = read_text({}, [], [(name, paragraph)]).statements
    assert [(s.statement_kind, s.subject, s.printed_text) for s in found] == [
        ("money_recalled", "防汛演练", "0.93万元")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("某市某局2022年度收入支出总计1元。", ["某市某局"]),
        ("截至2022年12月31日，某市某局共有车辆2辆。", ["某市某局"]),
        ("本部门2022年度政府采购支出总额1元。", []),
        ("支付某市民政局2022年度收入返还1元。", []),
    ],
)
def test_whose_figures_a_sentence_tells_is_its_first_word(text: str, names: list[str]) -> None:
    assert [statement.subject for statement in _said("named_organization", text)] == names


@pytest.mark.parametrize(
    ("title", "is_read"),
    [
        ("三、“三公”经费情况说明", True),
        ("三、其他需要说明的事项", True),
        ("三、专业名词解释", False),
        ("三、决算公开联系方式", False),
    ],
)
def test_where_no_title_names_the_parts_the_text_goes_on_behind_its_accounts(
    title: str, is_read: bool
) -> None:
    texts = ("一、部门基本情况", "二、部门决算收支情况说明", "2022年度收入总计10.00万元。")
    spent = "2022年度公务接待费支出决算为2.00万元。"
    reading = read_text({}, _paragraphs(*texts, title, spent))
    assert ("2.00" in {claim.printed_text for claim in reading.claims}) is is_read


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("一、2014年度收入总计100.00万元，支出总计100.00万元。", "overall"),
        ("二、2014年度支出合计90.00万元，其中：基本支出60.00万元。", "expenditure"),
        ("三、2014年度公共预算财政拨款支出80.00万元，占本年支出合计的88.89%。", "general_public"),
        ("四、2014年度“三公”经费财政拨款支出决算为9.00万元。", "three_public"),
        ("2014年度“三公”经费财政拨款支出决算为9.00万元。", ""),
    ],
)
def test_a_numbered_paragraph_without_a_title_opens_its_own_topic(text: str, topic: str) -> None:
    reading = read_text({}, _paragraphs("第三部分 2014年度部门决算情况说明", text))
    assert {claim.topic for claim in reading.claims} == {topic}


def test_a_numbered_paragraph_below_a_title_stays_with_it() -> None:
    reading = read_text({}, _paragraphs(PART, SECTION, "二、本年支出合计90.00万元。"))
    assert {claim.topic for claim in reading.claims} == {"overall"}


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("1.甲支出1元。", "2.乙支出1元。", "3.丙支出1元。"), []),
        (("1.甲支出1元。", "2.乙支出1元。", "4.丙支出1元。"), ["“2.”后是“4.”"]),
        (("1、甲支出1元。", "2、乙支出1元。", "2、丙支出1元。"), ["“2.”后是“2.”"]),
        (
            ("（一）甲情况", "1.甲支出1元。", "（三）乙情况", "1.乙支出1元。"),
            ["“（一）”后是“（三）”"],
        ),
        # A line that was not taken for the head of a paragraph, figures that are none.
        (("1.甲支出1元。", "2.乙1元。其中：3.丙支出1元。", "4.丁支出1元。"), []),
        (("1.甲支出1元。", "3.5元用于乙。", "2.乙支出1元。"), []),
        (("1.甲支出1元。", "2.乙支出1元。", "9.丙支出1元。"), []),
        (
            (
                "（一）甲情况",
                "1.甲支出1元。",
                "（1）细目1元。",
                "2.乙支出1元。",
                "（二）乙情况",
                "1.丙1元。",
            ),
            [],
        ),
        # A list with the marks of the one it stands in: that goes on behind it.
        (
            (
                "（一）甲情况",
                "（二）乙情况，具体如下",
                "（一）细目1元。",
                "（二）细目2元。",
                "（三）细目3元。",
                "（三）丙情况",
                "（四）丁情况",
            ),
            [],
        ),
        (
            ("（一）甲情况", "（二）乙情况", "（一）细目1元。", "（三）丙情况", "（五）丁情况"),
            ["“（三）”后是“（五）”"],
        ),
        # A near miss: the list inside skips one, and nothing goes on.
        (
            (
                "（一）甲情况",
                "（二）乙情况",
                "（一）细目1元。",
                "（二）细目2元。",
                "（四）细目4元。",
            ),
            ["“（二）”后是“（四）”"],
        ),
        # The same paragraph printed twice is told as such.
        (("1.甲支出1元。", "2.乙支出1元。", "2.乙支出1元。"), []),
    ],
)
def test_numbers_of_paragraphs_follow_one_another(texts: tuple[str, ...], told: list[str]) -> None:
    assert [statement.printed_text for statement in _said("numbering", *texts)] == told
