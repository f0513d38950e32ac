"""``juesuan extract --explain``: what the seeds lack, as rows that work once they are pasted."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dagster_project.runtime.settings import PROJECT_DIR, SEEDS_DIR
from tests.reading.grids.builders import saved, workbook
from tests.reading.grids.test_decoders import ROWS

# A document as JSON, [title, unit, rows] for each table; what is printed is the explanation.
READ = """
import json, sys
from pathlib import Path
from dagster_project.runtime import settings
settings.SEEDS_DIR = Path(sys.argv[1])
from dagster_project.reading.explain import explanation
from tests.reading.grids.builders import UNIT, grid, read, values
items = []
for number, (title, rows) in enumerate(json.loads(sys.argv[2])):
    items += [title, UNIT, grid(rows, f"t{number}", number + 1)]
found = read(*items)
print(json.dumps({
    "lines": explanation(found), "form": found.form,
    "tables": {t.table_code: [
        t.read_status, {"/".join(key): text for key, text in values(t).items()}
    ] for t in found.tables if t.cells},
}))
"""
LEAD = ["功能分类科目编码", "科目名称"]
BODY = [
    ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
    ["", "合计", "3.00", "1.00", "2.00"],
]
GK05 = ["合计", "基本支出", "项目支出"]
EXPECTED = {
    "201/total": "3.00",
    "201/basic": "1.00",
    "201/project": "2.00",
    "total/total": "3.00",
    "total/basic": "1.00",
    "total/project": "2.00",
}
KNOWN = "一般公共预算财政拨款支出决算表"
# What is printed, the seed that lacks a row for it, the table that is read with it, its figures.
CASES = {
    "a title": (
        [["本级公共财政支出总览表", [[*LEAD, *GK05], *BODY]]],
        *("title_aliases", "gk05", EXPECTED),
    ),
    "a mark": (
        [[f"报审七 {KNOWN}", [[*LEAD, *GK05], *BODY]]],
        *("table_marks", "gk05", EXPECTED),
    ),
    "a word above the codes": (
        [[KNOWN, [["支出事由代号", "支出事由", *GK05], *BODY]]],
        *("header_words", "gk05", EXPECTED),
    ),
    "columns": (
        [[KNOWN, [[*LEAD, "支出总计数", "基本性开支", "项目性开支"], *BODY]]],
        *("table_layouts", "gk05", EXPECTED),
    ),
}


def _read(seeds: Path, tables: list[Any]) -> dict[str, Any]:
    command = [sys.executable, "-c", READ, str(seeds), json.dumps(tables)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT_DIR, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _paste(seeds: Path, lines: list[str]) -> set[str]:
    """Append every row of an explanation to its file; return the names of the files."""
    pasted, file = set(), None
    for line in lines:
        if line.startswith("  dbt/seeds/"):
            file = seeds / line.strip().removeprefix("dbt/seeds/")
        elif file is not None and line and not line.startswith(" "):
            with file.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
            pasted.add(file.stem)
    return pasted


@pytest.mark.parametrize("what", CASES)
def test_the_printed_row_makes_the_table_readable(what: str, tmp_path: Path) -> None:
    tables, seed, code, expected = CASES[what]
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS_DIR, seeds)
    before = _read(seeds, tables)
    assert before["tables"].get(code, [None, {}])[1] != expected
    assert seed in _paste(seeds, before["lines"]), "\n".join(before["lines"])
    after = _read(seeds, tables)
    assert after["tables"][code] == ["confirmed", expected], "\n".join(after["lines"])


def test_a_line_is_known_once_its_row_is_pasted(tmp_path: Path) -> None:
    head = [["收入", "收入", "支出", "支出"], ["项目", "决算数", "项目", "决算数"]]
    rows = [
        ["一、一般公共预算财政拨款收入", "2.00", "一、一般公共服务支出", "3.00"],
        ["使用非财政拨款结余资金弥补", "1.00", "", ""],
        ["本年收入合计", "2.00", "本年支出合计", "3.00"],
        ["总计", "3.00", "总计", "3.00"],
    ]
    tables = [["收入支出决算总表", [*head, *rows]]]
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS_DIR, seeds)
    key = "use_of_nonfiscal_surplus/income_amount"
    before = _read(seeds, tables)
    assert key not in before["tables"]["gk01"][1]
    assert "line_layouts" in _paste(seeds, before["lines"])
    assert _read(seeds, tables)["tables"]["gk01"][1][key] == "1.00"


def test_explaining_writes_nothing_and_names_what_was_found(tmp_path: Path) -> None:
    rows = [
        ["本级公共财政支出总览表"],
        ["部门：云山市测试局", None, "2024年度", "单位：万元"],
        *ROWS[2:],
    ]
    path = tmp_path / "2024年度部门决算.xlsx"
    path.write_bytes(saved(workbook([("Sheet1", rows)])))
    juesuan = Path(sys.executable).with_name("juesuan")
    command = [str(juesuan), "extract", "--explain", str(path), "--raw", str(tmp_path / "raw")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert not (tmp_path / "raw").exists()
    for said in ("年度：2024（权重", "单位：云山市测试局", "dbt/seeds/layouts/title_aliases.csv"):
        assert said in done.stdout, done.stdout + done.stderr
