"""narrative.csv: printed paragraphs whole and in order, nothing of tables, headers or contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dagster_project.reading import extract_document
from dagster_project.reading.model.document import Heading
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.narrative.paragraphs import join_lines, narrative_rows
from dagster_project.reading.narrative.running_text import RunningLine, running_lines
from tests.reading.conftest import SHARED_SOURCE, Extract, read_rows
from tests.shared_documents import skip_without_shared

LEFT, RIGHT, EM = 90.0, 506.0, 12.0
FULL = "示例局二〇二三年度收入总计与上年相比增加的主要原因是人员变动和项目支出"


def printed(text: str, page: int, top: float, *, indent: int = 0) -> TextLine:
    left = LEFT + indent * EM
    right = min(RIGHT, left + EM * len(text))
    return TextLine(text, f"p{page}", page, (left, top, right, top + EM))


def texts(lines: list[TextLine], headings: tuple[Heading, ...] = ()) -> list[str]:
    found = running_lines(lines, headings)
    return [paragraph.text for paragraph in join_lines(found, is_wrapped=True)]


def test_a_paragraph_over_a_page_break_is_one_row_without_furniture() -> None:
    lines, whole = [], ""
    for page in range(1, 7):
        lines.append(printed("示例局2023年度部门决算", page, 20))
        for top, word in ((60, "甲"), (80, "乙")):
            text = word * page + FULL[page:]
            text = "等。" if (page, top) == (6, 80) else text
            lines.append(printed(text, page, top))
            whole += text
        lines.append(printed(f"— {page} —", page, 800))
    found = running_lines(lines, ())
    [row] = narrative_rows(join_lines(found, is_wrapped=True))
    assert row["text"] == whole
    assert (row["page"], row["source_locator"]) == ("1", "p1-p6")
    assert row["bbox"] == "90.0,60.0,506.0,92.0"


def test_an_indented_line_after_a_sentence_begins_a_paragraph() -> None:
    full_sentence = FULL[:-1] + "。"
    lines = [
        printed(FULL[:-2], 1, 60, indent=2),
        printed(full_sentence, 1, 80),
        printed(FULL[:-2], 1, 100, indent=2),
        printed(full_sentence, 1, 120),
        printed(FULL, 1, 140),
        printed("完。", 1, 160),
    ]
    assert [len(text) for text in texts(lines)] == [
        len(FULL) * 2 - 2,
        len(FULL) * 3 - 2 + 2,
    ]


def test_a_break_that_is_printed_is_kept() -> None:
    lines = [
        printed("与上年相比，总计持平。主要原因：", 1, 60),
        printed(FULL, 1, 80, indent=0),
        printed("付。", 1, 100),
    ]
    assert texts(lines) == ["与上年相比，总计持平。主要原因：", FULL + "付。"]


def test_a_line_that_ends_early_and_with_a_stop_ends_its_paragraph() -> None:
    item = "教育支出二百万元，占本年支出合计的百分之十九；"
    lines = [
        printed(FULL, 1, 60),
        printed(item, 1, 80),
        printed(item, 1, 100),
        printed(FULL, 1, 120),
    ]
    assert 0.6 < len(item) / len(FULL) < 0.82
    assert texts(lines) == [FULL + item, item, FULL]


def test_a_heading_is_a_row_and_gives_its_section_to_what_follows() -> None:
    lines = [
        TextLine("第三部分 情况", "L1"),
        TextLine("说明", "L2"),
        TextLine("一、收入情况", "L3"),
        TextLine("收入总计1.00元。", "L4"),
    ]
    headings = (
        Heading("part", 1, "3", "", "第三部分 情况说明", "L1", None),
        Heading("section", 2, "3.1", "", "一、收入情况", "L3", None),
    )
    rows = narrative_rows(join_lines(running_lines(lines, headings), is_wrapped=True))
    assert [(row["text"], row["section_code"]) for row in rows] == [
        ("第三部分 情况说明", "3"),
        ("一、收入情况", "3.1"),
        ("收入总计1.00元。", "3.1"),
    ]
    assert [row["line_no"] for row in rows] == ["1", "2", "3"]


def test_what_ocr_read_of_a_paragraph_leaves_all_of_it_unconfirmed() -> None:
    scanned = replace(printed(FULL, 2, 60), is_from_pixels=True)
    lines = [printed(FULL, 1, 780), scanned, printed("完。", 3, 60)]
    [paragraph] = join_lines(running_lines(lines, ()), is_wrapped=True)
    assert (paragraph.is_from_pixels, paragraph.read_status) == (True, "unconfirmed")
    [other] = join_lines(running_lines(lines[:1], ()), is_wrapped=True)
    assert other.read_status == "confirmed"


def test_tables_printed_as_text_are_no_narrative() -> None:
    lines = [
        TextLine(text, f"L{number}")
        for number, text in enumerate(
            [
                *("收入支出决算总表", "单位：万元", "一、一般公共预算财政拨款", "总计 1.00 1.00"),
                *("注：本表反映部门本年度的总收支情况。", "收入总计1.00万元。"),
            ],
            start=1,
        )
    ]
    headings = (
        Heading("section", 2, "0.1", "", "一、一般公共预算财政拨款", "L3", None),
        Heading("note", 3, "", "gk01", lines[4].text, "L5", None),
    )
    assert texts(lines, headings) == ["收入总计1.00万元。"]


def test_lines_that_were_never_wrapped_stay_as_they_are() -> None:
    long = "社会保障和就业支出年初预算为1.00万元，" * 8 + "。"
    lines = [TextLine(text, f"L{n}") for n, text in enumerate([long, "短。", long], start=1)]
    assert texts(lines) == [long, "短。", long]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Return the narrative of the reference document, which may not be committed."""
    skip_without_shared("the narrative of the reference text is read whole", SHARED_SOURCE)
    outcome = extract_document([SHARED_SOURCE], tmp_path_factory.mktemp("narrative"))
    assert outcome.folder is not None
    return read_rows(outcome.folder / "narrative.csv")


