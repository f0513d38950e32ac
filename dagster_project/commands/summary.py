"""What ``juesuan run`` ends with: what was read, what was found, what is new, what to open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dagster_project.commands.findings import GATE_ZH
from dagster_project.lib.release_folders import require_current
from dagster_project.lib.tabular import SEVERITIES, SEVERITY_ZH, read_rows
from dagster_project.lib.warehouse import open_release

STATUS_ZH = {
    "pass": "相符",
    "rounding": "舍入",
    "fail": "不符",
    "no_data": "无数据",
    "not_applicable": "不适用",
}
_LISTED = 20


@dataclass(frozen=True)
class Summary:
    """Figures of the current release and how it differs from the one before."""

    release: Path
    release_metadata: Mapping[str, Any]
    documents: list[dict[str, Any]]
    checks: Counter[str]
    findings: Counter[str]

    @property
    def kept_back(self) -> list[dict[str, Any]]:
        """Return the documents that are withheld or quarantined."""
        return [row for row in self.documents if row["gate_status"] != "open"]


def read_summary(published: Path, release_metadata: Mapping[str, Any]) -> Summary:
    """Read the figures from the current release."""
    release = require_current(published)
    with open_release(release) as connection:
        checks = connection.execute(
            "select status, count(*) from marts.checks group by 1"
        ).fetchall()
        findings = connection.execute(
            "select severity, count(*) from marts.findings group by 1"
        ).fetchall()
    return Summary(
        release,
        release_metadata,
        read_rows(release, "documents", ("fiscal_year", "document_id")).dicts(),
        Counter(dict(checks)),
        Counter(dict(findings)),
    )


def write_summary(summary: Summary) -> None:
    """Print the summary in Chinese, plain enough for a log."""
    kept_back = summary.kept_back
    gates = Counter(row["gate_status"] for row in summary.documents)
    click.echo("")
    click.echo(
        f"文档 {len(summary.documents)} 份:可用 {gates['open']},"
        f"暂不采用 {gates['withheld']},已隔离 {gates['quarantined']}"
    )
    for row in kept_back[:_LISTED]:
        status = GATE_ZH.get(row["gate_status"], row["gate_status"])
        click.echo(f"  {status} {row['document_id']}:{row['gate_reasons']}")
    if len(kept_back) > _LISTED:
        click.echo(f"  另有 {len(kept_back) - _LISTED} 份,见报告")
    parts = [f"{STATUS_ZH.get(name, name)} {n}" for name, n in _ordered(summary.checks, STATUS_ZH)]
    click.echo(f"核对 {summary.checks.total()} 项:{','.join(parts) or '无'}")
    parts = [
        f"{SEVERITY_ZH.get(name, name)} {n}" for name, n in _ordered(summary.findings, SEVERITIES)
    ]
    click.echo(f"问题 {summary.findings.total()} 条:{','.join(parts) or '没有'}")
    for line in describe_changes(summary.release_metadata):
        click.echo(line)
    click.echo(f"打开 {summary.release.parent.parent / 'current' / 'report' / 'index.html'}")
    click.echo("或运行 juesuan findings 查看问题,make ui 查看血缘")


def describe_changes(metadata: Mapping[str, Any]) -> list[str]:
    """Return what is new in the release, in lines."""
    if not metadata.get("is_new"):
        return [f"发布 {metadata.get('release_id')}:内容未变,没有新的发布"]
    changes = metadata.get("changes") or {}
    if not changes.get("since"):
        return [f"发布 {metadata.get('release_id')}:第一次发布"]
    labels = {
        "documents_added": "新增文档",
        "documents_changed": "变动文档",
        "documents_removed": "移除文档",
        "findings_added": "新增问题",
        "findings_removed": "消失的问题",
    }
    counted = [f"{label} {len(changes[name])}" for name, label in labels.items() if changes[name]]
    news = ",".join(counted) or "仅其他表有变动"
    return [f"发布 {metadata.get('release_id')}(上一次 {changes['since']}):{news}"]


def _ordered(counts: Counter[str], order: Any) -> list[tuple[str, int]]:
    known = [(name, counts[name]) for name in order if counts[name]]
    return known + [(name, n) for name, n in counts.items() if name not in order]
