"""A made-up form with a new order of columns and one more table: rows of data, and no code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from dagster_project.form.seed_checks import check_seeds
from dagster_project.runtime.settings import PROJECT_DIR, SEEDS_DIR

# What somebody adds to the seeds, file by file.
ADDED = {
    "layouts/form_families.csv": ["moon,月球式,assumed,虚构,,虚构"],
    "layouts/form_evidence.csv": ["moon_fund,moon,prints_table,gk12,4,印有月球基金表"],
    "layouts/form_tables.csv": [
        "moon,gk03,2017,,1,,true,assumed,虚构",
        "moon,gk12,2017,,2,,true,assumed,虚构",
    ],
    "layouts/header_words.csv": ["月壤编号,lead"],
    "layouts/table_shapes.csv": ["gk12,by_function,functional,expenditure,all,total,,虚构"],
    "layouts/table_layouts.csv": [
        "moon,2017,,gk03,reversed,月球支出表,,,true,1,project,amount,项目支出,,1,money,",
        "moon,2017,,gk03,reversed,月球支出表,,,true,2,basic,amount,基本支出,,1,money,",
        "moon,2017,,gk03,reversed,月球支出表,,,true,3,total,amount,合计,,1,money,",
        "moon,2017,,gk12,standard,月球基金表,,,true,1,total,amount,基金合计,,1,money,",
        "moon,2017,,gk12,standard,月球基金表,,,true,2,near,amount,近面支出,,1,money,",
        "moon,2017,,gk12,standard,月球基金表,,,true,3,far,amount,远面支出,,1,money,",
    ],
    "layouts/line_layouts.csv": [
        f"moon,2017,,{code},amount,合计,total,total,,money,,合计,1" for code in ("gk03", "gk12")
    ],
    "layouts/reading_identities.csv": [
        "R91,=,row,total|class|section|item,,1,left,1,gk12,total,subject,,虚构",
        "R91,=,row,total|class|section|item,,2,right,1,gk12,near,subject,,",
        "R91,=,row,total|class|section|item,,3,right,1,gk12,far,subject,,",
    ],
}

READ = """
import json, sys
from pathlib import Path
from dagster_project.runtime import settings
settings.SEEDS_DIR = Path(sys.argv[1])
from tests.reading.grids.builders import UNIT, grid, read, values
lead = ["月壤编号", "科目名称"]
found = read(
    "月球支出表", UNIT, grid([
        [*lead, "项目支出", "基本支出", "合计"],
        ["201", "一般公共服务支出", "2.00", "1.00", "3.00"],
        ["", "合计", "2.00", "1.00", "3.00"],
    ], "a"),
    "月球基金表", UNIT, grid([
        [*lead, "基金合计", "近面支出", "远面支出"],
        ["201", "一般公共服务支出", "9.00", "4.00", sys.argv[2]],
        ["", "合计", "9.00", "4.00", sys.argv[2]],
    ], "b"),
)
print(json.dumps({
    t.table_code: [t.variant, t.identities_hold, t.read_status,
                   {"/".join(key): text for key, text in values(t).items()}]
    for t in found.tables if t.presence == "data"
} | {"form": found.form}))
"""


def _add(seeds: Path) -> None:
    for name, lines in ADDED.items():
        with (seeds / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


def _read(seeds: Path, far: str) -> dict[str, object]:
    command = [sys.executable, "-c", READ, str(seeds), far]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT_DIR, check=True)  # noqa: S603
    return json.loads(done.stdout)


def test_a_new_form_is_read_and_its_sums_checked_from_rows_of_data(tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(SEEDS_DIR, tmp_path / "seeds"))
    _add(seeds)
    assert check_seeds(seeds) == []
    found = _read(seeds, "5.00")
    assert found["form"] == "moon"
    assert found["gk03"] == [
        "reversed",
        True,
        "confirmed",
        {
            f"{row}/{column}": amount
            for row in ("201", "total")
            for column, amount in (("project", "2.00"), ("basic", "1.00"), ("total", "3.00"))
        },
    ]
    assert found["gk12"][:3] == ["standard", True, "confirmed"]
    assert found["gk12"][3]["201/far"] == "5.00"
    assert _read(seeds, "6.00")["gk12"][1] is False