def test_the_narrative_of_the_reference_document(reference: list[dict[str, str]]) -> None:
    rows = reference
    assert [int(row["line_no"]) for row in rows] == list(range(1, len(rows) + 1))
    by_place = {row["source_locator"]: row for row in rows}
    first = by_place["L1368-L1378"]
    assert first["text"].startswith(
        "2022年度收入总计14,250,607.65元、支出总计14,250,607.65元。与2021年相比，"
    )
    assert first["text"].endswith("高校毕业生“三支一扶”选拔招募面试工作经费。")
    assert first["section_code"] == "3.1"
    assert by_place["L1386"]["text"] == "上级补助收入0.00元，占比0.00%；"
    whole = "".join(row["text"] for row in rows)
    # A paragraph over a page break, its page number and running title gone.
    assert "导致市场受到疫情影响" not in whole
    assert "受到疫情影响，线上相关活动全部处于暂停状态" in whole
    assert "-23-" not in whole
    assert "公开05表" not in whole


def test_every_figure_of_the_narrative_is_in_a_line(reference: list[dict[str, str]]) -> None:
    truth = SHARED_SOURCE.parents[1] / "truth" / "xinzhou-hrss-2022" / "claims.csv"
    whole = "".join("".join(row["text"].split()) for row in reference)
    missing = [row["excerpt"] for row in read_rows(truth) if row["excerpt"] not in whole]
    assert missing == []


def test_a_text_dump_has_a_narrative_file(extract_text: Callable[..., Extract]) -> None:
    from tests.reading.test_documents import dump

    extract = extract_text(dump(1) + "\n第三部分 情况说明\n一、收入情况说明\n收入总计1.00元。\n")
    assert [row["text"] for row in extract.rows("narrative")][-1] == "收入总计1.00元。"


@pytest.mark.parametrize("width", [40, 70])
@pytest.mark.parametrize("unit", ["万元", "元", "%"])
def test_no_paragraph_begins_with_the_unit_of_the_figure_before_it(unit: str, width: int) -> None:
    """Of a short line on a wide page the figure stays with its unit: else a unit is missed."""
    full = "字" * width + "。"
    texts = ["支出决算为107.55", f"{unit}，完成预算。", full, full]
    lines = [RunningLine(text, 1, None, f"L{n}") for n, text in enumerate(texts, 1)]
    first = join_lines(lines, is_wrapped=True)[0]
    assert first.text == "".join(texts[:2])
