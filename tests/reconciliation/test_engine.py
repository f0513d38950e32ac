"""The engine on whole documents: lawful differences stay quiet, the others speak."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse.compiled import compile_project
from tests.building import SINGULAR, build
from tests.reconciliation import cases, corpus
from tests.reconciliation.conftest import Corpus


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All cases in one build, with four broken rules beside the real ones."""
    base = tmp_path_factory.mktemp("cases")
    cases.write_all(base / "raw")
    build(base / "raw", base / "cases.duckdb", seed_rows=cases.broken_rules(), data_tests=SINGULAR)
    with open_warehouse(base / "cases.duckdb", read_only=True) as connection:
        # The misspelt table is told at once, and does not stop the warehouse.
        told = compile_project().failures(connection)
        assert {failure.severity for failure in told if "rule_terms" in failure.name} == {"warn"}
        yield connection


def _rows(warehouse: duckdb.DuckDBPyConnection, document_id: str, *statuses: str) -> list[tuple]:
    return warehouse.execute(
        """
        select rule_id, subject, status, reason_code, difference from reconciliation.rule_verdicts
        where document_id = ? and list_contains(?, status)
            and (left(rule_id, 1) in ('I', 'X') or rule_id in ('S01', 'S02'))
        order by rule_id, subject
        """,
        [document_id, list(statuses)],
    ).fetchall()


def _gate(warehouse: duckdb.DuckDBPyConnection, document_id: str) -> tuple:
    return warehouse.execute(
        """
        select gate_status, gate_reason_codes, has_findings
        from reconciliation.document_gate where document_id = ?
        """,
        [document_id],
    ).fetchone()


def _severities(warehouse: duckdb.DuckDBPyConnection, document_id: str) -> set[str]:
    rows = warehouse.execute(
        """
        -- A notice is an item of a finding that another rule may tell.
        select distinct findings.severity
        from marts.findings
        inner join marts.finding_checks as members using (finding_id)
        inner join marts.checks using (check_id)
        where findings.document_id = ? and left(checks.rule_id, 1) in ('I', 'X')
        """,
        [document_id],
    )
    return {severity for (severity,) in rows.fetchall()}


def _causes(warehouse: duckdb.DuckDBPyConnection, document_id: str) -> list[tuple]:
    """Return (rules that failed, what the cause says) per cause."""
    return warehouse.execute(
        """
        select count(*), max(cause_zh) from reconciliation.rule_verdicts
        where document_id = ? and status = 'fail' and left(rule_id, 1) in ('I', 'X')
        group by root_cause_id
        """,
        [document_id],
    ).fetchall()


def _withheld(warehouse: duckdb.DuckDBPyConnection, document_id: str) -> list[str]:
    rows = warehouse.execute(
        """
        select table_code from marts.document_tables where document_id = ? and is_withheld
        order by table_code
        """,
        [document_id],
    )
    return [code for (code,) in rows.fetchall()]


def test_a_planted_error_changes_only_verdicts_over_its_cell(
    warehouse: duckdb.DuckDBPyConnection, mutant_corpus: Corpus
) -> None:
    verdicts = corpus.verdicts(warehouse)
    tables = corpus.read_tables()
    position = corpus.find_cell(tables, *cases.PLANTED)
    cell = corpus.cell_of("gk03", tables["gk03"][position])
    changed = {
        key for key, verdict in verdicts["planted"].items()
        if verdict[0] != verdicts["clean-copy"][key][0]
    }  # fmt: skip
    # 行政运行: row sum of gk03, 款 = Σ 项, 类 = Σ 项, gk03 = gk05 + gk08 + gk09.
    assert changed == {
        ("I11", "2080101"),
        ("I14", "20801/basic"),
        ("I15", "208/basic"),
        ("X18", "2080101/basic"),
    }
    assert all(cell in verdicts["planted"][key][1] for key in changed)
    untouched = {key: v[0] for key, v in verdicts["planted"].items() if key not in changed}
    assert untouched == {
        key: v[0] for key, v in verdicts["clean-copy"].items() if key not in changed
    }
    # The first document says the same beside all mutants as beside these.
    real = {key: v for key, v in verdicts["clean"].items() if not key[0].startswith("Z")}
    assert real == mutant_corpus.clean


def test_a_planted_error_is_one_finding_at_its_cell(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        """
        select table_code, column_code, printed_label, printed_text,
            state, severity, verdicts_of_cause, source_locator
        from marts.findings where document_id = 'planted' and severity = 'warning'
        """
    ).fetchall()
    [(table, column, label, printed, state, severity, verdicts, locator)] = found
    # Printed 7,013,207.30 in the truth, 70 yuan more here.
    assert (table, column, label, printed) == ("gk03", "basic", "行政运行", "7013277.30")
    assert (state, severity, verdicts) == ("new", "warning", 4)
    assert locator


