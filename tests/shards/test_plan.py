"""Families go into buckets that stay where they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dagster_project.commands.pack import pack_raw, unpack_raw
from dagster_project.loading.folders import list_folders
from dagster_project.shards.families import find_families
from dagster_project.shards.plan import Shard, plan_shards
from dagster_project.warehouse.state import state_of
from tests.factories import edit_json, write_document, write_json
from tests.shards.conftest import MakeProject

MOST = 5
pytestmark = pytest.mark.usefixtures("compilation")


def _shards(raw: Path, most: int = MOST) -> list[Shard]:
    return plan_shards(raw, list_folders(raw), most)


def _write(raw: Path, organizations: int, first: int = 0) -> None:
    for number in range(first, first + organizations):
        for year in (2023, 2024):
            write_document(
                raw, f"o{number}-{year}", year=year, tables={}, organization_id=f"o{number}"
            )


def test_a_family_is_never_cut_and_a_bucket_holds_no_more_than_it_may(tmp_path: Path) -> None:
    _write(tmp_path, 30)
    shards = _shards(tmp_path)
    assert len(shards) > 30 * 2 / MOST
    found = [d.document_id for shard in shards for d in shard.documents]
    assert sorted(found) == sorted(f"o{n}-{year}" for n in range(30) for year in (2023, 2024))
    for shard in shards:
        assert len(shard.documents) <= MOST
        owners = {document.document_id.split("-")[0] for document in shard.documents}
        assert len(shard.documents) == 2 * len(owners)
    assert [shard.name for shard in _shards(tmp_path, 60)] == ["all"]


def test_a_new_family_moves_no_other_one_but_of_the_bucket_that_it_cuts(tmp_path: Path) -> None:
    _write(tmp_path, 30)
    for number in range(30, 40):
        before = {shard.digest: shard for shard in _shards(tmp_path)}
        _write(tmp_path, 1, first=number)
        after = {shard.digest: shard for shard in _shards(tmp_path)}
        # Its bucket is another one now, or cut in two; or there was none of its bits.
        gone = [before[digest] for digest in before.keys() - after.keys()]
        new = [after[digest] for digest in after.keys() - before.keys()]
        assert len(gone) <= 1
        assert len(new) == 1 or gone
        assert all(shard.bits.startswith(one.bits) for shard in new for one in gone)


def test_a_shard_is_known_by_the_bytes_of_its_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, 10)
    before = _shards(tmp_path)
    assert _shards(tmp_path) == before
    # Packed or not: whoever packs what is there builds nothing again.
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(tmp_path))
    monkeypatch.setenv("JUESUAN_SHARD_DOCUMENTS", str(MOST))
    assert pack_raw(removes_folders=True) == 0
    packed = _shards(tmp_path)
    assert all(document.packed for shard in packed for document in shard.documents)
    assert [shard.digest for shard in packed] == [shard.digest for shard in before]
    assert unpack_raw([], removes_packs=True) == 0
    edit_json(tmp_path / "2024" / "o3-2024", published_on="2025-10-01")
    changed = {s.digest for s in _shards(tmp_path)} ^ {s.digest for s in before}
    assert len(changed) == 2
    moved = tmp_path.rename(tmp_path.with_name("elsewhere"))
    again = _shards(moved)
    assert {s.digest for s in again} ^ {s.digest for s in before} == changed


def test_a_family_too_large_for_a_bucket_is_one_of_its_own(tmp_path: Path) -> None:
    _write(tmp_path, 3)
    for year in range(2000, 2010):
        write_document(tmp_path, f"old-{year}", year=year, tables={}, organization_id="o1")
    sizes = sorted(len(shard.documents) for shard in _shards(tmp_path, 4))
    assert sizes in ([4, 12], [2, 2, 12])


def test_what_makes_documents_one_family(tmp_path: Path, project_with: MakeProject) -> None:
    raw = tmp_path / "raw"
    ties = {
        "year-1": {"organization_id": "a"},
        "year-2": {"organization_id": "a"},
        "first": {"organization_id": None, "disclosure_id": "d"},
        "second": {"organization_id": None, "disclosure_id": "d"},
        # What a revision says of its organization may be read otherwise.
        "third": {"organization_id": "b", "disclosure_id": "d"},
        "unit": {"organization_id": "unit"},
        "department": {"organization_id": "department"},
        "before": {"organization_id": "former"},
        "renamed": {"organization_id": "present"},
        "alone": {"organization_id": None, "disclosure_id": None},
    }
    for name, facts in ties.items():
        write_document(raw, name, tables={}, **facts)
    broken = write_document(raw, "broken", tables={})
    (broken / "document.json").write_text("{", encoding="utf-8")
    odd = write_document(raw, "odd", tables={})
    write_json(odd / "document.json", [])

    def families(seeds: Path) -> set[frozenset[str]]:
        found = find_families(list_folders(raw), seeds)
        return {frozenset(folder.document_id for folder in f.folders) for f in found}

    apart = {frozenset({name}) for name in ("alone", "broken", "odd")}
    common = apart | {frozenset({"year-1", "year-2"}), frozenset({"first", "second", "third"})}
    assert families(project_with([]).folder / "seeds") == common | {
        frozenset({"unit"}),
        frozenset({"department"}),
        frozenset({"before"}),
        frozenset({"renamed"}),
    }
    project = project_with(
        [{"organization_id": "unit", "name_zh": "单位", "parent_organization_id": "department"}]
    )
    seeds = project.folder / "seeds"
    with (seeds / "codes" / "organization_events.csv").open("a", encoding="utf-8") as stream:
        stream.write("9001,present,renamed,2022,旧局,former,\n")
    assert families(seeds) == common | {
        frozenset({"unit", "department"}),
        frozenset({"before", "renamed"}),
    }


def test_who_expects_another_disclosure_builds_no_shard_again(
    tmp_path: Path, project_with: MakeProject
) -> None:
    _write(tmp_path / "raw", 3)
    project = project_with([])
    folders = list_folders(tmp_path / "raw")
    before = plan_shards(tmp_path / "raw", folders, MOST, project)

    def with_row(seed: str) -> set[str]:
        was = state_of(project.folder)
        with (project.folder / "seeds" / seed).open("a", encoding="utf-8") as stream:
            stream.write("x\n")
        shutil.copytree(project.cache / was, project.cache / state_of(project.folder))
        shards = plan_shards(tmp_path / "raw", folders, MOST, project)
        assert {shard.state for shard in shards} == {state_of(project.folder)} != {was}
        return {shard.digest for shard in shards}

    digests = {shard.digest for shard in before}
    assert with_row("policy/expected_disclosures.csv") == digests
    assert with_row("policy/finding_waivers.csv").isdisjoint(digests)
