"""The findings on the shipped disclosures against their labels (tests/truth/findings.csv).

Classes: A substantive, B rounding, C wording, N looks wrong and is not, V not in the publisher's
list but verified by hand (its arithmetic or place is in ``reach_zh``). ``figures`` are printed
figures or words that the finding must hold; a label without rules and class C says why no rule can
express it. A label N names rules that must be quiet, or figures that no failing check may combine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests.reading.conftest import read_rows

LABELS = Path(__file__).parents[1] / "truth" / "findings.csv"
LEAST_PRECISION = 0.95
LEAST_RECALL = 0.90


@dataclass(frozen=True)
class Verdict:
    """A failed or rounded verdict, and the finding that speaks for it."""

    document_id: str
    rule_id: str
    root_cause_id: str
    text: str


@dataclass(frozen=True)
class Finding:
    """A finding to act on."""

    document_id: str
    root_cause_id: str
    severity: str
    message: str


@dataclass(frozen=True)
class Label:
    """One row of the labels."""

    document_id: str
    label: str
    label_class: str
    rule_ids: tuple[str, ...]
    figures: tuple[str, ...]

    def holds(self, verdicts: Sequence[Verdict]) -> bool:
        """Return whether the verdicts are of this document and hold all the figures together."""
        plain = " ".join(verdict.text for verdict in verdicts).replace(",", "")
        return verdicts[0].document_id == self.document_id and all(f in plain for f in self.figures)

    def fits(self, verdicts: Sequence[Verdict]) -> bool:
        """Return whether the verdicts of one cause are what the label describes."""
        return any(v.rule_id in self.rule_ids for v in verdicts) and self.holds(verdicts)


def _labels() -> list[Label]:
    return [
        Label(
            row["document_id"],
            row["label"],
            row["label_class"],
            tuple(filter(None, row["rule_ids"].split("|"))),
            tuple(filter(None, row["figures"].split("|"))),
        )
        for row in read_rows(LABELS)
    ]


@pytest.fixture(scope="module")
def found(rule_warehouse: Path) -> tuple[list[Verdict], list[Finding]]:
    """Return what was found in the labelled documents."""
    names = sorted({label.document_id for label in _labels()})
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        verdicts = connection.execute(
            """
            select document_id, rule_id, root_cause_id,
                concat_ws(' ', message_zh, printed_text, evidence)
            from reconciliation.rule_verdicts
            where status in ('fail', 'rounding') and list_contains($names, document_id)
            """,
            {"names": names},
        ).fetchall()
        findings = connection.execute(
            """
            select document_id, root_cause_id, severity, rule_id || ' ' || message_zh
            from reconciliation.fct_findings where list_contains($names, document_id)
            """,
            {"names": names},
        ).fetchall()
    return [Verdict(*row) for row in verdicts], [Finding(*row) for row in findings]


Found = tuple[list[Verdict], list[Finding]]


def _causes(verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    causes: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        causes.setdefault(verdict.root_cause_id, []).append(verdict)
    return causes


def _recall(found: Found, label_class: str) -> tuple[list[str], int]:
    verdicts, findings = found
    acted_on = {finding.root_cause_id for finding in findings}
    causes = [held for cause, held in _causes(verdicts).items() if cause in acted_on]
    labels = [label for label in _labels() if label.label_class == label_class and label.rule_ids]
    missed = [label.label for label in labels if not any(label.fits(held) for held in causes)]
    return missed, len(labels)


@pytest.mark.parametrize("label_class", ["A", "B"])
def test_labelled_errors_are_found(found: Found, label_class: str, measured: list[str]) -> None:
    missed, labels = _recall(found, label_class)
    measured.append(
        f"findings, class {label_class}: {labels - len(missed)} of {labels} labels found"
        + (f", missed {', '.join(missed)}" if missed else "")
    )
    assert len(missed) <= (1 - LEAST_RECALL) * labels


def test_wording_that_a_rule_can_express_is_found(found: Found, measured: list[str]) -> None:
    missed, labels = _recall(found, "C")
    beyond = [row["label"] for row in read_rows(LABELS) if row["label_class"] == "C"][labels:]
    measured.append(
        f"findings, class C: {labels - len(missed)} of {labels} that a rule can express found"
        + (f", missed {', '.join(missed)}" if missed else "")
        + f"; {len(beyond)} that none expresses, with the reason in tests/truth/findings.csv"
    )
    assert missed == []
    assert all(
        row["rule_ids"] or row["reach_zh"] for row in read_rows(LABELS) if row["label_class"] == "C"
    )


def test_what_is_reported_as_wrong_is_wrong(found: Found, measured: list[str]) -> None:
    verdicts, findings = found
    labels = [label for label in _labels() if label.label_class != "N"]
    known = {
        cause
        for cause, held in _causes(verdicts).items()
        if any(label.fits(held) for label in labels)
    }
    serious = [finding for finding in findings if finding.severity in ("warning", "blocking")]
    alarms = [f"{f.document_id}: {f.message}" for f in serious if f.root_cause_id not in known]
    measured.append(
        f"findings at warning and above: {len(serious)}, {len(serious) - len(alarms)} of them true"
    )
    assert serious
    assert len(alarms) <= (1 - LEAST_PRECISION) * len(serious), alarms


def test_what_only_looks_wrong_is_not_reported(found: Found) -> None:
    verdicts, _ = found
    traps = [label for label in _labels() if label.label_class == "N"]
    sprung = [
        (label.label, verdict.rule_id, verdict.text)
        for label in traps
        for verdict in verdicts
        if label.holds([verdict]) and (not label.rule_ids or verdict.rule_id in label.rule_ids)
    ]
    assert traps
    assert sprung == []
