"""How a dbt node becomes a Dagster asset: key = schema path, group = layer, owner, kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator
from dagster_dbt.dbt_project import DbtProject

_KINDS = {"seed": "csv", "view": "view", "table": "table"}


class LayerTranslator(DagsterDbtTranslator):
    """Names assets after the table they are, and groups them by layer."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return schema and table, e.g. core/fct_cells; sources are the raw assets."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["alias"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the layer, which is the schema."""
        return dbt_resource_props["schema"]

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """Return the team; nobody owns a single table."""
        return ["team:juesuan"]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return dbt's description without the SQL, which the file itself shows better."""
        return dbt_resource_props.get("description") or dbt_resource_props["name"]

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Return the spec with the way the node is materialized among its kinds."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        props = self.get_resource_props(manifest, unique_id)
        config = props.get("config") or {}
        if kind := _KINDS.get(config.get("materialized", "")):
            spec = spec.replace_attributes(kinds={*spec.kinds, kind})
        # dbt lists the columns of a seed with its types; the described columns are only some.
        if types := config.get("column_types"):
            columns = [dg.TableColumn(name, sql_type) for name, sql_type in types.items()]
            spec = _with_columns(spec, columns)
        # Models of one shape are described once, by the model that they name.
        if shared := (config.get("meta") or {}).get("columns_of"):
            described = manifest["nodes"][f"model.{props['package_name']}.{shared}"]["columns"]
            columns = [
                dg.TableColumn(name, description=column["description"])
                for name, column in described.items()
            ]
            spec = _with_columns(spec, columns)
        return spec


def _with_columns(spec: dg.AssetSpec, columns: list[dg.TableColumn]) -> dg.AssetSpec:
    return spec.merge_attributes(metadata={"dagster/column_schema": dg.TableSchema(columns)})
