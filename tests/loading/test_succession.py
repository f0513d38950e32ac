"""What takes the place of a published document, and what waits: each row of the policy."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.contract.succession import (
    POLICY_FILE,
    Confirmation,
    Edition,
    Policy,
    Standing,
    decide,
    read_policy,
)
from dagster_project.loading.load import load_raw
from dagster_project.reading import ExtractOutcome, extract_files
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.reading.model.identity import Stated
from dagster_project.runtime.settings import SEEDS_DIR
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse.compiled import compile_project
from tests.printing.text import Printing, print_text
from tests.printing.text_tables import text_tables

POLICY = replace(read_policy(), confirmations=())
FIGURES = {"gk01": "a", "gk02": "b"}
FIRST = Edition("d", 1, "1" * 64, "2024-08-30", "", "pdf", FIGURES)
OTHER = {"gk01": "a", "gk02": "changed"}


def _second(**fields: Any) -> Edition:
    return replace(FIRST, document_id="d-r2", revision=2, sha256="2" * 64, **fields)


def _confirmed(policy: Policy, edition: Edition, decision: str = "supersedes") -> Policy:
    line = Confirmation(edition.document_id, edition.sha256[:12], decision)
    return replace(policy, confirmations=[line])


CASES = {
    "confirmed": (_second(figures=OTHER), "current"),
    "set_aside": (_second(figures=OTHER), "set_aside"),
    "same_bytes": (replace(_second(), sha256=FIRST.sha256), "current"),
    "not_recorded": (_second(draft_words=None, figures=None), "current"),
    "same_figures": (_second(media="xlsx", figures={"gk01": "a"}), "same"),
    "draft": (_second(figures=OTHER, draft_words="草案", dated_on="2025-01-01"), "waiting"),
    "first": (FIRST, "current"),
    "draft_replaced": (_second(figures={"gk01": "other"}), "current"),
    "text_completed": (_second(media="xlsx", dated_on=None), "current"),
    "only_text": (_second(figures={}, media="docx", dated_on="2025-01-01"), "waiting"),
    "fewer_tables": (_second(figures={"gk01": "changed"}, dated_on="2025-01-01"), "waiting"),
    "earlier_date": (_second(figures=OTHER, dated_on="2024-08-29"), "waiting"),
    "later_date": (_second(figures=OTHER, dated_on="2024-09"), "current"),
    "more_tables": (_second(figures=FIGURES | {"gk03": "c"}), "waiting"),
    "other_medium": (_second(figures=OTHER, media="xlsx", dated_on=None), "waiting"),
    "no_later_date": (_second(figures=OTHER, dated_on=None), "waiting"),
}


# What the first document is, where it is not the one above.
BEFORE: dict[str, Any] = {
    "draft_replaced": {"draft_words": "草案"},
    "text_completed": {"figures": {}, "media": "docx"},
}


def test_every_row_of_the_policy_is_tried() -> None:
    with (SEEDS_DIR / POLICY_FILE).open(encoding="utf-8", newline="") as stream:
        assert set(CASES) == {row["condition_code"] for row in csv.DictReader(stream)}


@pytest.mark.parametrize("condition", CASES)
def test_a_row_of_the_policy_decides(condition: str) -> None:
    second, expected = CASES[condition]
    policy = POLICY
    if condition in ("confirmed", "set_aside"):
        policy = _confirmed(policy, second, "supersedes" if condition == "confirmed" else condition)
    first = replace(FIRST, **BEFORE.get(condition, {}))
    editions = [first] if condition == "first" else [first, second]
    found = decide(editions, policy)
    own = found[second.document_id]
    assert (own.standing, own.reason_code) == (expected, condition)
    if condition != "first":
        replaced = expected == "current"
        assert found["d"].standing == ("superseded" if replaced else "current")
        assert own.compared_with == "d"


def test_a_final_is_current_whichever_came_first() -> None:
    draft = replace(FIRST, draft_words="草案", figures=OTHER)
    found = decide([draft, _second()], POLICY)
    assert (found["d"].standing, found["d-r2"].standing) == ("superseded", "current")
    late = _second(figures=OTHER, draft_words="草案")
    found = decide([FIRST, late], POLICY)
    assert (found["d"].standing, found["d-r2"].standing) == ("current", "waiting")


def test_a_draft_alone_is_all_there_is() -> None:
    draft = replace(FIRST, draft_words="草案", figures=OTHER)
    assert decide([draft], POLICY)["d"] == Standing("current", "first", None)


def test_what_is_older_than_the_correction_waits_behind_it() -> None:
    correction = _second(figures=OTHER, dated_on="2024-10-01")
    third = replace(
        _second(figures={"gk01": "x", "gk02": "y"}, dated_on="2024-09-01"),
        document_id="d-r3",
        revision=3,
        sha256="3" * 64,
    )
    found = decide([third, correction, FIRST], POLICY)
    assert [found[name].standing for name in ("d", "d-r2", "d-r3")] == [
        *("superseded", "current", "waiting")
    ]
    assert found["d-r3"].compared_with == "d-r2"


def test_a_confirmation_is_of_bytes_and_lapses_with_them() -> None:
    second = CASES["no_later_date"][0]
    policy = _confirmed(POLICY, second)
    other_bytes = replace(second, sha256="9" * 64)
    assert decide([FIRST, other_bytes], policy)["d-r2"].standing == "waiting"


# The whole way: files, extract folders, warehouse.


def _dump(seed: int, title: str = "") -> str:
    printing = Printing(seed)
    cover = f"{printing.name}{printing.year}年度部门决算{title}\n\n"
    return cover + print_text(text_tables(seed), printing)


def _extract(
    raw: Path, name: str, content: str, published_on: date | None = None
) -> ExtractOutcome:
    path = raw.parent / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    options = BatchOptions(jobs=1, stated=Stated(published_on=published_on))
    [outcome] = extract_files([path], raw, options)
    assert outcome.status == "read", outcome.reason
    return outcome


def _marts(
    raw: Path,
    warehouse: Path,
    confirmations: Sequence[Confirmation] = (),
    names: Sequence[str] = (),
) -> Any:
    compilation = compile_project()
    with open_warehouse(warehouse) as connection:
        load_raw(connection, raw, succession=replace(POLICY, confirmations=confirmations))
        compilation.copy_seeds(connection)
        compilation.build(connection, names, without_seeds=True)
    return duckdb.connect(str(warehouse), read_only=True)


# Of every document, whatever became of it, and the dimensions that their cells meet; facts and
# findings are of published documents.
_OF_EVERY_DOCUMENT = frozenset(
    {
        *("documents", "document_tables", "unknown_tables", "cells", "claims", "statements"),
        *("headings", "checks", "disclosures", "accounts", "years"),
    }
)


def _facts(marts: Any) -> dict[str, list[tuple[Any, ...]]]:
    names = [
        name
        for (name,) in marts.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        if name not in _OF_EVERY_DOCUMENT
    ]
    return {
        name: marts.execute(f"select * from marts.{name} order by all").fetchall() for name in names
    }


def _names(marts: Any) -> set[tuple[str, str]]:
    query = "select account_key, account_name from marts.accounts"
    return set(marts.execute(query).fetchall())


def test_a_waiting_draft_changes_no_published_fact(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    final = _extract(raw, "2023年度部门决算.txt", _dump(1))
    first = _marts(raw, tmp_path / "before.duckdb")
    before, names = _facts(first), _names(first)
    draft = _extract(raw, "修改后.txt", _dump(2, "（征求意见稿）"), date(2030, 1, 1))
    assert draft.document_id == f"{final.document_id}-r2"
    assert draft.standing is not None
    assert draft.standing.line is not None
    assert f"{draft.document_id}," in draft.standing.line

    marts = _marts(raw, tmp_path / "after.duckdb")
    assert _facts(marts) == before
    assert _names(marts) >= names
    rows = marts.execute(
        "select is_current, edition, gate_status, gate_reason_codes, confirmation_line "
        "from marts.documents order by revision"
    ).fetchall()
    assert rows[0][:3] == (True, "current", "open")
    assert rows[1][:4] == (False, "waiting", "withheld", "waiting_confirmation")
    assert rows[1][4] == draft.standing.confirmation

    name, sha256, decision = str(rows[1][4]).split(",")[:3]
    again = _marts(raw, tmp_path / "confirmed.duckdb", [Confirmation(name, sha256, decision)])
    current = again.execute("select document_id from marts.documents where is_current").fetchall()
    assert current == [(draft.document_id,)]
    assert _facts(again) != before


def test_a_final_takes_over_from_a_draft_that_came_first(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    draft = _extract(raw, "部门决算（送审稿）.txt", _dump(2))
    asked = ("documents", "expenditure_by_function")
    alone = _marts(raw, tmp_path / "draft.duckdb", names=asked)
    query = "select document_id, draft_words is not null from marts.documents where is_current"
    assert alone.execute(query).fetchall() == [(draft.document_id, True)]
    final = _extract(raw, "部门决算.txt", _dump(1))
    marts = _marts(raw, tmp_path / "both.duckdb", names=asked)
    assert marts.execute(query).fetchall() == [(final.document_id, False)]
    spent = marts.execute("select distinct document_id from marts.expenditure_by_function")
    assert spent.fetchall() == [(final.document_id,)]


def test_a_draft_handed_in_again_as_final_is_one(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    draft = _extract(raw, "部门决算（草案）.txt", _dump(1))
    final = _extract(raw, "部门决算.txt", _dump(1))
    assert (draft.document_id, final.document_id) == (draft.document_id, draft.document_id)
    assert final.standing is not None
    assert final.standing.standing == "current"
    # And the other way round: bytes that were published are not withdrawn by a name.
    again = _extract(raw, "部门决算（草案）.txt", _dump(1))
    assert again.standing is not None
    assert again.standing.standing == "current"


def test_a_later_date_takes_over_by_itself_and_the_loader_agrees(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    _extract(raw, "a.txt", _dump(1), date(2024, 8, 30))
    second = _extract(raw, "b.txt", _dump(2), date(2024, 9, 30))
    assert second.standing is not None
    assert second.standing.standing == "current"
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        for _ in range(2):
            load_raw(connection, raw, succession=POLICY)
            rows = connection.execute(
                "select edition, edition_reason from raw.documents order by revision"
            ).fetchall()
            assert rows == [("superseded", "later_date"), ("current", "later_date")]


def test_the_printed_date_counts_as_far_as_it_is_printed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    outcome = _extract(raw, "a.txt", _dump(1, "\n2024年8月"))
    assert outcome.folder is not None
    document = json.loads((outcome.folder / "document.json").read_text(encoding="utf-8"))
    assert document["printed_on"] == "2024-08"
    later = _extract(raw, "b.txt", _dump(2, "\n2024年9月5日"))
    assert later.standing is not None
    assert later.standing.standing == "current"


def test_the_same_figures_in_another_file_replace_nothing_and_are_accused_of_nothing(
    tmp_path: Path,
) -> None:
    raw = tmp_path / "raw"
    first = _extract(raw, "a.txt", _dump(1))
    before = _facts(_marts(raw, tmp_path / "before.duckdb"))
    # Other bytes, the same tables, and a sentence that no table bears out.
    same = _extract(raw, "b.txt", _dump(1) + "\n\n2023年度收入总计99.99元，支出总计99.98元。\n")
    assert same.document_id != first.document_id
    marts = _marts(raw, tmp_path / "after.duckdb")
    rows = marts.execute("select edition, is_current, gate_status from marts.documents").fetchall()
    assert sorted(rows) == [("current", True, "open"), ("same", False, "open")]
    assert _facts(marts) == before


def test_a_sentence_about_a_draft_makes_no_draft(tmp_path: Path) -> None:
    text = _dump(1) + "\n\n本部门认真编制决算草案，审议了2024年预算草案。\n"
    outcome = _extract(tmp_path / "raw", "a.txt", text)
    assert outcome.standing is not None
    assert outcome.standing.standing == "current"
