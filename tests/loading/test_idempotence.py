"""Loading twice, changing, removing, moving, and being stopped half-way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from dagster_project.contract.cell_model import CLAIM_COLUMNS
from dagster_project.loading import load as raw_loading
from dagster_project.runtime.problems import JuesuanError
from tests.factories import edit_cell, write_csv, write_document

COUNTS = "select document_id, count(*) from raw.cells group by 1 order by 1"


def test_second_load_changes_nothing(raw, load, query):
    write_document(raw, "a")
    write_document(raw, "b", year=2021)
    assert load().loaded == 2
    second = load()
    assert (second.loaded, second.unchanged) == (0, 2)
    assert query(COUNTS) == [("a", 101), ("b", 101)]


def test_touching_a_file_is_not_a_change(raw, load):
    folder = write_document(raw, "a")
    load()
    os.utime(folder / "gk01.csv", (1, 1))
    assert load().unchanged == 1


def test_changed_document_is_replaced_alone(raw, load, query):
    folder = write_document(raw, "a")
    write_document(raw, "b")
    load()
    figures = {"printed_text": "60.01", "value_numeric": "60.01", "amount_yuan": "60.01"}
    edit_cell(folder, "gk03", "208", "basic", **figures)
    second = load()
    assert (second.loaded, second.unchanged) == (1, 1)
    value = (
        "select amount_yuan from raw.cells where document_id = ? and table_code = 'gk03' "
        "and row_key = '208' and column_code = 'basic'"
    )
    assert query(value, "a") == [(Decimal("60.01"),)]
    assert query(value, "b") == [(Decimal("60.00"),)]
    assert query(COUNTS) == [("a", 101), ("b", 101)]


def test_files_from_before_a_column_was_added_load_beside_newer_ones(raw, load, query):
    claim = {"claim_no": "1", "claim_kind": "amount", "source_locator": "p3"}
    before = tuple(name for name in CLAIM_COLUMNS if name != "read_status")
    write_csv(write_document(raw, "old") / "claims.csv", before, [claim])
    told = [claim | {"read_status": "unconfirmed"}, claim | {"claim_no": "2"}]
    write_csv(write_document(raw, "new") / "claims.csv", CLAIM_COLUMNS, told)
    assert load().loaded == 2
    said = "select document_id, claim_no, read_status, source_locator from raw.claims order by all"
    assert query(said) == [
        ("new", 1, "unconfirmed", "p3"),
        ("new", 2, None, "p3"),
        ("old", 1, None, "p3"),
    ]


def test_document_that_turns_bad_leaves_nothing_behind(raw, load, query):
    folder = write_document(raw, "a")
    load()
    (folder / "gk02.csv").write_bytes(b"")
    assert load().quarantined == 1
    assert query(COUNTS) == []
    assert query("select count(*) from raw.document_tables") == [(0,)]


def test_repaired_document_loses_its_problems(raw, load, query):
    folder = write_document(raw, "a")
    saved = (folder / "gk02.csv").read_bytes()
    (folder / "gk02.csv").write_bytes(b"")
    load()
    (folder / "gk02.csv").write_bytes(saved)
    assert load().loaded == 1
    assert query("select count(*) from raw.problems") == [(0,)]


def test_removed_folder_leaves_even_when_another_year_is_read(raw, load, query):
    folder = write_document(raw, "a", year=2021)
    write_document(raw, "b", year=2022)
    load()
    shutil.rmtree(folder)
    assert load(partitions=["2022"]).removed == 1
    assert query("select document_id from raw.documents") == [("b",)]


def test_only_the_asked_year_is_read(raw, load, query):
    write_document(raw, "a", year=2021)
    write_document(raw, "b", year=2022)
    assert load(partitions=["2022"]).loaded == 1
    assert query("select document_id from raw.documents") == [("b",)]


def test_reread_ignores_the_hash(raw, load):
    write_document(raw, "a")
    load()
    assert load(reread=True).loaded == 1


def test_new_loader_version_reads_everything_again(raw, load, monkeypatch):
    write_document(raw, "a")
    load()
    monkeypatch.setattr(raw_loading, "LOADER_VERSION", "test")
    assert load().loaded == 1


def test_older_table_layout_is_replaced(raw, load, query, warehouse):
    write_document(raw, "a")
    load()
    query("alter table raw.cells drop column bbox")
    assert load().loaded == 1
    assert query(COUNTS) == [("a", 101)]


def test_missing_and_empty_raw_folder_are_plain_errors(raw, load):
    with pytest.raises(JuesuanError, match="holds no document"):
        load()
    raw.rmdir()
    with pytest.raises(JuesuanError, match="does not exist"):
        load()


def test_small_read_chunks_give_the_same(raw, load, query):
    for name in "abc":
        write_document(raw, name)
    policy = raw_loading.read_load_policy()
    chunked = replace(policy, files_per_bulk_read=2)
    assert load(policy=chunked).loaded == 3
    assert query(COUNTS) == [("a", 101), ("b", 101), ("c", 101)]


@pytest.mark.slow
def test_killed_load_leaves_whole_documents_and_the_next_one_finishes(raw, load, query, warehouse):
    for number in range(30):
        write_document(raw, f"d{number:02d}", year=2020 + number % 2)
    code = (
        "import sys; from pathlib import Path\n"
        "from dagster_project.loading.load import load_raw\n"
        "from dagster_project.runtime.warehouse import open_warehouse\n"
        "with open_warehouse(Path(sys.argv[1])) as c:\n"
        "    print('go', flush=True); load_raw(c, Path(sys.argv[2]))\n"
    )
    for delay in (0.02, 0.15, 0.3):
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code, str(warehouse), str(raw)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    load()
    assert query("select count(*), count(distinct document_id) from raw.cells") == [(3030, 30)]
