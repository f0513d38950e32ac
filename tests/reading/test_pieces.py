"""The small pieces of the text reader, one idea each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dagster_project.form.codes import ECONOMIC, FUNCTIONAL
from dagster_project.form.identities import RowIdentity
from dagster_project.form.labels import normalise_label
from dagster_project.form.layouts import read_variants
from dagster_project.reading.decoders.text.decode import decode_text
from dagster_project.reading.decoders.text.placement import RowRules, place
from dagster_project.reading.decoders.text.tables import match_title
from dagster_project.reading.decoders.text.tokens import (
    Token,
    read_code,
    tokenize_line,
)
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.model.source import RefusedError, SourceFile
from dagster_project.reading.narrative.text_headings import chinese_number
from dagster_project.reading.page.furniture import (
    find_contents,
    find_page_furniture,
    is_page_mark,
)
from dagster_project.reading.page.undoubling import (
    join_label,
    undouble_fragments,
    undouble_words,
)
from dagster_project.reading.reader import read_document


def shape(text: str, codes: object = None) -> list[str]:
    """Return the cells of a line, a blank as ∅."""
    tokens = tokenize_line(TextLine(text.replace("·", " "), "L1"), codes)  # type: ignore[arg-type]
    return [token.text or "∅" for token in tokens]


def lines_of(text: str) -> list[TextLine]:
    return [TextLine(line, f"L{number}") for number, line in enumerate(text.split("\n"), start=1)]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("205·教育支出·10.00··10.00··", ["205", "教育支出", "10.00", "∅", "10.00", "∅"]),
        ("10.00·20.00", ["10.00", "20.00"]),
        ("··", ["∅", "∅"]),
        ("·────", ["∅", "────"]),
        ("·9.00··九、其他", ["∅", "9.00", "∅", "九、其他"]),
        ("", []),
        ("1.00·50.65一、服务·32.00··", ["1.00", "50.65", "一、服务", "32.00", "∅"]),
        ("-1,234.50·－2.00", ["-1,234.50", "－2.00"]),
        ("1.501.50", ["1.50", "1.50"]),
        ("0.123456", ["0.123456"]),
        ("教育支出12.00", ["教育支出", "12.00"]),
        ("（二）单价100万元（含）·17··", ["（二）单价100万元（含）", "17", "∅"]),
        ("8.其他用车·15·2", ["8.其他用车", "15", "2"]),
    ],
)
def test_a_line_is_split_on_single_spaces(line: str, cells: list[str]) -> None:
    assert shape(line) == cells


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("5212.81302302", ["5212.81", "302302"]),
        ("1,706.2230201·办公费", ["1,706.22", "30201", "办公费"]),
        ("30.0031303", ["30.00", "31303"]),
        ("────31022", ["────", "31022"]),
        ("0.123456", ["0.123456"]),
    ],
)
def test_a_code_glued_to_a_value_is_split_off(line: str, cells: list[str]) -> None:
    assert shape(line, ECONOMIC) == cells


@pytest.mark.parametrize(
    ("printed", "code"),
    [("301301", "301"), ("30101", "30101"), ("3010130101", "30101"), ("201", None), ("3011", None)],
)
def test_economic_codes_are_undoubled(printed: str, code: str | None) -> None:
    assert read_code(printed, ECONOMIC) == code


def test_functional_codes_have_three_five_or_seven_digits() -> None:
    assert read_code("2050303", FUNCTIONAL) == "2050303"
    assert read_code("205205", FUNCTIONAL) == "205"
    assert read_code("2050", FUNCTIONAL) is None


def test_a_label_is_undoubled_only_when_all_of_it_is_doubled() -> None:
    assert join_label([(1, "商品和服务商品和服务"), (2, "支出支出")]) == "商品和服务支出"
    assert join_label([(1, "人人")]) == "人"
    assert join_label([(1, "社会保障和"), (2, "人人")]) == "社会保障和人人"
    assert join_label([(1, "公务用车公务用车"), (1, "运行维运行维"), (2, "护费护费")]) == (
        "公务用车运行维护费"
    )


def test_headings_are_undoubled_with_their_spaces() -> None:
    assert undouble_words(" 第一部分 概况第一部分 概况") == "第一部分 概况"
    assert undouble_words("第三部分 第三部分 情况说明情况说明") == "第三部分 情况说明"
    assert undouble_words("三、支出决算情况说明") == "三、支出决算情况说明"
    assert undouble_fragments("结余结余功能分类科目编功能分类科目编") == "结余功能分类科目编"
    assert undouble_fragments("小计合计") == "小计合计"


def items(text: str) -> list[Token]:
    return tokenize_line(TextLine(text.replace("·", " "), "L1"))


THREE = RowRules(
    ("total", "basic", "project"),
    (RowIdentity("=", (("total", 1), ("basic", -1), ("project", -1))),),
)


def placed(text: str, rules: RowRules = THREE) -> tuple[list[str], str, bool]:
    placement = place(items(text), rules)
    texts = [cell.text if cell else "" for cell in placement.cells]
    return texts, str(placement.confidence), placement.problem is None


def test_the_right_number_of_cells_is_certain_even_where_the_sum_is_wrong() -> None:
    assert placed("5.01··5.00") == (["5.01", "", "5.00"], "1", True)


def test_a_blank_in_front_of_a_full_row_is_a_new_page() -> None:
    assert placed("·5.00·2.00·3.00") == (["5.00", "2.00", "3.00"], "1", True)
    assert placed("·5.00··5.00") == (["5.00", "", "5.00"], "1", True)


def test_two_values_for_three_columns_are_not_decidable() -> None:
    assert placed("5.00·5.00") == (["5.00", "5.00", ""], "0.3", False)


def test_lost_blanks_are_decided_by_the_only_sum_that_fits() -> None:
    rules = RowRules(
        ("total", "a", "b", "whole", "part"),
        (
            RowIdentity("=", (("total", 1), ("a", -1), ("whole", -1))),
            RowIdentity("=", (("whole", 1), ("part", -1), ("b", -1))),
        ),
    )
    assert placed("9.00·2.00·7.00·7.00", rules)[2] is False
    assert placed("9.00·2.00·3.00·7.00·4.00", rules) == (
        ["9.00", "2.00", "3.00", "7.00", "4.00"],
        "1",
        True,
    )
    assert placed("7.00·3.00·7.00·4.00", rules) == (
        ["7.00", "", "3.00", "7.00", "4.00"],
        "0.9",
        True,
    )


def test_a_row_whose_sum_never_fits_is_not_decided() -> None:
    assert placed("5.00·4.99")[1:] == ("0.3", False)


def test_too_many_values_are_named_and_none_is_dropped_in_silence() -> None:
    placement = place(items("9.00·4.00·5.00·6.00"), THREE)
    assert placement.problem is not None
    assert "6.00" in placement.problem


def test_trimmed_line_ends_are_filled_at_the_end_only() -> None:
    columns = ("total", "basic", "project", "other")
    weights = (("total", 1), ("basic", -1), ("project", -1), ("other", -1))
    trimmed = RowRules(columns, (RowIdentity("=", weights),), ends_trimmed=True)
    assert placed("5.00··5.00", trimmed) == (["5.00", "", "5.00", ""], "0.9", True)
    assert placed("5.01··5.00", trimmed)[2] is False
    untrimmed = RowRules(columns, (RowIdentity("=", weights),))
    assert placed("5.00··5.00", untrimmed)[2] is False


def test_labels_lose_enumerators_and_brackets_are_unified() -> None:
    assert normalise_label("二十六、抗疫特别国债安排的支出") == "抗疫特别国债安排的支出"
    assert normalise_label("(一)行政单位") == "行政单位"
    assert normalise_label("1.副部（省）级及以上领导用车") == "副部（省）级及以上领导用车"
    assert normalise_label("其中：一般公共预算财政拨款") == "一般公共预算财政拨款"
    assert normalise_label("总 计") == "总计"


def test_titles_match_whole_and_never_by_their_ending() -> None:
    assert match_title("财政拨款收入支出决算总表")[0].table_code == "gk04"
    assert match_title("2023年度部门收入支出决算总表")[0].table_code == "gk01"
    assert match_title('财政拨款"三公"经费支出决算表')[0].table_code == "gk07"
    assert match_title("项目支出决算表") == ()


def test_every_column_of_an_identity_is_a_column_of_its_table() -> None:
    for variant in read_variants():
        known = {
            column.code
            for other in read_variants()
            if other.table_code == variant.table_code
            for column in other.columns
        }
        used = {code for identity in variant.identities for code, _ in identity.weights}
        assert used <= known


def test_older_names_of_a_class_have_the_same_code() -> None:
    first = next(v for v in read_variants() if v.table_code == "gk01")
    for old, new in (
        ("文化体育与传媒支出", "文化旅游体育与传媒支出"),
        ("医疗卫生与计划生育支出", "卫生健康支出"),
        ("国土海洋气象等支出", "自然资源海洋气象等支出"),
        ("资源勘探信息等支出", "资源勘探工业信息等支出"),
    ):
        lines = [first.find_line(name, "expenditure") for name in (old, new)]
        assert lines[0] is not None
        assert lines[1] is not None
        assert lines[0].account_code == lines[1].account_code


def test_encodings_are_named() -> None:
    assert decode_text("决算\n".encode()).encoding == "utf-8"
    assert decode_text("\ufeff决算\n".encode()).encoding == "utf-8-sig"
    assert decode_text("决算\n".encode("gb18030")).encoding == "gb18030"


def test_line_numbers_count_like_an_editor_and_form_feeds_count_pages() -> None:
    decoded = decode_text("一\r\n二\u2028二\n\f三\n".encode())
    assert [(line.locator, line.text, line.page) for line in decoded.lines[:3]] == [
        ("L1", "一", 1),
        ("L2", "二\u2028二", 1),
        ("L3", "三", 2),
    ]
    assert decode_text("一\n".encode()).lines[0].page is None


@pytest.mark.parametrize("content", [b"PK\x03\x04...", b"\x00\x01\x02", b"\xff" * 9])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError):
        decode_text(content)


@pytest.mark.parametrize("content", [b"", b" \n", b"\x89PNG...", b"%PDF-1.7 ..."])
def test_what_is_another_medium_never_comes_to_the_decoder_of_texts(content: bytes) -> None:
    file = SourceFile("dump.txt", content, "", "text/plain")
    (document,) = read_document([file])
    assert document.refusal is not None
    assert document.refusal.reason_code != "not_text"


def test_page_marks_and_running_titles_are_furniture_but_wrapped_names_are_not() -> None:
    lines = lines_of(
        "支出\n-3-\n\n某局2023年部门决算公开报告\n\n支出\n-4-\n\n2023年度收入决算表\n\n第 5 页"
    )
    assert find_page_furniture(lines) == {1, 3, 6, 10}
    assert not is_page_mark("1-2")


def test_table_of_contents_is_skipped() -> None:
    lines = lines_of("目录\n第一部分 概况\n收入决算表……5\n第一部分 概况\n一、职责")
    assert find_contents(lines) == {0, 1, 2}


def test_chinese_numbers() -> None:
    assert [chinese_number(n) for n in ("一", "十", "十二", "二十", "二十六", "3")] == [
        1,
        10,
        12,
        20,
        26,
        3,
    ]


def test_blank_counts_as_zero_in_an_identity() -> None:
    at_least = RowIdentity(">=", (("total", 1), ("basic", -1)))
    assert at_least.holds({"total": Decimal(5)})
    assert not at_least.holds({"basic": Decimal(5)})


@pytest.mark.parametrize("head", [(), ("目录",), ("（目录）",)])
def test_contents_worded_otherwise_than_the_headings_are_contents(head: tuple[str, ...]) -> None:
    listed = ("第一部分：基本情况\t1", "一、主要职能\t1", "第二部分：2021年度部门决算情况说明\t2")
    text = ("第一部分 部门概况", "本局负责水利工作。", "第二部分 2021年度部门决算情况说明")
    lines = [TextLine(words, f"L{n}") for n, words in enumerate((*head, *listed, *text))]
    begins = len(head) + len(listed)
    assert set(range(len(head), begins)) <= find_contents(lines)
    assert not find_contents(lines) & set(range(begins, len(lines)))


@pytest.mark.parametrize("address", ["http://169.254.169.254/latest/", "169.254.169.254"])
def test_an_address_holds_no_figure(address: str) -> None:
    tokens = tokenize_line(TextLine(f"行政运行 {address} 1.00", "L1"))
    assert [t.text for t in tokens if t.kind == "number"] == ["1.00"]
    # Values that touch are told apart as before.
    glued = tokenize_line(TextLine("行政运行 1.001.001.00", "L1"))
    assert [t.text for t in glued if t.kind == "number"] == ["1.00", "1.00", "1.00"]
