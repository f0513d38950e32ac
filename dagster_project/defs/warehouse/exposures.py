"""dbt exposures as assets that nobody materializes here: who reads the release, seen in lineage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from dagster_project.defs.publish.assets import RELEASE

GROUP = "downstream"


def build_exposure_specs(manifest: Mapping[str, Any]) -> list[dg.AssetSpec]:
    """Return one spec per exposure, behind the marts it reads and the release it finds them in."""
    return [
        dg.AssetSpec(
            dg.AssetKey([GROUP, exposure["name"]]),
            deps=[RELEASE, *_marts_of(exposure, manifest)],
            group_name=GROUP,
            kinds={exposure["type"]},
            owners=["team:juesuan"],
            description=f"{exposure['label']}:{exposure['description']}",
        )
        for exposure in manifest["exposures"].values()
    ]


def _marts_of(exposure: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[dg.AssetKey]:
    nodes = [manifest["nodes"][name] for name in exposure["depends_on"]["nodes"]]
    return [dg.AssetKey([node["schema"], node["alias"]]) for node in nodes]
