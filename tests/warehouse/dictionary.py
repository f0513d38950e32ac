"""docs/dictionary.md: every published table and column, from the dbt project; see ``make docs``."""

from __future__ import annotations

from typing import Any

from dagster_project.runtime.settings import PROJECT_DIR

PAGE = PROJECT_DIR / "docs" / "dictionary.md"
_INTRODUCTION = """# 数据字典

发布库 `juesuan.duckdb` 的表与栏,由 `make docs` 从 dbt 项目写成,请勿手改;`make test` 比较。
金额一律为元,DECIMAL(18,2);空白不是零。英文名是合同,只增不改。
"""


def render(manifest: dict[str, Any]) -> str:
    """Return the page: one section per mart, one row per column."""
    marts = sorted(
        (
            node
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model" and node["schema"] == "marts"
        ),
        key=lambda node: node["name"],
    )
    return "\n".join([_INTRODUCTION, *(_section(mart) for mart in marts)])


def _section(mart: dict[str, Any]) -> str:
    rows = [
        f"| {name} | {column['data_type'] or ''} | {_in_cell(column['description'])} |"
        for name, column in mart["columns"].items()
    ]
    lines = [
        f"## {mart['name']}\n",
        f"{mart['description']}\n",
        "| 栏 | 类型 | 说明 |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *rows]) + "\n"


def _in_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
