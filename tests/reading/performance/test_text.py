"""Self-evaluation forms in a text layer: the three published ones, and small invented ones."""

from __future__ import annotations

from pathlib import Path

from dagster_project.reading import extract_document
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.tables.performance.reading import read_performance_text
from tests.reading.conftest import PROJECT_DIR, SHARED_SOURCE, TRUTH_DIR, read_rows
from tests.reading.grids.builders import values
from tests.shared_documents import skip_without_shared

COMMITTED = PROJECT_DIR / "raw" / "2022" / "xinzhou-hrss-2022"
FUNDS = {
    "目标申报数": "requested",
    "预算编制数": "budgeted",
    "全年预算数": "full_year_budget",
    "全年执行数": "executed",
    "结转结余": "carried_over",
    "执行率": "execution_percent",
    "funds_得分": "score",
}
INDICATOR = (
    *("level1", "level2", "level3", "initial_target", "adjusted_target", "actual"),
    *("weight", "score"),
)
Values = dict[tuple[str, str, str], str]


def _truth() -> tuple[Values, list[bool]]:
    """Return every filled value by (project, row, column), and which indicators have a note."""
    found: Values = {}
    noted: list[bool] = []
    for row in read_rows(TRUTH_DIR / "performance.csv"):
        project, kind = row["project"], row["field_group"]
        if kind == "funds":
            own = {code: row[name] for name, code in FUNDS.items()}
            key = row["row_label"]
        elif kind == "indicator":
            own = {code: row[code] for code in INDICATOR}
            noted.append(row["deviation_note"] == "y")
            key = f"{project}:{len(noted)}"
        else:
            own, key = {"score": row["score"], "grade": row["grade"]}, "总分"
        found |= {(project, key, code): text for code, text in own.items() if text}
    return found, noted


def _extracted(folder: Path) -> tuple[Values, list[bool]]:
    """Return the same of an extract folder; rows of funds go by their printed label."""
    rows = read_rows(folder / "jx01.csv")
    names = {r["row_key"]: r["printed_label"] for r in rows if r["row_role"] == "total"}
    found: Values = {}
    noted: dict[str, bool] = {}
    for row in rows:
        project = names[row["row_key"].split(".")[0]]
        if row["row_role"] == "item":
            noted.setdefault(row["row_key"], False)
            key = f"{project}:{len(noted)}"
        else:
            key = "总分" if row["row_role"] == "total" else row["printed_label"]
        if row["cell_state"] != "value" or row["column_code"] in (
            "department",
            "implementing_unit",
        ):
            continue
        assert row["source_locator"].startswith("L"), row
        if row["column_code"] == "deviation_note":
            noted[row["row_key"]] = True
        else:
            found[project, key, row["column_code"]] = row["printed_text"]
    return found, list(noted.values())


def _assert_is_truth(folder: Path) -> None:
    truth, noted = _truth()
    found, found_noted = _extracted(folder)
    # 6 funds rows of 7, 42 indicators of 8 but one blank weight, 3 totals of 2.
    assert len(truth) == 6 * 7 + 42 * 8 - 1 + 3 * 2
    assert set(truth) - set(found) == set()
    assert set(found) - set(truth) == set()
    assert {key: found[key] for key in truth if found[key] != truth[key]} == {}
    assert (found_noted, sum(noted)) == (noted, 4)


def test_every_committed_value_of_the_three_forms_is_the_truth() -> None:
    _assert_is_truth(COMMITTED)


def test_every_value_of_the_published_forms_is_read(tmp_path: Path) -> None:
    skip_without_shared(
        "every value of the self-evaluation forms of the reference text is read", SHARED_SOURCE
    )
    outcome = extract_document([SHARED_SOURCE], tmp_path)
    assert outcome.folder is not None
    _assert_is_truth(outcome.folder)


def test_a_locator_is_the_line_on_which_the_value_begins() -> None:
    skip_without_shared(
        "every value of the self-evaluation forms of the reference text is read", SHARED_SOURCE
    )
    lines = SHARED_SOURCE.read_text(encoding="utf-8").split("\n")
    for row in read_rows(COMMITTED / "jx01.csv"):
        if row["cell_state"] == "value":
            line = "".join(lines[int(row["source_locator"][1:]) - 1].split())
            begins = row["printed_text"][:2]
            assert begins in line, row


HEAD = """云山市测试局绩效项目支出绩效自评表
（2024年度）
项目名称 山林防火巡查项目
主管部门 云山市测试局 实施单位 云山市林场
项目资金
（万元）
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额： 100.00 110.50 82.875 10 75.00% 7.5
其中：当年财政拨款 100.00 100.00 82.875 — 82.88% —
绩效
指标
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
"""


def _read(text: str) -> ReadTable:
    lines = [TextLine(line, f"L{i}") for i, line in enumerate(text.split("\n"), start=1)]
    [table] = read_performance_text(lines)
    return table


def _indicators(table: ReadTable) -> list[tuple[str, ...]]:
    columns = ("level2", "level3", "initial_target", "actual", "weight", "score", "deviation_note")
    rows: dict[str, dict[str, str]] = {}
    for cell in table.cells:
        if cell.row_role == "item":
            rows.setdefault(cell.row_key, {})[cell.column_code] = cell.printed_text
    return [tuple(row.get(column, "") for column in columns) for row in rows.values()]


def test_the_national_form_has_one_target_and_prints_weights_of_funds() -> None:
    table = _read(
        HEAD
        + """产出指标 数量指标 巡查
次数
≥120次 118次 10 8 暴雨停巡。
质量指标 火情发现率 全部发现 全部发现 20 20
总 分 100 95.5 优
"""
    )
    assert values(table)["p1.funds_total", "weight"] == "10"
    assert values(table)["p1.funds_total", "execution_percent"] == "75.00%"
    assert values(table)["p1", "weight"] == "100"
    assert values(table)["p1", "score"] == "95.5"
    assert _indicators(table) == [
        ("数量指标", "巡查次数", "≥120次", "118次", "10", "8", "暴雨停巡。"),
        ("质量指标", "火情发现率", "全部发现", "全部发现", "20", "20", ""),
    ]


def test_values_that_cannot_be_told_apart_are_not_invented() -> None:
    # One target and another actual, neither with an operator: where one ends nobody can say.
    table = _read(
        HEAD
        + """产出指标 数量指标 巡查次数 每周三次 每周两次 10 8
总 分 100 95.5
"""
    )
    [row] = _indicators(table)
    assert row[1:6] == ("巡查次数每周三次每周两次", "", "", "10", "8")
    doubtful = {c.column_code for c in table.cells if c.read_status == "unconfirmed"}
    assert "level3" in doubtful
    assert "分不清" in "".join(table.reading_notes)


def test_a_form_without_scores_or_indicators_is_no_form() -> None:
    lines = [TextLine(text, "L1") for text in ("整体支出绩效自评表", "项目名称 甲", "正文。")]
    assert read_performance_text(lines) == []


def test_an_adjusted_target_may_differ_from_the_first() -> None:
    header = HEAD.replace("年度指标值", "年初指标值 调整后指标值")
    table = _read(
        header + "产出指标 数量指标 巡查次数 ≥120\n次 ≥110次 ≥118次 10 10\n总 分 100 优\n"
    )
    printed = values(table)
    assert printed["p1.i01", "initial_target"] == "≥120次"
    assert printed["p1.i01", "adjusted_target"] == "≥110次"
    assert printed["p1.i01", "actual"] == "≥118次"
