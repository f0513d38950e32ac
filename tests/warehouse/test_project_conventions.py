"""What every dbt node must be, read from the manifest: layers, keys, labels, contracts."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from dagster_project.runtime.settings import DBT_DIR, load_settings
from dagster_project.warehouse.dbt_runner import parse_project

LAYERS = ("raw", "seeds", "staging", "core", "reconciliation", "marts")
# Only core reads what was read in; marts take from core and from what reconciliation lets out.
MAY_READ = {
    "staging": {"raw"},
    "core": {"staging", "seeds", "core"},
    "reconciliation": {"seeds", "core", "reconciliation"},
    "marts": {"seeds", "core", "reconciliation", "marts"},
}
# The folders of reconciliation, in the order in which a verdict comes about (decision 0028).
STEPS = ["claims", "spine", "engine", "rules", "verdicts", "causes"]
HAN = re.compile(r"[一-鿿]")
MONEY = "decimal(18,2)"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """Return the parsed project."""
    return parse_project(load_settings()).manifest_dict


def _models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]


def _layer(manifest: dict[str, Any], unique_id: str) -> str:
    node = manifest["nodes"].get(unique_id) or manifest["sources"][unique_id]
    return "raw" if node["resource_type"] == "source" else node["schema"]


def test_every_model_reads_only_layers_below_it(manifest: dict[str, Any]) -> None:
    upward = [
        (model["name"], parent)
        for model in _models(manifest)
        for parent in model["depends_on"]["nodes"]
        if _layer(manifest, parent) not in MAY_READ[model["schema"]]
    ]
    assert upward == []


def test_every_step_of_reconciliation_reads_only_steps_before_it(manifest: dict[str, Any]) -> None:
    folders = {
        m["unique_id"]: m["fqn"][2] for m in _models(manifest) if "reconciliation" in m["fqn"]
    }
    assert set(folders.values()) == set(STEPS)
    backward = [
        (model["name"], parent)
        for model in _models(manifest)
        for parent in model["depends_on"]["nodes"]
        if model["unique_id"] in folders and parent in folders
        if STEPS.index(folders[parent]) > STEPS.index(folders[model["unique_id"]])
    ]
    assert backward == []


def test_a_column_is_described_once_in_each_file_of_models() -> None:
    """Columns that several models have are YAML anchors; another type is another column."""
    column = re.compile(r"doc\('(\w+)'\) }}\"(?:,? ?\n? *data_type: \"?([\w(,)]+))?")
    repeated = []
    for path in sorted((DBT_DIR / "models").rglob("_*__models.yml")):
        described = column.findall(path.read_text(encoding="utf-8"))
        repeated += [(path.name, *c) for c in set(described) if described.count(c) > 1]
    assert repeated == []


def test_every_model_has_a_tested_key(manifest: dict[str, Any]) -> None:
    keyed = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") in ("unique", "unique_combination")
    }
    # Rules are tested where their verdicts meet: int_rule_verdicts. To test a view over millions of
    # rows is to make it; its key is that of the table it says.
    models = [m for m in _models(manifest) if "/rules/" not in m["path"]]
    tested = {model["name"] for model in models if model["unique_id"] in keyed}
    like = {m["name"]: m["config"]["meta"].get("keyed_like", m["name"]) for m in models}
    assert [name for name, of in like.items() if of not in tested] == []


def test_models_and_columns_are_labelled_in_chinese(manifest: dict[str, Any]) -> None:
    unlabelled = [
        f"{model['name']}.{column}"
        for model in _models(manifest)
        for column, props in {"": model, **model["columns"]}.items()
        if not HAN.search(props["description"])
    ]
    assert unlabelled == []


def test_core_and_marts_have_contracts(manifest: dict[str, Any]) -> None:
    loose = [
        model["name"]
        for model in _models(manifest)
        if model["schema"] in ("core", "marts") and not model["contract"]["enforced"]
    ]
    assert loose == []


def test_no_floating_point_leaves_the_warehouse(manifest: dict[str, Any]) -> None:
    floating = [
        f"{model['name']}.{column}"
        for model in _models(manifest)
        for column, props in model["columns"].items()
        if (props["data_type"] or "") in ("double", "float", "real")
    ]
    assert floating == []


def test_rule_models_carry_the_id_of_their_rule(manifest: dict[str, Any]) -> None:
    models = {
        Path(m["path"]).name.split("_")[1].upper()
        for m in _models(manifest)
        if "/rules/" in m["path"]
    }
    with (DBT_DIR / "seeds/rules/rule_catalog.csv").open(encoding="utf-8", newline="") as stream:
        catalog = {row["rule_id"] for row in csv.DictReader(stream) if row["check_kind"] == "model"}
    assert models == catalog


def test_status_and_reason_of_a_verdict_come_from_one_case() -> None:
    """Two CASEs drift apart; a status may be looked up by its reason, or both are one ruling."""
    twice = []
    for path in sorted((DBT_DIR / "models/reconciliation").rglob("*.sql")):
        for case in re.findall(r"\bcase\b((?:(?!\bcase\b).)*?)\bend as status\b", _sql(path), re.S):
            if "reason_code" not in case:
                twice.append(path.name)
    assert twice == []


def _sql(path: Path) -> str:
    return re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))


def test_published_tables_of_the_contract_exist(manifest: dict[str, Any]) -> None:
    published = {m["name"] for m in _models(manifest) if m["schema"] == "marts"}
    # design, section 8: may grow, never shrink.
    contract = {
        "organizations", "disclosures", "documents", "coverage",
        "document_tables", "cells", "claims", "headings", "glossary",
        "income_by_function", "expenditure_by_function", "expenditure_by_economic",
        "three_public", "budget_execution", "department_year", "year_on_year",
        "procurement_and_assets", "performance_projects", "performance_indicators",
        "checks", "findings", "rules", "accounts", "regions", "years",
    }  # fmt: skip
    assert contract <= published


def test_every_fact_is_tested_to_join_every_dimension_whose_key_it_carries(
    manifest: dict[str, Any],
) -> None:
    """The star test names its pairs; here they are counted from the columns of the marts."""
    keys = {
        "organizations": "organization_id", "regions": "region_code", "years": "fiscal_year",
        "accounts": "account_key", "documents": "document_id", "disclosures": "disclosure_id",
        "rules": "rule_id",
    }  # fmt: skip
    # A disclosure that nobody has published has no document.
    without = {("coverage", "documents")}
    marts = {m["name"]: m["columns"] for m in _models(manifest) if m["schema"] == "marts"}
    pairs = {
        (mart, dimension)
        for mart, columns in marts.items()
        for dimension, key in keys.items()
        if key in columns and mart != dimension
    } - without
    [name] = [n for n in manifest["nodes"] if "assert_every_fact_joins_every_dimension" in n]
    node = manifest["nodes"][name]
    assert {f"model.juesuan.{mart}" for pair in pairs for mart in pair} == set(
        node["depends_on"]["nodes"]
    )
    tested = set(re.findall(r"^ *'(\w+)': (who.*|\[.*)\]?,$", node["raw_code"], re.MULTILINE))
    who = {"organizations", "regions", "years", "documents", "disclosures"}
    named = {
        (fact, dimension)
        for fact, text in tested
        for dimension in set(re.findall(r"'(\w+)'", text)) | (who if "who" in text else set())
    }
    assert named == pairs


def test_what_is_found_and_printed_says_whose_and_of_which_year(manifest: dict[str, Any]) -> None:
    """No join for the first question: who, where, which year."""
    first = {"document_id", "organization_id", "organization_name", "region_code", "fiscal_year"}
    marts = {m["name"]: set(m["columns"]) for m in _models(manifest) if m["schema"] == "marts"}
    short = [name for name, own in marts.items() if "document_id" in own and not first <= own]
    assert short == []


def test_money_is_decimal_in_the_marts(manifest: dict[str, Any]) -> None:
    documents = {m["name"]: m["columns"] for m in _models(manifest) if m["schema"] == "marts"}
    for mart, columns in (
        ("expenditure_by_function", ("total", "basic", "general_public_total")),
        ("three_public", ("budget_total", "final_running")),
        ("checks", ("left_amount", "right_amount", "difference")),
        ("cells", ("amount_yuan",)),
    ):
        assert {documents[mart][c]["data_type"] for c in columns} == {MONEY}
