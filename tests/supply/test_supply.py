"""Locks with hashes, a bill of materials, licences that somebody has looked at."""

from __future__ import annotations

import csv
import json
import re
from importlib.metadata import distributions

import pytest

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.supply.audit import read_audit
from dagster_project.supply.bill import _SCOPES, bill_of
from dagster_project.supply.licences import (
    FOLDER,
    declared,
    licences_of,
    read_choices,
    read_terms,
)
from dagster_project.supply.locks import LOCKS, Package, normalise, read_locks

_BILL = PROJECT_DIR / FOLDER / "sbom.cdx.json"


def _licences() -> dict[str, dict[str, str]]:
    with (PROJECT_DIR / FOLDER / "licences.csv").open(encoding="utf-8", newline="") as file:
        return {row["package"]: row for row in csv.DictReader(file)}


def test_every_locked_package_has_a_licence_that_was_looked_at():
    packages, licences, terms = read_locks(PROJECT_DIR), _licences(), read_terms(PROJECT_DIR)
    assert {(row.name, row.lock) for row in packages} == {
        (name, row["lock"]) for name, row in licences.items()
    }, "make sbom writes docs/supply again"
    assert {row["licence"]: row["terms"] for row in licences.values()}.items() <= terms.items()


def test_no_licence_binds_the_project():
    asked = set(read_terms(PROJECT_DIR).values())
    assert asked == {"permissive", "font", "file copyleft", "library copyleft"}
    rows = _licences().values()
    # A library that may be exchanged, and nobody installs who has one machine.
    libraries = [row for row in rows if row["terms"] == "library copyleft"]
    assert {row["lock"] for row in libraries} == {"lake"}
    spelt = " ".join(row["licence"] for row in rows if row not in libraries)
    assert not re.search(r"\b(A|L)?GPL|General Public|SSPL|BUSL|EUPL", spelt)


def test_what_packages_declare_is_what_stands_there():
    choices, licences = read_choices(PROJECT_DIR), _licences()
    # Where importlib_metadata was imported it answers here, and has no empty fields.
    declared = {
        normalise(each.metadata["Name"]): each.metadata.get("License-Expression")
        for each in distributions()
    }
    told = {name: licence for name, licence in declared.items() if licence}
    compared = (told.keys() & licences.keys()) - choices.keys()
    assert len(compared) > 50
    assert {name: licences[name]["licence"] for name in compared} == {
        name: told[name] for name in compared
    }


def test_the_bill_lists_what_is_passed_on_and_nothing_else():
    components = json.loads(_BILL.read_text(encoding="utf-8"))["components"]
    listed = {(normalise(each["name"]), each["version"], each["scope"]) for each in components}
    assert listed == {
        (row.name, row.version, _SCOPES[row.lock])
        for row in read_locks(PROJECT_DIR)
        if row.lock != "dev" and row.is_for_here
    }, "make sbom writes docs/supply again"


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-audit.lock"])
def test_every_pin_has_a_hash(lock):
    text = (PROJECT_DIR / lock).read_text(encoding="utf-8")
    pins = re.split(r"\n(?=[A-Za-z0-9])", text.split("\n", 1)[-1] if text[0] == "#" else text)
    assert len(pins) > 10
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_every_lock_is_installed_with_its_hashes():
    lines = (PROJECT_DIR / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    installs = [line for line in lines.splitlines() if re.search(r"install.*-r requirements", line)]
    assert len(installs) == len(LOCKS) + 1
    assert all("--require-hashes" in line for line in installs)


def test_a_licence_that_nobody_looked_at_is_named():
    packages = [Package("known", "1", "runtime"), Package("strange", "2", "dev")]
    components = [
        {"name": "Known", "licenses": [{"license": {"id": "MIT"}}]},
        {"name": "strange", "licenses": [{"expression": "AGPL-3.0-only"}]},
    ]
    with pytest.raises(JuesuanError, match=r"strange \(AGPL-3.0-only\)"):
        licences_of(packages, components, {}, {"MIT": "permissive"})
    rows = licences_of(packages, components, {"strange": "MIT"}, {"MIT": "permissive"})
    assert [row.licence for row in rows] == ["MIT", "MIT"]


def test_an_expression_goes_before_a_classifier():
    classifier = {"license": {"name": "License :: OSI Approved :: BSD License"}}
    assert declared({"licenses": [classifier]}) == "BSD License"
    assert declared({"licenses": [classifier, {"license": {"id": "MIT"}}]}) == "MIT"
    assert declared({"licenses": [classifier, {"expression": "MIT OR ISC"}]}) == "MIT OR ISC"
    assert declared({}) == ""


def test_the_bill_has_no_test_tools():
    installed = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"bom-ref": n, "name": n, "version": "1"} for n in ("b-tool", "a", "o")],
        "dependencies": [
            {"ref": "root", "dependsOn": ["a", "b-tool"]},
            {"ref": "b-tool"},
            {"ref": "a", "dependsOn": ["o"]},
        ],
    }
    packages = [
        Package("a", "1", "runtime"),
        Package("b-tool", "1", "dev"),
        Package("o", "1", "ocr"),
    ]
    bill = bill_of(installed, packages)
    assert [(each["name"], each["scope"]) for each in bill["components"]] == [
        ("a", "required"),
        ("o", "optional"),
    ]
    assert bill["dependencies"] == [
        {"ref": "a", "dependsOn": ["o"]},
        {"ref": "root", "dependsOn": ["a"]},
    ]


def test_an_audit_that_asked_nobody_does_not_say_that_all_is_well():
    skipped = [{"name": "a", "skip_reason": "not found"}, {"name": "b", "skip_reason": "not found"}]
    outcome = read_audit(json.dumps({"dependencies": skipped}))
    assert "2 packages were NOT looked up" in outcome.sentence
    assert "NOT looked up" in read_audit("").sentence


def test_an_audit_names_package_identifier_and_remedy():
    vulnerability = {"id": "PYSEC-1", "fix_versions": ["1.1"]}
    entries = [
        {"name": "a", "version": "1.0", "vulns": [vulnerability]},
        {"name": "b", "version": "2", "vulns": []},
    ]
    outcome = read_audit(json.dumps({"dependencies": entries}))
    assert outcome.found == ("a 1.0: PYSEC-1, mended in 1.1",)
    assert outcome.sentence == "audit: 2 of 2 packages looked up, 1 known vulnerabilities"