def test_an_account_missing_on_one_side_is_not_silence(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    failed = {(r[0], r[1]): (r[3], r[4]) for r in _rows(warehouse, "account-missing", "fail")}
    # 2080199 prints 1,912,395.21, all of it project expenditure.
    assert failed["X18", "2080199/total"] == ("account_absent_right", Decimal("1912395.21"))
    assert failed["X18", "2080199/project"] == ("account_absent_right", Decimal("1912395.21"))
    assert failed["I29", "20801/total"] == ("compared", Decimal("1912395.21"))


def test_a_cell_that_is_not_printed_is_not_zero(warehouse: duckdb.DuckDBPyConnection) -> None:
    # The header leaves no room for it: said as a notice, and nothing is compared with a zero.
    assert [r[:4] for r in _rows(warehouse, "cell-missing", "fail")] == [
        ("I12", "project", "fail", "cell_absent")
    ]
    assert _severities(warehouse, "cell-missing") == {"notice"}
    unchecked = {r[:2] for r in _rows(warehouse, "cell-missing", "no_data")}
    assert unchecked == {("I11", "total"), ("X18", "total/project")}
    assert {r[3] for r in _rows(warehouse, "cell-missing", "no_data")} == {"cell_absent"}


def test_rounding_to_wanyuan_is_rounding_and_never_a_failure(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert _rows(warehouse, "wanyuan", "fail", "no_data") == []
    rounded = _rows(warehouse, "wanyuan", "rounding")
    assert rounded
    findings = warehouse.execute(
        "select distinct severity, status from marts.findings "
        "where document_id = 'wanyuan' and left(rule_id, 1) in ('I', 'X')"
    ).fetchall()
    assert findings == [("notice", "rounding")]
    assert _gate(warehouse, "wanyuan") == ("open", None, False)


def test_money_from_elsewhere_is_a_lawful_difference(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert _rows(warehouse, "other-income", "fail", "rounding", "no_data") == []
    statuses = dict(
        warehouse.execute(
            """
            select rule_id, any_value(status) from reconciliation.rule_verdicts
            where document_id = 'other-income' and rule_id in ('X13', 'X18', 'X19') group by rule_id
            """
        ).fetchall()
    )
    assert statuses == {"X13": "pass", "X18": "not_applicable", "X19": "pass"}


def test_the_basic_only_variant_compares_what_it_prints(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert _rows(warehouse, "basic-only", "fail", "rounding", "no_data") == []
    statuses = dict(
        warehouse.execute(
            """
            select rule_id, status from reconciliation.rule_verdicts
            where document_id = 'basic-only' and rule_id in ('X20', 'X21', 'X24', 'X32')
            """
        ).fetchall()
    )
    assert statuses == {
        "X20": "pass",
        "X21": "not_applicable",
        "X24": "not_applicable",
        "X32": "pass",
    }


def test_an_empty_document_gets_a_verdict_from_every_rule(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    active, judged, passes = warehouse.execute(
        """
        select
            (select count(*) from seeds.rule_catalog where status = 'active'),
            count(distinct rule_id),
            count(*) filter (where status = 'pass')
        from reconciliation.rule_verdicts where document_id = 'empty'
        """
    ).fetchone()
    assert judged == active
    assert passes == 0
    assert {r[3] for r in _rows(warehouse, "empty", "no_data")} >= {"table_missing"}
    assert _gate(warehouse, "empty")[:2] == ("withheld", "no_table_read")


def test_a_missing_table_is_one_finding_and_the_rest_is_not_checked(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert [r[:2] for r in _rows(warehouse, "table-missing", "fail")] == [("S01", "gk06")]
    quiet = {r[0] for r in _rows(warehouse, "table-missing", "no_data") if r[3] == "table_missing"}
    assert {"I32", "I33", "I34", "X20"} <= quiet


def test_an_unconfirmed_reading_accuses_nobody(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert _rows(warehouse, "unconfirmed", "fail") == []
    doubtful = [
        r[0] for r in _rows(warehouse, "unconfirmed", "no_data") if r[3] == "reading_unconfirmed"
    ]
    assert doubtful == ["I11", "I14", "I15", "X18"]


def test_a_table_whose_reading_does_not_hold_together_is_withheld_alone(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for document_id in ("unconfirmed", "scan-misread"):
        assert _gate(warehouse, document_id)[:2] == ("open", None)
        assert _withheld(warehouse, document_id) == ["gk03"]
    [row] = warehouse.execute(
        """
        select basic is null, fiscal_expenditure_total is not null
        from marts.department_year where document_id = 'scan-misread'
        """
    ).fetchall()
    assert row == (True, True)
    # What gk05 prints stays; what gk03 alone prints is no fact.
    facts = warehouse.execute(
        """
        select count(total), count(general_public_total), count(*)
        from marts.expenditure_by_function where document_id = 'scan-misread'
        """
    ).fetchone()
    rows = {r["row_key"] for r in corpus.read_tables()["gk05"]} - {"total"}
    assert (facts[0], facts[2]) == (0, len(rows))
    assert facts[1] > 0
    # Every cell is published as read.
    printed = sum(len(records) for records in cases.planted(corpus.read_tables()).values())
    cells = "select count(*) from marts.cells where document_id = 'scan-misread'"
    assert warehouse.execute(cells).fetchone() == (printed,)


def test_a_document_without_a_table_to_trust_is_withheld(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert _gate(warehouse, "scan-all-misread")[:2] == ("withheld", "reading_doubtful")
    assert _withheld(warehouse, "scan-all-misread") == ["gk03"]


def test_a_table_without_a_unit_is_withheld_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert _gate(warehouse, "without-unit")[:2] == ("open", None)
    assert _withheld(warehouse, "without-unit") == ["gk03"]
    # What looks at it does not know, and nobody else is accused in its place.
    assert {r[:2] for r in _rows(warehouse, "without-unit", "fail")} == {
        r[:2] for r in _rows(warehouse, "clean-copy", "fail")
    }
    assert ("I11", "2080101", "table_not_read") in {
        (r[0], r[1], r[3]) for r in _rows(warehouse, "without-unit", "no_data")
    }


def test_the_publishers_own_rounding_does_not_withhold_a_scan(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rounded = {r[:2] for r in _rows(warehouse, "wanyuan", "rounding")}
    unsure = _rows(warehouse, "scan-of-rounded-figures", "no_data")
    assert {r[:2] for r in unsure if r[3] == "rounding_unconfirmed"} == rounded != set()
    assert not [r for r in unsure if r[3] == "reading_unconfirmed"]
    assert _gate(warehouse, "scan-of-rounded-figures")[:2] == ("open", None)
    assert _withheld(warehouse, "scan-of-rounded-figures") == []


def test_an_empty_total_beside_filled_parts_is_one_finding(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for document_id in ("total-left-blank", "total-row-absent"):
        failed = {r[:2] for r in _rows(warehouse, document_id, "fail")}
        filled = {
            r["column_code"]
            for r in corpus.read_tables()["gk05"]
            if r["row_role"] == "class" and Decimal(r["value_numeric"] or 0)
        }
        assert {("I27", column) for column in filled} <= failed
        [(count, cause)] = _causes(warehouse, document_id)
        assert count == len(failed)
        assert "合计没有填数" in cause
        assert _severities(warehouse, document_id) == {"warning"}


def test_a_total_that_may_not_have_been_read_accuses_nobody(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for document_id in ("total-row-absent-scan", "total-label-unknown"):
        assert _rows(warehouse, document_id, "fail") == []


def test_a_table_is_missing_only_where_the_form_is_known_to_require_it(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    missing = {
        document_id: [r[1] for r in _rows(warehouse, document_id, "fail") if r[0] == "S01"]
        for document_id in ("form-known", "form-guessed", "form-unknown", "university")
    }
    # The university of 2022 prints no gk11, which its form is only assumed to require then.
    assert missing == {
        "form-known": ["gk09"],
        "form-guessed": ["gk09"],
        "form-unknown": [],
        "university": ["gk11"],
    }
    severity = (
        "select severity from marts.findings where document_id = 'university' and rule_id = 'S01'"
    )
    assert warehouse.execute(severity).fetchall() == [("notice",)]
    for document_id in missing:
        assert not [r for r in _rows(warehouse, document_id, "fail") if r[0] == "S02"]


@pytest.mark.parametrize(
    ("rule_id", "reason"),
    [
        ("Z01", "unknown_table"),
        ("Z02", "unknown_column"),
        ("Z03", "row_absent"),
        ("Z04", "rule_without_terms"),
    ],
)
def test_a_broken_rule_says_so_in_every_document(
    warehouse: duckdb.DuckDBPyConnection, rule_id: str, reason: str
) -> None:
    verdicts = warehouse.execute(
        """
        select subject, status, reason_code from reconciliation.rule_verdicts
        where rule_id = ? and document_id = 'clean'
        """,
        [rule_id],
    ).fetchall()
    assert verdicts == [("document", "no_data", reason)]
