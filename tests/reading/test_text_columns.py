"""A text whose columns stand under one another: a figure belongs where it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from dagster_project.reading.decoders.text.gridding import divide_text
from dagster_project.reading.model.grid import DecodedDocument, TextLine
from tests.reading.conftest import Extract

ReadText = Callable[..., Extract]
COVER = ["", "            示例市水利局2023年度部门决算", "\f"]
HEAD = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出",
        "经营支出", "对附属单位补助支出")  # fmt: skip
ROWS = (
    ("", "合计", "900.00", "500.00", "350.00", "", "50.00", ""),
    ("208", "社会保障和就业支出", "300.00", "300.00", "", "", "", ""),
    ("20805", "行政事业单位养老支出", "300.00", "300.00", "", "", "", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "300.00", "300.00", "", "", "", ""),
    ("213", "农林水支出", "600.00", "200.00", "350.00", "", "50.00", ""),
    ("21303", "水利", "600.00", "200.00", "350.00", "", "50.00", ""),
    ("2130306", "水利工程运行与维护", "350.00", "", "350.00", "", "", ""),
    ("2130399", "其他水利支出", "250.00", "200.00", "", "", "50.00", ""),
)
COLUMNS = ("total", "basic", "project", "remit_to_superior", "operating", "subsidy_to_affiliated")


def terminal(text: str) -> int:
    """Return the places of a text in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cells(
    row: tuple[str, ...], widths: list[int], measure: Callable[[str], int], head: bool = False
) -> str:
    """Return a line: names at the left, figures at the right, labels in the middle."""
    line = ""
    for number, (text, width) in enumerate(zip(row, widths, strict=True)):
        room = width - measure(text)
        left = room // 2 if head else 0 if number < 2 else room
        line += "   " + " " * left + text + " " * (room - left)
    return line.rstrip()


def dump(
    rows: tuple[tuple[str, ...], ...] = ROWS,
    *,
    measure: Callable[[str], int] = terminal,
    title: str = "支出决算表",
    wide: int = 0,
    mark: str = "公开03表",
) -> str:
    """Return a text with one table; ``wide`` is how much wider than its texts a column is."""
    widths = [max(measure(row[i]) for row in (HEAD, *rows)) + wide for i in range(len(HEAD))]
    lines = [*COVER, "第二部分 2023年度部门决算表", " " * 40 + title]
    lines += [" " * 90 + mark] if mark else []
    lines += ["  部门：示例市水利局" + " " * 30 + "2023年度" + " " * 30 + "单位：万元"]
    lines += [cells(HEAD, widths, measure, head=True)]
    lines += [cells(row, widths, measure) for row in rows]
    return "\n".join([*lines, "  注：本表反映部门本年度各项支出情况。", "\f"])


def printed(extract: Extract, key: str) -> dict[str, str]:
    """Return what is printed in the row of an account, blanks left out."""
    return {
        cell["column_code"]: cell["printed_text"]
        for cell in extract.rows("gk03")
        if cell["row_key"] == key and cell["printed_text"]
    }


def expected(row: tuple[str, ...]) -> dict[str, str]:
    return {code: text for code, text in zip(COLUMNS, row[2:], strict=True) if text}


@pytest.mark.parametrize("measure", [terminal, len], ids=["two places", "one place"])
@pytest.mark.parametrize("wide", [0, 9])
def test_blank_columns_take_no_figure(extract_text: ReadText, measure, wide) -> None:
    extract = extract_text(dump(measure=measure, wide=wide).encode(), "示例.txt")
    for row in ROWS:
        assert printed(extract, row[0] or "total") == expected(row)
    assert extract.table("gk03")["read_status"] == "confirmed"
    assert extract.document["organization_name"] == "示例市水利局"


@pytest.mark.parametrize("mark", ["", "表3", "附表3", "GK03"])
def test_a_title_without_its_number_is_enough(extract_text: ReadText, mark) -> None:
    extract = extract_text(dump(mark=mark).encode(), "示例.txt")
    assert printed(extract, "2130399") == expected(ROWS[-1])


def test_a_title_far_to_the_right_is_a_title(extract_text: ReadText) -> None:
    extract = extract_text(dump(title=" " * 120 + "支出决算表", mark="").encode(), "示例.txt")
    assert extract.table("gk03")["title"] == "支出决算表"


@pytest.mark.parametrize("text", ["△200.00", "- 200.00", "1 ,200.00", "２００．００"])
def test_signs_and_digits_stay_with_their_figure(extract_text: ReadText, text) -> None:
    row = (*ROWS[-1][:3], text, *ROWS[-1][4:])
    extract = extract_text(dump((*ROWS[:-1], row)).encode(), "示例.txt")
    values = {"△200.00": "-200.00", "- 200.00": "-200.00", "1 ,200.00": "1200.00"}
    cell = next(
        cell
        for cell in extract.rows("gk03")
        if (cell["row_key"], cell["column_code"]) == ("2130399", "basic")
    )
    assert cell["printed_text"].replace(" ", "") == text.replace(" ", "")
    assert cell["value_numeric"] == values.get(text, "200.00")


def test_a_figure_between_two_columns_is_doubted(extract_text: ReadText) -> None:
    lines = dump().split("\n")
    at = next(i for i, line in enumerate(lines) if "2130306" in line)
    # The only figure behind the total is moved to the left until it stands under no column.
    moved = lines[at].rstrip()
    lines[at] = moved[: -len("350.00") - 7] + "350.00"
    extract = extract_text("\n".join(lines).encode(), "示例.txt")
    table = extract.table("gk03")
    wrong = [
        cell
        for cell in extract.rows("gk03")
        if cell["row_key"] == "2130306"
        and cell["printed_text"] != expected(ROWS[-2]).get(cell["column_code"], "")
        and cell["read_status"] == "confirmed"
    ]
    assert table["read_status"] != "confirmed" or not wrong


def test_blanks_that_align_columns_are_not_counted_as_cells(extract_text: ReadText) -> None:
    # Too few figures to see columns: how many blanks stand between them says nothing.
    extract = extract_text(dump(ROWS[3:4]).encode(), "示例.txt")
    assert not [
        cell
        for cell in extract.rows("gk03")
        if cell["read_status"] == "confirmed"
        and cell["printed_text"] != expected(ROWS[3]).get(cell["column_code"], "")
    ]


def test_the_parts_of_contents_stay_they_may_alone_name_the_year() -> None:
    listed = ["第一部分 部门概况 1", "第二部分 2023年度部门决算表 2"]
    table = [
        "                支出决算表",
        "                                          单位：万元",
        "  科目编码    科目名称      本年支出合计    基本支出    项目支出",
        "  208         甲支出               3.00        1.00        2.00",
        "  20805       乙支出               3.00        1.00        2.00",
        "  合计                             3.00        1.00        2.00",
    ]
    text = "\n".join(["目录", *listed, "第一部分 部门概况", "本局负责水利工作。", *table])
    lines = [TextLine(words, f"L{n}") for n, words in enumerate(text.splitlines(), 1)]
    kept = [line.text for line in divide_text(DecodedDocument(lines)).lines()]
    assert [words for words in listed if words in kept] == listed
