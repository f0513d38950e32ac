"""Shards give what one build over everything gives, whatever has happened to raw/ before."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from dagster_project.defs.gates.checks import GATES
from dagster_project.loading.load import find_folders, load_raw
from dagster_project.release.content import read_tables
from dagster_project.release.parts import DIGESTS, content_of_marts, measure_parts
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.shards.gather import batches_of, gather, gather_raw
from dagster_project.shards.parallel import build_shards
from dagster_project.shards.parts import Part
from dagster_project.shards.plan import Project, plan_shards
from dagster_project.shards.relations import RAW
from tests.factories import default_tables, edit_cell, edit_json, write_document
from tests.shards.conftest import MakeProject

DOCUMENTS_PER_SHARD = 12
# No list holds it: how it is called all documents of a year decide together.
UNLISTED = "2089901"
NAMES = ("其他支出甲", "其他支出乙", "其他支出丙")
LIST_COUNT = "select count(*), coalesce(sum(hash(t)::hugeint), 0), bit_xor(hash(t)) from {} as t"


class World:
    """A raw folder that things happen to."""

    def __init__(self, raw: Path, random: Random) -> None:
        """Begin with the documents of the repository and two years of six organizations."""
        self.raw, self.random = raw, random
        shutil.copytree(PROJECT_DIR / "raw", raw, ignore=shutil.ignore_patterns("source"))
        self.number = 0
        for organization in "abcdef":
            for year in (2023, 2024):
                self.add(organization, year)

    def documents(self) -> list[Path]:
        """Return the invented documents."""
        return sorted(path.parent for path in self.raw.glob("*/world-*/document.json"))

    def add(self, organization: str | None = None, year: int | None = None, **facts: Any) -> Path:
        """Publish a document that prints an account of no list under one of several names."""
        organization = organization or self.random.choice("abcdefgh")
        year = year or self.random.choice((2022, 2023, 2024))
        self.number += 1
        tables = default_tables()
        figures = {"total": "7.00", "basic": "7.00", "project": ""}
        tables["gk05"].append((UNLISTED, "item", self.random.choice(NAMES), figures))
        return write_document(
            self.raw,
            f"world-{self.number}",
            year=year,
            tables=tables,
            **{
                "organization_id": f"world-{organization}",
                "organization_name": f"某市{organization}局",
                "disclosure_id": f"world-{organization}-{year}-{self.number}",
                "scope": self.random.choice(("unit", "department_consolidated")),
            }
            | facts,
        )

    def change(self) -> None:
        """Let a document print another figure."""
        amount = f"{self.random.randrange(10_000)}.00"
        values = {"printed_text": amount, "value_numeric": amount, "amount_yuan": amount}
        edit_cell(self._any(), "gk03", "2080101", "total", **values)

    def withdraw(self) -> None:
        """Take a document away."""
        shutil.rmtree(self._any())

    def revise(self) -> None:
        """Publish a second document of a disclosure."""
        earlier = self._any()
        later = earlier.with_name(f"{earlier.name}-r2")
        if not later.exists():
            shutil.copytree(earlier, later)
            edit_json(later, document_id=later.name, revision=2, supersedes=earlier.name)
            amount = {"printed_text": "61.00", "value_numeric": "61.00", "amount_yuan": "61.00"}
            edit_cell(later, "gk03", "2080101", "basic", **amount)

    def rename(self) -> None:
        """Let an organization go on under the id of another one: their families become one."""
        one, other = self.random.sample("abcdefgh", 2)
        for document in self.documents():
            if f'"world-{one}"' in (document / "document.json").read_text(encoding="utf-8"):
                edit_json(document, organization_id=f"world-{other}")

    def damage(self) -> None:
        """Leave a table of a document that cannot be loaded."""
        (self._any() / "gk01.csv").write_text("not,a,table\n1,2\n", encoding="utf-8")

    def _any(self) -> Path:
        return self.random.choice(self.documents())


def in_shards(base: Path, raw: Path, project: Project) -> tuple[list[Part], int]:
    """Bring ``base/shards.duckdb`` in line with raw; return the parts and how many were built."""
    folder = base / "parts"
    shards = plan_shards(raw, find_folders(raw), DOCUMENTS_PER_SHARD, project)
    before = {path.name for path in folder.glob("*")}
    parts = build_shards(shards, raw, folder, workers=2, project=project)
    compilation = project.compilation()
    with open_warehouse(base / "shards.duckdb") as connection:
        gather_raw(connection, parts)
        nodes = [node for node in compilation.nodes if node.kind != "test"]
        list(gather(connection, compilation, nodes, parts))
    return parts, len({part.digest for part in parts} - before)


def at_once(base: Path, raw: Path, project: Project) -> None:
    """Bring ``base/once.duckdb`` in line with raw in one build over everything."""
    with open_warehouse(base / "once.duckdb") as connection:
        load_raw(connection, raw)
        project.compilation().build(connection)


def require_same(base: Path, parts: Sequence[Part], project: Project) -> None:
    """Compare every relation of both warehouses, and what a release of each would be called."""
    with open_warehouse(base / "shards.duckdb") as connection:
        connection.execute(f"attach '{base / 'once.duckdb'}' as once (read_only)")
        # The number of a cell is of its warehouse alone: it comes from the tables that lie there.
        there = connection.execute(
            "select schema_name || '.' || table_name,"
            " string_agg(column_name, ', ') filter (column_name not like '%cell_no') "
            "from duckdb_columns() "
            "where database_name = 'shards' and schema_name not in ('main', 'publication') "
            "group by all order by all"
        ).fetchall()
        differing = []
        for name, columns in there:
            own, all_at_once = (
                connection.execute(
                    LIST_COUNT.format(f"(select {columns} from {relation})")
                ).fetchall()
                for relation in (name, f"once.{name}")
            )
            if own != all_at_once:
                differing.append((name, own, all_at_once))
        assert differing == []
        # What parts say of themselves is what is in them.
        for name in [relation.dotted for relation in RAW] + ["marts.checks", "core.dim_document"]:
            [(rows, fingerprint, _)] = connection.execute(LIST_COUNT.format(name)).fetchall()
            stats = [part.relations[name] for part in parts]
            assert sum(one.rows for one in stats) == rows, name
            assert sum(one.fingerprint for one in stats) == fingerprint, name
        content = content_of_marts(connection)
        # Digests of what shards hand out unaltered are theirs, and those of the rows.
        asked = connection.execute(f"select distinct table_name from {DIGESTS}").fetchall()
        assert ("checks",) in asked
        tables = read_tables(connection)
        kept = measure_parts(connection, tables).rows
        connection.execute(f"drop view {DIGESTS}")
        assert kept == measure_parts(connection, tables).rows
        # Gates ask the same of every document, whoever answers.
        for plan in [p for gate in GATES for p in gate.plans() if p.gathered_sql]:
            sql = plan.gathered_sql.format(parts=batches_of(parts)(plan.name))
            at_once_too = connection.execute(plan.sql).fetchall()
            assert connection.execute(sql).fetchall() == at_once_too, plan.name
    with open_warehouse(base / "once.duckdb", read_only=True) as connection:
        assert content == content_of_marts(connection)
    marts = {
        n.name for n in project.compilation().nodes if n.schema == "marts" and n.kind != "test"
    }
    assert {f"marts.{name}" for name in marts} <= {name for name, _ in there}


def test_shards_are_one_build_after_anything_that_happens(
    tmp_path: Path, project_with: MakeProject
) -> None:
    random = Random(1)  # noqa: S311
    world = World(tmp_path / "raw", random)
    project = project_with([])
    before, _ = in_shards(tmp_path, world.raw, project)
    assert len(before) > 1
    things = [world.add, world.change, world.withdraw, world.revise, world.rename, world.damage]
    random.shuffle(things)
    for happens in things:
        happens()
    parts, built = in_shards(tmp_path, world.raw, project)
    assert built == len({part.digest for part in parts} - {part.digest for part in before}) > 0
    at_once(tmp_path, world.raw, project)
    require_same(tmp_path, parts, project)
    # The shards do not agree how an account of no list is called: all documents together decide.
    assert list((tmp_path / "parts" / "restated").iterdir()) != []


def test_units_are_compared_with_the_department_that_the_register_gives_them(
    tmp_path: Path, project_with: MakeProject
) -> None:
    """What makes them one family is a row of a seed."""
    world = World(tmp_path / "raw", Random(2))  # noqa: S311
    world.add("department", 2024, scope="department_consolidated")
    apart = plan_shards(world.raw, find_folders(world.raw), DOCUMENTS_PER_SHARD)
    names = ("organization_id", "name_zh", "admin_level", "nature", "parent_organization_id")
    facts = ("county", "unknown", "world-department")
    project = project_with(
        [dict(zip(names, (f"world-{n}", n, *facts), strict=True)) for n in "abcdef"]
    )
    parts, _ = in_shards(tmp_path, world.raw, project)
    assert [part.documents for part in parts] != [len(shard.documents) for shard in apart]
    at_once(tmp_path, world.raw, project)
    require_same(tmp_path, parts, project)
    with open_warehouse(tmp_path / "shards.duckdb") as connection:
        compared = connection.execute(
            "select count(*) from marts.checks where rule_id = 'D01' and status <> 'not_applicable'"
        ).fetchall()
    assert compared != [(0,)]
