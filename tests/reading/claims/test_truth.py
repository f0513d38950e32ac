"""The claims of three real disclosures against their truth, by value, unit, kind and subject.

The truth's words for metric and subject stand beside ours in tests/truth/claim_words.csv: a row
holds one pair of words, ``*`` for the same subject. A figure matches when value, unit and kind are
equal and its metric and subject are such a pair. Figures are compared in reading order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from dagster_project.contract.cell_model import CLAIM_COLUMNS
from dagster_project.reading import extract_document
from dagster_project.reading.narrative.claims import Claim, ClaimReading, Paragraph, read_claims
from dagster_project.reading.narrative.claims.model import accounts_of, claim_rows
from tests.reading.cells import named_cells
from tests.reading.conftest import PROJECT_DIR, read_rows
from tests.shared_documents import DOCUMENTS, skip_without_shared

TRUTH = PROJECT_DIR / "tests" / "truth"
KINDS = {"change_pct": "change_percent", "share_pct": "share", "execution_pct": "execution_rate"}
LEAST_SHARE = 0.98
Truth = dict[str, str]


def _reading_of(folder: Path) -> ClaimReading:
    tables = {path.stem: named_cells(read_rows(path)) for path in folder.glob("gk*.csv")}
    paragraphs = [
        Paragraph(row["text"], int(row["page"] or 0), row["source_locator"], row["section_code"])
        for row in read_rows(folder / "narrative.csv")
    ]
    return read_claims(paragraphs, accounts_of(tables))


def _words(form: str) -> dict[tuple[str, str], set[tuple[str, str]]]:
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in read_rows(TRUTH / "claim_words.csv"):
        if row["form"] == form:
            key = (row["truth_metric"], row["truth_subject"])
            found[key].add((row["metric"], row["subject"]))
    return found


def _is_same(
    truth: Truth, claim: Claim, words: dict[tuple[str, str], set[tuple[str, str]]]
) -> bool:
    # The Shanghai truth calls the average score a count; 分 is a score.
    kind = "score" if truth["unit"] == "分" else KINDS.get(truth["kind"], truth["kind"])
    if (truth["value"], truth["unit"], kind) != (
        claim.value_numeric,
        claim.value_unit,
        claim.claim_kind,
    ):
        return False
    pairs = words.get((truth["metric"], truth["subject"]), set())
    if (claim.metric, claim.subject) in pairs:
        return True
    same = words.get((truth["metric"], "*"), set())
    return (claim.metric, "*") in same and claim.subject == truth["subject"]


def _count_matches(truth: Sequence[Truth], claims: Sequence[Claim], form: str) -> int:
    words = _words(form)
    matcher = SequenceMatcher(
        None, [t["value"] for t in truth], [c.value_numeric for c in claims], autojunk=False
    )
    return sum(
        _is_same(truth[block.a + at], claims[block.b + at], words)
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    )


def _check(name: str, form: str, reading: ClaimReading, measured: list[str]) -> None:
    truth = read_rows(TRUTH / name / "claims.csv")
    matches = _count_matches(truth, reading.claims, form)
    unknown = sum(claim.metric == "unknown" for claim in reading.claims)
    measured.append(
        f"claims {name}: {matches} of {len(truth)} right, {len(reading.claims)} read, "
        f"{len(reading.not_claims)} numbers that claim nothing, {unknown} with unknown metric, "
        f"{len(reading.uncovered_sentences)} of {reading.sentences} sentences uncovered"
    )
    assert matches >= LEAST_SHARE * len(truth)
    assert len(reading.claims) == len(truth), "a figure was lost or invented"
    assert "unclassified" not in {n.not_claim_class for n in reading.not_claims}


def _extracted(folder: Path, *names: str) -> ClaimReading:
    """Return the claims of a shared document; its text is its publisher's and not committed."""
    paths = [DOCUMENTS / name for name in names]
    skip_without_shared("every figure that published texts state is read as a claim", *paths)
    outcome = extract_document(paths, folder)
    assert outcome.status == "read", outcome
    return _reading_of(next(path.parent for path in folder.rglob("narrative.csv")))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ClaimReading:
    """Return the claims of the reference document."""
    return _extracted(tmp_path_factory.mktemp("raw"), "xinzhou-hrss-2022.txt")


def test_reference_claims_are_those_of_its_truth(
    reference: ClaimReading, measured: list[str]
) -> None:
    _check("xinzhou-hrss-2022", "shanxi", reference, measured)
    # 57 of its 312 numbers claim nothing (text-layer-quirks, 18).
    assert reference.numbers == 312


def test_reference_directions_are_those_of_its_truth(reference: ClaimReading) -> None:
    truth = read_rows(TRUTH / "xinzhou-hrss-2022" / "claims.csv")
    signs = {"+": "增加", "-": "减少", "": ""}
    for row, claim in zip(truth, reference.claims, strict=True):
        if row["kind"].startswith("change"):
            assert (claim.direction, claim.base) == (signs[row["direction"]], "上年")


def test_reference_codes_come_from_its_tables(reference: ClaimReading) -> None:
    codes = {c.subject: c.account_code for c in reference.claims if c.metric == "expenditure_class"}
    assert codes == {
        "教育支出": "205",
        "社会保障和就业支出": "208",
        "卫生健康支出": "210",
        "住房保障支出": "221",
    }


def test_rows_are_those_of_the_contract(reference: ClaimReading) -> None:
    rows = claim_rows(reference)
    assert [row["claim_no"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert all(set(row) == set(CLAIM_COLUMNS) for row in rows)
    assert all(row["printed_text"] in row["excerpt"] for row in rows)


@pytest.mark.parametrize("name", ["putuo-finance-2024", "putuo-socialwork-2024"])
def test_shanghai_claims_are_those_of_their_truth(
    name: str, tmp_path: Path, measured: list[str]
) -> None:
    _check(name, "shanghai", _extracted(tmp_path, f"{name}.pdf"), measured)


@pytest.mark.parametrize("name", ["putuo-environment-2025", "putuo-yichuan-2025"])
def test_every_number_of_the_documents_without_truth_is_accounted_for(
    name: str, tmp_path: Path, measured: list[str]
) -> None:
    reading = _extracted(tmp_path, f"{name}.txt", f"{name}.xlsx")
    unresolved = {c.subject for c in reading.claims if c.path and not c.account_code}
    measured.append(
        f"claims {name}: {len(reading.claims)} read, {len(reading.uncovered_sentences)} of "
        f"{reading.sentences} sentences uncovered, account paths without a code: "
        f"{'; '.join(sorted(unresolved)) or 'none'}"
    )
    assert len(reading.claims) > 100
    assert "unclassified" not in {n.not_claim_class for n in reading.not_claims}
    assert reading.uncovered_sentences == []
