"""The documents that the analysts' questions are asked of: shipped, invented, one for each trap.

Every one is an extract folder; what is expected of the warehouse is added up from these folders.
"""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.runtime.settings import PROJECT_DIR
from tests.factories import Row, default_tables, edit_json, write_document, write_refused

SYNTH = ("--documents", "9", "--years", "3", "--errors", "0", "--seed", "5")
# Accounts of before and after a class was renamed (as in the crosswalk), and one of no list.
CULTURE = {"208": ("207", "文化体育与传媒支出"), "20801": ("20701", "文化和旅游")}
CULTURE_NOW = {"208": ("207", "文化旅游体育与传媒支出"), "20801": ("20701", "文化和旅游")}
HEALTH = {"208": ("210", "医疗卫生与计划生育支出"), "20801": ("21001", "卫生健康管理事务")}
UNLISTED = {"2080101": ("2080177", "示例事务")}

# Rows that the documents need in seeds: a department with its units, and who must publish.
SEED_ROWS = {
    "codes/organization_register.csv": [
        {"organization_id": "dept", "name_zh": "某市某局", "region_code": "140900"},
        *(
            {
                "organization_id": f"dept-unit-{name}",
                "name_zh": f"某市某局{name}中心",
                "region_code": "140900",
                "parent_organization_id": "dept",
            }
            for name in ("a", "b")
        ),
    ],
    "policy/expected_disclosures.csv": [
        {
            "region_code": region,
            "fiscal_year": "2021",
            "organization_id": organization,
            "organization_name": name,
            "disclosure_scope": scope,
        }
        for region, organization, name, scope in (
            ("140900", "dept", "某市某局", "department_consolidated"),
            ("640100", "never-published", "某市从未公开的局", "unit"),
        )
    ],
}
# What becomes of those that are not open: each kept back for another reason.
KEPT_BACK = {"unitless-2021", "broken-2021", "scan"}
SUPERSEDED = {"revised-2020"}


def tables(
    factor: str = "1", renamed: dict[str, tuple[str, str]] | None = None
) -> dict[str, list[Row]]:
    """Return the tiny disclosure of the factories, its amounts multiplied, its accounts renamed."""
    changed = {}
    for table, rows in default_tables().items():
        changed[table] = [
            (
                *_rename(key, role, label, renamed or {}),
                {column: _times(text, factor) for column, text in figures.items()},
            )
            for key, role, label, figures in rows
        ]
    return changed


def _rename(
    key: str, role: str, label: str, renamed: dict[str, tuple[str, str]]
) -> tuple[str, str, str]:
    for old in sorted(renamed, key=len, reverse=True):
        new, name = renamed[old]
        if key.startswith(old):
            return new + key[len(old) :], role, name if key == old else label
    return key, role, label


def _times(text: str, factor: str) -> str:
    return str((Decimal(text) * Decimal(factor)).quantize(Decimal("0.01"))) if text else ""


def write_all(raw: Path) -> None:
    """Write every document into ``raw``."""
    shutil.copytree(PROJECT_DIR / "raw", raw)
    result = CliRunner().invoke(main, ["synth", *SYNTH, "--out", str(raw.parent / "synth")])
    assert result.exit_code == 0, result.output
    shutil.copytree(
        raw.parent / "synth", raw, dirs_exist_ok=True, ignore=lambda *_: ["answers.csv"]
    )

    def write(document_id: str, year: int, factor: str = "1", renamed=None, **fields) -> Path:
        organization = document_id.rsplit("-", 1)[0]
        facts = {"organization_id": organization, "organization_name": f"示例{organization}"}
        content = facts | {"scope": "unit"} | fields
        return write_document(
            raw, document_id, year=year, tables=tables(factor, renamed), **content
        )

    # One class renamed between two years, with and without a change of what it holds.
    write("culture-2018", 2018, "3", CULTURE)
    write("culture-2019", 2019, "4", CULTURE_NOW)
    write("health-2018", 2018, "5", HEALTH)
    write("health-2019", 2019, "6", {"208": ("210", "卫生健康支出")} | {"20801": HEALTH["20801"]})
    # A department and two of its units, one of them not found in the second year.
    for year, units in ((2020, ("a", "b")), (2021, ("a",))):
        write(f"dept-{year}", year, "70", scope="department_consolidated")
        for number, name in enumerate(units, start=1):
            write(f"dept-unit-{name}-{year}", year, str(20 * number))
    # A year is missing in between; a department publishes beside itself as a unit.
    write("gap-2019", 2019, "7")
    write("gap-2021", 2021, "9")
    write("both-2020", 2020, "11")
    write("both-2021", 2021, "12", scope="department_consolidated")
    # Nobody's list has the account, or the region; somebody's region is not known at all.
    write("unlisted-2020", 2020, "13", UNLISTED, region_code="990106")
    write("nowhere-2020", 2020, "14", region_code=None)
    # The first revision is superseded, the others are kept back.
    write("revised-2020", 2020, "900", disclosure_id="revised-2020")
    revision = {"disclosure_id": "revised-2020", "revision": 2, "supersedes": "revised-2020"}
    name = {"organization_id": "revised", "organization_name": "示例revised"}
    write("revised-2020-r2", 2020, "15", **revision, **name)
    unitless = write("unitless-2021", 2021, "800")
    printed = json.loads((unitless / "document.json").read_text("utf-8"))["tables"]
    edit_json(unitless, tables=[table | {"unit": None} for table in printed])
    (write("broken-2021", 2021, "700") / "gk02.csv").write_bytes(b"")
    edit_json(write_refused(raw, "scan"), organization_id=None, organization_name=None)
