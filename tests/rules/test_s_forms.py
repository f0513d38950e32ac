"""S01 and S02 by what is known of the form: seen, published, assumed, or nothing at all."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import written
from tests.rules.writing import Write, edit_table_json, without_table

FORMS: dict[str, dict[str, Any]] = {
    "seen-in-shanxi": {"form": "shanxi", "year": 2022},
    "seen-in-shanghai": {"form": "shanghai", "year": 2024, "region_code": "310107"},
    "published-regulation": {"form": "shanghai", "year": 2018, "region_code": "310107"},
    "published-central": {"form": "central", "year": 2023, "region_code": None},
    "assumed-sample": {"form": "national", "year": 2023, "region_code": "330000"},
    "assumed-central": {"form": "central", "year": 2021, "region_code": None},
    "form-unknown": {"form": "unknown", "year": 2023, "region_code": "510000"},
    "form-unheard-of": {"form": "moon", "year": 2023, "region_code": "510000"},
    "form-unsaid": {"form": None, "year": 2023, "region_code": "510000"},
}


def _empty_unstated(raw_dir: Path, document_id: str, **fields: Any) -> None:
    folder = factories.write_document(raw_dir, document_id, **fields)
    edit_table_json(folder, "gk09", presence="empty_unstated", statement=None)


CASES: dict[str, Any] = {
    f"s01-{name}": without_table("gk03", **fields) for name, fields in FORMS.items()
} | {f"s02-{name}": partial(_empty_unstated, **fields) for name, fields in FORMS.items()}


def _printed_empty(*sections: tuple[str, list[str]], **changes: Any) -> Write:
    """Return a writer of a document of a form that nobody knows, whose fund has no figures."""
    total = ("一、收入支出决算总体情况说明", ["某局2023年度收入总计100.00元，支出总计100.00元。"])
    text = written(total, *sections, **FORMS["form-unknown"])

    def write(raw_dir: Path, document_id: str) -> None:
        text(raw_dir, document_id)
        folder = next(raw_dir.rglob(document_id))
        fields = {"presence": "empty_unstated", "statement": None} | changes
        edit_table_json(folder, "gk09", **fields)

    return write


_FUND = "九、国有资本经营预算财政拨款支出决算情况说明"
CASES |= {
    # Neither below the table nor in the text, whose heading alone stands there.
    "s02-printed-silent": _printed_empty(),
    "s02-printed-headed": _printed_empty((_FUND, ["（一）总体情况"])),
    "s02-printed-noted": _printed_empty(presence="empty_stated", statement="本表无数据"),
    "s02-printed-told": _printed_empty((_FUND, ["本单位2023年度国有资本经营预算支出0元。"])),
    "s02-printed-denied": _printed_empty(
        ("七、其他情况", ["本单位没有国有资本经营预算财政拨款支出。"])
    ),
}
ASKED = {
    "s02-printed-silent": "fail",
    "s02-printed-headed": "fail",
    "s02-printed-noted": None,
    "s02-printed-told": "pass",
    "s02-printed-denied": "pass",
}
TOLD = [
    ("seen-in-shanxi", "warning", "要求的依据:见过的文件:xinzhou-hrss-2022.txt"),
    ("seen-in-shanghai", "warning", "putuo-finance-2024.pdf"),
    ("published-regulation", "warning", "规定或官方样式:《地方预决算公开操作规程》"),
    ("published-central", "warning", "规定或官方样式:财政部2024年7月25日"),
    ("assumed-sample", "notice", "推定"),
    ("assumed-central", "notice", "推定"),
]
SILENT = ["form-unknown", "form-unheard-of", "form-unsaid"]


@pytest.mark.parametrize(("name", "severity", "words"), TOLD)
def test_a_missing_table_weighs_as_much_as_its_requirement_is_known(
    rule_book: dict[Key, Verdict], name: str, severity: str, words: str
) -> None:
    found = rule_book[f"s01-{name}", "S01", "gk03"]
    assert (found.status, found.severity) == ("fail", severity)
    assert words in (found.message_zh or "")
    assert ("推定" in (found.message_zh or "")) == (severity == "notice")


@pytest.mark.parametrize(("name", "severity"), [told[:2] for told in TOLD])
def test_an_empty_table_without_a_word_weighs_the_same(
    rule_book: dict[Key, Verdict], name: str, severity: str
) -> None:
    found = rule_book.get((f"s02-{name}", "S02", "gk09"))
    if FORMS[name]["year"] < 2020:
        assert found is None, "no form required it then"
    else:
        assert found is not None
        assert (found.status, found.severity) == ("fail", severity)


@pytest.mark.parametrize(("document_id", "status"), ASKED.items())
def test_a_fund_without_figures_and_without_a_word_makes_one_wonder(
    rule_book: dict[Key, Verdict], document_id: str, status: str | None
) -> None:
    found = rule_book.get((document_id, "S02", "gk09"))
    assert (found.status if found else None) == status
    assert status != "fail" or (found is not None and found.severity == "notice")


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_asked_of_a_form_that_nobody_knows(
    rule_book: dict[Key, Verdict], rule_warehouse: Path, name: str
) -> None:
    for document_id in (f"s01-{name}", f"s02-{name}"):
        asked = [
            v.status
            for (document, rule, _), v in rule_book.items()
            if document == document_id and rule in ("S01", "S02")
        ]
        assert "fail" not in asked
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        forms = connection.execute(
            "select distinct form from core.dim_document where document_id = ?", [f"s01-{name}"]
        ).fetchall()
    assert forms == [("unknown",)]
