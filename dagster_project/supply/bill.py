"""The bill of materials (CycloneDX) of what is passed on: packages of a run, OCR, lake."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dagster_project.supply.locks import Package, normalise

# OCR and the lake are asked for; test tools are no part of what is passed on.
_SCOPES = {"runtime": "required", "ocr": "optional", "lake": "optional"}
_KEPT = ("bom-ref", "type", "name", "version", "purl", "licenses", "scope")


def bill_of(installed: dict[str, Any], packages: Iterable[Package]) -> dict[str, Any]:
    """Return the bill of an environment without what is not passed on, components by name."""
    scopes = {
        package.name: _SCOPES[package.lock] for package in packages if package.lock in _SCOPES
    }
    components = [
        {key: value for key, value in component.items() if key in _KEPT}
        | {"scope": scopes[normalise(component["name"])]}
        for component in installed["components"]
        if normalise(component["name"]) in scopes
    ]
    components.sort(key=lambda component: normalise(component["name"]))
    refs = {component["bom-ref"] for component in components}
    refs.add(installed["metadata"]["component"]["bom-ref"])
    dependencies = [
        {"ref": each["ref"], "dependsOn": sorted(set(each.get("dependsOn", [])) & refs)}
        for each in sorted(installed["dependencies"], key=lambda each: each["ref"])
        if each["ref"] in refs
    ]
    return installed | {"components": components, "dependencies": dependencies}


def write_bill(path: Path, bill: dict[str, Any]) -> None:
    """Write a bill so that two of the same packages are the same bytes."""
    text = json.dumps(bill, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
