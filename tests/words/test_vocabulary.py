"""Every code that can come before a person's eyes has one Chinese word, in one file.

Codes are enumerated where they arise: values that the dbt project accepts, literals that SQL models
return, and codes in seeds.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from dagster_project.contract.words import WORDS_FILE, codes_of, word
from dagster_project.runtime.settings import DBT_DIR, SEEDS_DIR

_MODELS = DBT_DIR / "models"
# {column of the models: its vocabulary}
_ACCEPTED = {
    "gate_status": "gate",
    "severity": "severity",
    "status": "verdict",
    "state": "state",
    "presence": "presence",
    "read_status": "read_status",
    "table_state": "presence_or_reading",
    "coverage_status": "coverage",
    "cell_state": "cell_state",
    "value_kind": "value_kind",
    "relation": "relation",
    "basis": "basis",
    "scope": "scope",
    "budget_basis": "budget_basis",
    "edition": "edition",
    "unknown_state": "unknown_table",
}
_CODE = r"'([a-z][a-z0-9_]+)'"
_STATES = ("missing", "not_read", "unconfirmed", "not_required")
_VERDICTS = {"pass", "rounding", "fail", "no_data", "not_applicable"}


def _seed(name: str, *columns: str) -> set[str]:
    with (SEEDS_DIR / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {code for row in rows for column in columns for code in row[column].split("|") if code}


def _blocks(text: str, column: str) -> Iterator[str]:
    """Yield the expressions that a model calls ``column``: from their ``case``, ``if`` or quote."""
    for found in re.finditer(rf"^(.*) as {column}\b", text, re.MULTILINE):
        line = found[1].strip()
        if line not in ("end", ")", "]"):
            yield line
            continue
        opened = 0
        for above in reversed(text[: found.start()].splitlines()):
            yield above
            opened += len(re.findall(r"\bend\b", above)) - len(re.findall(r"\bcase\b", above))
            if re.fullmatch(r"\s*(case|coalesce\(|if\()", above) and opened < 0:
                break


def _literals(column: str) -> dict[str, set[str]]:
    """Return the codes that models and macros give ``column``, each with the files it is in."""
    codes: dict[str, set[str]] = defaultdict(set)
    for path in [*_MODELS.rglob("*.sql"), *(DBT_DIR / "macros").glob("*.sql")]:
        if path.stem == "document_gate":
            continue  # Its reasons are those of gate_policy.csv.
        text = path.read_text(encoding="utf-8")
        for block in _blocks(text, column):
            outcome = re.sub(r"ref\('\w+'\)|, '\w+'\)", "", block)
            outcome = re.sub(r"\bwhen\b.*?\bthen\b", "", outcome)
            outcome = re.sub(r"^\s*(when|and|or)\b.*$", "", outcome)
            outcome = re.sub(r"\bif\([^,]*,", "", outcome)
            outcome = re.sub(r"(=|<>|in \()\s*'[^)]*'\)?", "", outcome)
            for code in re.findall(_CODE, outcome):
                codes[code].add(path.name)
    return codes


@cache
def _reasons() -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for column in ("reason_code", "no_data_reason", "not_applicable_reason"):
        for code, files in _literals(column).items():
            codes[code] |= files
    ruling = rf"""ruling\('\w+', (?:because=")?{_CODE}"""
    for path in [*_MODELS.rglob("*.sql"), *(DBT_DIR / "macros").glob("*.sql")]:
        text = path.read_text("utf-8")
        for code in re.findall(rf"'reason_code': {_CODE}|{ruling}", text):
            codes["".join(code)].add(path.name)
        # A status and its reason in one text: 'no_data:row_absent'.
        for code in re.findall(r"'(?:no_data|not_applicable):(\w+)'", text):
            codes[code].add(path.name)
    for code in _seed("rules/claim_sums.csv", "mismatch_reason"):
        codes[code].add("claim_sums.csv")
    for code in _seed("rules/rule_conditions.csv", "condition_code"):
        codes[f"condition_{code}"].add("rule_conditions.csv")
    # 'table_' || table_state, 'presence_' || presence.
    for prefix in [code for code in codes if code.endswith("_")]:
        files = codes.pop(prefix)
        ends = codes_of("presence") if prefix == "presence_" else _STATES
        for end in ends if prefix in ("presence_", "table_", "previous_table_") else ():
            codes[prefix + end] |= files
    return {code: files for code, files in codes.items() if code not in _VERDICTS}


@cache
def _accepted() -> dict[str, set[str]]:
    """Return the values that the dbt project accepts, by vocabulary."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in _MODELS.rglob("*.yml"):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", []):
            for column in model.get("columns", []):
                for test in column.get("data_tests", []):
                    if isinstance(test, dict) and "accepted_values" in test:
                        vocabulary = _ACCEPTED.get(column["name"])
                        if vocabulary:
                            found[vocabulary] |= set(test["accepted_values"]["arguments"]["values"])
    return found


@cache
def _codes() -> dict[str, set[str]]:
    return _accepted() | {
        "reason": set(_reasons()),
        "subtype": set(_literals("subtype"))
        | _seed("layouts/template_residue.csv", "residue_code"),
        "table": _seed("layouts/table_layouts.csv", "table_code") | {"claims", "headings"},
        "row_role": _seed("layouts/line_layouts.csv", "row_role") | {"class", "section", "item"},
        "variant": _seed("layouts/table_layouts.csv", "variant"),
        "family": _seed("rules/rule_catalog.csv", "family"),
        "tolerance": _seed("rules/rule_catalog.csv", "tolerance_kind"),
        "nature": _seed("rules/rule_catalog.csv", "applies_natures"),
        "condition": _seed("rules/rule_conditions.csv", "condition_code"),
        "metric": _seed("codes/narrative_measures.csv", "measure"),
        "claim_kind": _seed("rules/claim_references.csv", "claim_kind")
        | _seed("rules/rule_claims.csv", "claim_kinds"),
        "claim_metric": _seed("rules/claim_references.csv", "metric"),
        "form": _seed("layouts/table_layouts.csv", "form"),
        "gate_reason": _seed("policy/gate_policy.csv", "reason_code"),
        "gate": _seed("policy/gate_policy.csv", "gate_status"),
    }


@pytest.mark.parametrize("vocabulary", sorted(_codes()))
def test_every_code_has_a_word(vocabulary: str) -> None:
    codes = _codes()[vocabulary]
    assert codes
    assert codes - set(codes_of(vocabulary)) == set()


def test_reasons_are_really_enumerated() -> None:
    # One of each way to write it: a CASE, an IF, a struct, with its status, a prefix, a seed.
    assert {
        "no_subject",
        "account_absent_right",
        "denominator_not_stated",
        "nothing_stated",
        "previous_table_missing",
        "presence_empty_unstated",
        "prior_classes_unknown",
        "condition_only_fiscal_money",
    } <= set(_reasons())


def test_one_word_each() -> None:
    with WORDS_FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    twice = Counter((row["vocabulary"], row["code"]) for row in rows)
    assert [key for key, times in twice.items() if times > 1] == []
    assert [row for row in rows if not row["label_zh"].strip()] == []
    # What has a list of its own is not told a second time.
    listed = {("claim_metric", code) for code in _seed("claims/claim_metrics.csv", "metric")} | {
        ("form", code) for code in _seed("layouts/form_families.csv", "form")
    }
    assert listed & set(twice) == set()


@pytest.mark.parametrize(
    ("column", "vocabulary"),
    [
        ("status", "verdict"),
        ("severity", "severity"),
        ("state", "state"),
        ("gate_status", "gate"),
        ("load_status", "read_status"),
        ("presence", "presence"),
        ("cell_state", "cell_state"),
        ("coverage_status", "coverage"),
        ("nature", "nature"),
    ],
)
def test_comments_of_columns_say_the_same_words(column: str, vocabulary: str) -> None:
    text = (_MODELS / "_columns.md").read_text(encoding="utf-8")
    comment = re.search(rf"{{% docs {column} %}}(.*?){{% enddocs %}}", text)
    assert comment
    told = dict(re.findall(r"([a-z_]+) ([^a-z、,。]+)", comment[1]))
    assert told
    assert {code: word(code, vocabulary) for code in told} == told


# What each word of the vocabulary used to be called as well, and where it is meant otherwise.
_SYNONYMS = re.compile(
    r"(?<!四)舍入|无法核对|未能核对|没有判断|已接受|新发现|四舍五入范围|四舍五入造成"
)


def test_nobody_says_it_otherwise() -> None:
    root = Path(__file__).parents[2]
    places = (
        *(root / "dbt").glob("seeds/**/*.csv"),
        *(root / "dbt/models").rglob("*.sql"),
        *(root / "dbt/models").rglob("*.md"),
        *(root / "dbt/models").rglob("*.yml"),
        *(root / "dagster_project").rglob("*.py"),
        *(root / "dagster_project").rglob("*.jinja"),
        *(root / "docs").rglob("*.md"),
        root / "README.zh.md",
    )
    found = {
        f"{path.relative_to(root)}: {match[0]}"
        for path in places
        if "seeds/claims" not in path.as_posix()  # The narrative's own words.
        for match in _SYNONYMS.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_words_are_in_one_file() -> None:
    package = Path(__file__).parents[2] / "dagster_project"
    tables = [
        path
        for path in package.rglob("*.py")
        if re.search(r"[\"'](withheld|rounding|warning)[\"']: *[\"'][一-鿿]", path.read_text())
    ]
    assert tables == []


def test_titles_of_rules_call_tables_by_name_for_not_every_form_numbers_them() -> None:
    with (SEEDS_DIR / "rules/rule_catalog.csv").open(encoding="utf-8", newline="") as stream:
        titles = [row["title_zh"] for row in csv.DictReader(stream)]
    assert titles
    assert [title for title in titles if re.search(r"\d\s*表", title)] == []


def test_a_slip_of_the_unit_is_about_a_power_of_ten_for_both_sides_are_rounded() -> None:
    assert "约差 10 的整数次方倍" in word("unit_slip", "next_step")
