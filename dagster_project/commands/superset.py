"""``make superset``: the dashboard of docs/bi/superset as Superset imports it, for this release.

Charts and dashboard are written by hand; columns, their labels and types are the release's own.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import click
import yaml

from dagster_project.commands.finish import finish
from dagster_project.release.content import Table, read_tables
from dagster_project.release.export import column_headings
from dagster_project.release.folders import require_current
from dagster_project.runtime.settings import PROJECT_DIR, load_settings
from dagster_project.runtime.warehouse import open_release

FOLDER = PROJECT_DIR / "docs" / "bi" / "superset"
_DATABASE = "databases/juesuan.yaml"
_PLACE = "/PATH/TO/published"


def write_bundle(published: Path, out: Path) -> None:
    """Write the current release's dashboard to ``out``, a zip. Raises JuesuanError without one."""
    with open_release(require_current(published)) as connection:
        tables = {table.name: table for table in read_tables(connection)}
    hand_written = FOLDER / "dashboard"
    files = {
        path.relative_to(hand_written).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(hand_written.rglob("*.yaml"))
    }
    files[_DATABASE] = files[_DATABASE].replace(_PLACE, str(published.resolve()))
    database = yaml.safe_load(files[_DATABASE])["uuid"]
    known = yaml.safe_load((FOLDER / "datasets.yaml").read_text(encoding="utf-8"))
    for name, identity in known.items():
        content = _dataset(tables[name]) | identity | {"database_uuid": database}
        files[f"datasets/juesuan/{name}.yaml"] = yaml.safe_dump(
            content, allow_unicode=True, sort_keys=False
        )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(f"dashboard/{name}", text)


def _dataset(table: Table) -> dict[str, Any]:
    """Return a mart as a dataset of Superset, without what identifies it there."""
    columns = [
        {
            "column_name": column.name,
            "verbose_name": heading,
            "description": column.comment,
            "type": column.type,
            "is_dttm": column.type in ("DATE", "TIMESTAMP"),
            "is_active": True,
            "groupby": True,
            "filterable": True,
        }
        for column, heading in zip(table.columns, column_headings(table, "zh"), strict=True)
    ]
    counted = {"metric_name": "count", "metric_type": "count", "expression": "COUNT(*)"}
    return {
        "table_name": table.name,
        "schema": "juesuan.marts",
        "description": table.comment,
        "filter_select_enabled": True,
        "version": "1.0.0",
        "metrics": [counted | {"verbose_name": "COUNT(*)"}],
        "columns": columns,
    }


def _make(out: Path) -> int:
    write_bundle(load_settings().published_dir, out)
    click.echo(f"wrote {out}: superset import-dashboards -p {out} -u admin")
    return 0


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def main(out: Path) -> None:
    """Write the dashboard as a zip for superset import-dashboards."""
    finish(lambda: _make(out))


if __name__ == "__main__":
    main()
