"""The reference document against its truth: nothing missing, wrong, invented or misplaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.reading import extract_document
from tests.printing.text import Printing, print_text
from tests.printing.text_forms import (
    TRUTH_COLUMNS,
    TruthForms,
    random_wrap,
    truth_cells,
    truth_values,
)
from tests.reading.conftest import PROJECT_DIR, SHARED_SOURCE, TRUTH_DIR, Extract, read_rows
from tests.shared_documents import skip_without_shared

Cells = dict[tuple[str, str, str, str], tuple[str, str]]
COMMITTED = PROJECT_DIR / "raw" / "2022" / "xinzhou-hrss-2022"
NUMBERS = [f"{number:02d}" for number in range(1, 11)]


def truth_of_document() -> tuple[Cells, dict[tuple[str, str, str, str], str]]:
    """Return every truth cell and name; gk06 rows go by account code, others by row and side."""
    values = truth_values(read_rows(TRUTH_DIR / "tables.csv"))
    cells: Cells = {}
    names = {}
    for row in read_rows(TRUTH_DIR / "rows.csv"):
        number = row["table_no"]
        for column, printed in truth_cells(row, values):
            state = "blank" if not printed else "struck_out" if "─" in printed else "value"
            if number == "10":
                code = "amount" if int(row["row_no"]) < 9 else "quantity"
            else:
                code = TRUTH_COLUMNS[number][column]
            at = row["account_code"] or row["account_name"] if number == "06" else row["row_no"]
            key = (number, at, code, row["line_no"])
            assert key not in cells
            cells[key] = (state, printed)
            names[key] = row["account_name"]
    return cells, names


def cells_of_folder(folder: Path) -> tuple[Cells, dict[tuple[str, str, str, str], str]]:
    """Return every extracted cell and name under the same keys."""
    cells: Cells = {}
    names = {}
    for number in NUMBERS:
        for row in read_rows(folder / f"gk{number}.csv"):
            at = row["account_code"] or row["printed_label"] if number == "06" else row["row_no"]
            line_no = row["printed_line_no"].removesuffix(".00")
            key = (number, at, row["column_code"], line_no)
            assert key not in cells
            cells[key] = (row["cell_state"], row["printed_text"])
            names[key] = row["printed_label"]
    return cells, names


def assert_is_truth(folder: Path) -> None:
    """Compare in both directions, and count, so that an empty truth proves nothing."""
    truth, truth_names = truth_of_document()
    states = [state for state, _ in truth.values()]
    assert [states.count(s) for s in ("value", "blank", "struck_out")] == [228, 514, 20]
    found, found_names = cells_of_folder(folder)
    assert set(truth) - set(found) == set()
    assert set(found) - set(truth) == set()
    assert {key: found[key] for key in truth if found[key] != truth[key]} == {}
    assert found_names == truth_names


@pytest.fixture(scope="module")
def real_extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    skip_without_shared("every cell of the reference text is read in its place", SHARED_SOURCE)
    outcome = extract_document([SHARED_SOURCE], tmp_path_factory.mktemp("real"))
    assert outcome.folder is not None
    return outcome.folder


def test_every_cell_of_the_real_source_is_read(real_extract: Path) -> None:
    assert_is_truth(real_extract)


def test_every_committed_cell_is_the_truth() -> None:
    assert_is_truth(COMMITTED)


def visible_names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_committed_extract_is_what_the_reader_writes_today(
    real_extract: Path, tmp_path: Path
) -> None:
    outcome = extract_document([SHARED_SOURCE], tmp_path, keep_text=False)
    assert outcome.folder is not None
    for path in (COMMITTED / name for name in sorted(visible_names(outcome.folder))):
        assert path.read_bytes() == (outcome.folder / path.name).read_bytes(), path.name
    # Whoever extracts the document again in a checkout has its text there, ignored by git.
    assert visible_names(COMMITTED) - {"narrative.csv"} == visible_names(outcome.folder)
    assert visible_names(real_extract) == visible_names(outcome.folder) | {"narrative.csv"}


def test_every_value_is_on_the_line_its_locator_names(real_extract: Path) -> None:
    lines = SHARED_SOURCE.read_bytes().decode().split("\n")
    checked = 0
    for number in NUMBERS:
        for row in read_rows(real_extract / f"gk{number}.csv"):
            line = lines[int(row["source_locator"].removeprefix("L")) - 1]
            assert row["printed_text"] in line
            assert row["cell_state"] != "blank" or line == "" or " " in line
            checked += row["cell_state"] == "value"
    assert checked == 228


@pytest.mark.parametrize("number", NUMBERS)
def test_changing_one_figure_of_the_source_changes_that_cell_alone(
    number: str, extract_text: Callable[..., Extract], real_extract: Path
) -> None:
    """The reader is seen to fail: a figure altered in the source must be read as altered."""
    before = read_rows(real_extract / f"gk{number}.csv")
    values = [row for row in before if row["cell_state"] == "value"]
    if not values:
        pytest.skip("this table has no figure")
    chosen = values[len(values) // 2]
    line_no = int(chosen["source_locator"].removeprefix("L")) - 1
    lines = SHARED_SOURCE.read_bytes().decode().split("\n")
    printed = chosen["printed_text"]
    altered = printed[:-1] + str((int(printed[-1]) + 1) % 10)
    head, found, tail = lines[line_no].rpartition(printed)
    assert found
    lines[line_no] = head + altered + tail
    after = extract_text("\n".join(lines)).rows(f"gk{number}")
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1]["printed_text"] == altered
    # An error in print is still read as printed: the blanks place it.
    assert changed[0][1]["read_status"] == "confirmed"


@pytest.mark.parametrize("seed", range(8))
def test_truth_printed_as_a_text_layer_reads_back(
    seed: int, extract_text: Callable[..., Extract]
) -> None:
    tables = TruthForms(TRUTH_DIR, random_wrap(seed)).all_tables()
    printing = Printing(
        seed,
        page_break=0.15 * (seed % 4),
        footer=0.5 * (seed % 3 == 1),
        stray_heading=seed % 2 == 0,
        name="忻州市人力资源和社会保障局",
        year=2022,
    )
    extract = extract_text(print_text(tables, printing))
    assert_is_truth(extract.folder)
    assert {t["read_status"] for t in extract.document["tables"]} == {"confirmed"}
