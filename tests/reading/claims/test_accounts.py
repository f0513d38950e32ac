"""Account paths of the text and the codes they resolve to."""

from __future__ import annotations

import pytest

from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims import Account
from dagster_project.reading.narrative.claims.accounts import AccountNames, find_paths
from dagster_project.reading.narrative.claims.document import read_claim_rows
from dagster_project.reading.narrative.claims.model import accounts_of
from tests.reading.cells import made_cell
from tests.reading.claims.helpers import ACCOUNTS, read_text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("教育支出（类）", ("教育支出",)),
        ("教育（类）支出", ("教育支出",)),
        ("3.教育支出（类）普通教育（款）小学教育（项）。", ("教育支出", "普通教育", "小学教育")),
        ("其中：甲支出（类）乙、丙及丁（款）戊（室）（项）", ("甲支出", "乙、丙及丁", "戊（室）")),
        ("财政事务（款）行政运行（项）", ("", "财政事务", "行政运行")),
        ("主要用于以下方面：教育支出（类）", ("教育支出",)),
    ],
)
def test_path_is_found(text: str, path: tuple[str, ...]) -> None:
    assert [names for _, _, names in find_paths(text)] == [path]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("一般公共服务支出",), "201"),
        (("一般公共服务支出", "邮亭事务"), "20198"),
        (("一般公共服务支出", "邮亭事务", "行政运行"), "2019801"),
        (("一般公共服务支出", "渡口事务", "行政运行"), "2019901"),
        (("", "渡口事务", "行政运行"), "2019901"),
        (("教育支出", "邮亭事务", "行政运行"), ""),
        (("一般公共服务支出", "灯塔事务", "行政运行"), ""),
    ],
)
def test_code_needs_every_name_of_the_path(path: tuple[str, ...], code: str) -> None:
    assert AccountNames(ACCOUNTS).code_of(path) == code


def test_two_codes_for_one_path_are_none() -> None:
    twice = (*ACCOUNTS, Account("2019805", "驿路养护"))
    path = ("一般公共服务支出", "邮亭事务", "驿路养护")
    assert AccountNames(ACCOUNTS).code_of(path) == "2019802"
    assert AccountNames(twice).code_of(path) == ""


def test_code_list_helps_where_the_tables_do_not_name_the_account() -> None:
    assert AccountNames(()).code_of(("教育支出",)) == "205"


def test_account_without_level_words_is_known_from_the_tables() -> None:
    claims = read_text("（三）财政拨款支出决算具体情况", "驿路养护支出决算为5万元。").claims
    assert claims[0].subject == "一般公共服务支出/邮亭事务/驿路养护"
    assert claims[0].account_code == "2019802"


_BASIC = "（五）一般公共预算财政拨款基本支出决算情况说明"
_EXPENDITURE = "（三）支出决算情况说明"
_GENERAL = "（四）一般公共预算财政拨款支出决算情况说明"


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        (_BASIC, "基本支出9万元，其中：工资福利支出4万元、其他支出5万元。", "399"),
        (_BASIC, "财政拨款基本支出9万元，其中：人员经费、公用经费、其他支出5万元。", "399"),
        (_EXPENDITURE, "按经济分类，工资福利支出4万元，其他支出5万元。", "399"),
        (_EXPENDITURE, "支出合计9万元，其中：基本支出4万元，其他支出5万元。", ""),
        (_GENERAL, "财政拨款支出9万元，其中：项目支出4万元，其他支出5万元。", ""),
        (_EXPENDITURE, "按功能分类，教育支出4万元，其他支出5万元。", "229"),
        (_EXPENDITURE, "支出9万元，其中：教育支出4万元，其他支出5万元。", "229"),
        (_GENERAL, "财政拨款支出9万元，主要用于以下方面：其他支出5万元。", "229"),
        (_EXPENDITURE, "其他支出（类）支出5万元。", "229"),
    ],
)
def test_a_name_of_both_classifications_is_of_the_one_its_sentence_speaks_of(
    heading: str, text: str, code: str
) -> None:
    accounts = [Account("229", "其他支出"), Account("205", "教育支出")]
    claim = read_text(heading, text, accounts=accounts).claims[-1]
    assert (claim.value_numeric, claim.subject, claim.account_code) == ("5", "其他支出", code)


def test_accounts_of_tables_are_listed_once() -> None:
    cell = made_cell(account_code="205", printed_label="五、教育支出")
    other = made_cell(account_code="301", printed_label="工资福利支出")
    assert accounts_of({"gk01": [cell], "gk04": [cell], "gk06": [other]}) == [
        Account("205", "教育支出")
    ]


def test_rows_of_a_document_use_the_codes_of_its_own_tables() -> None:
    table = ReadTable("gk05")
    table.cells = [
        made_cell(account_code="299", printed_label="其他支出"),
        made_cell(account_code="29998", printed_label="灯塔支出"),
    ]
    narrative = [
        Paragraph("第三部分 情况说明", None, "L1", "3"),
        Paragraph("一、支出决算", 4, "L2", "3.1"),
        Paragraph("灯塔支出决算为1,000元。", 4, "L3", "3.1", is_from_pixels=True),
    ]
    row = read_claim_rows([table], narrative)[0][0]
    assert (row["account_code"], row["value_numeric"], row["page"]) == ("29998", "1000", "4")
    assert (row["section"], row["source_locator"]) == ("3.1", "L3")
    assert row["read_status"] == "unconfirmed"


def test_a_table_of_items_alone_names_no_section_that_a_text_is_held_to() -> None:
    items = [a for a in ACCOUNTS if len(a.code) == 7]
    path = ("一般公共服务支出", "无人知晓的款", "驿路养护")
    assert AccountNames(items).code_of(path) == "2019802"
    assert AccountNames(ACCOUNTS).code_of(path) == ""
    assert AccountNames(()).code_of(path) == ""
