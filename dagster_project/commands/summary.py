"""What ``juesuan run`` ends with: what was read, what was found, what is new, what to open."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dagster_project.contract.words import codes_of, word
from dagster_project.release.folders import require_current
from dagster_project.release.marts import is_kept_back
from dagster_project.release.tabular import SEVERITIES, read_rows
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_release

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
        return list(filter(is_kept_back, self.documents))


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
        f"公开文件 {len(summary.documents)} 份:"
        + ",".join(f"{word(gate, 'gate')} {gates[gate]}" for gate in codes_of("gate"))
    )
    for row in kept_back[:_LISTED]:
        status = word(row["gate_status"], "gate")
        click.echo(f"  {status} {row['document_id']}:{row['gate_reasons']}")
    if len(kept_back) > _LISTED:
        click.echo(f"  另有 {len(kept_back) - _LISTED} 份,见报告")
    verdicts = _ordered(summary.checks, codes_of("verdict"))
    parts = [f"{word(name, 'verdict')} {n}" for name, n in verdicts]
    click.echo(f"核对 {summary.checks.total()} 项:{','.join(parts) or '无'}")
    severities = _ordered(summary.findings, SEVERITIES)
    parts = [f"{word(name, 'severity')} {n}" for name, n in severities]
    click.echo(f"问题 {summary.findings.total()} 条:{','.join(parts) or '没有'}")
    for line in describe_changes(summary.release_metadata):
        click.echo(line)
    click.echo(f"打开 {summary.release.parent.parent / 'current' / 'report' / 'index.html'}")
    published = summary.release.parent.parent
    click.echo(f"或运行 {findings_command(published)} 查看问题,make ui 查看血缘")


def findings_command(published: Path) -> str:
    """Return the command that shows the findings of this publication, to be pasted as it is."""
    installed = Path(sys.executable).parent / "juesuan"
    # `make run` does not activate the virtual environment.
    known = shutil.which("juesuan")
    parts = ["juesuan" if known and Path(known).samefile(installed) else str(installed), "findings"]
    if published != PROJECT_DIR / "published":
        parts += ["--published", str(published)]
    return shlex.join(parts)


def describe_changes(metadata: Mapping[str, Any]) -> list[str]:
    """Return what is new in the release, in lines."""
    if not metadata.get("is_new"):
        return [f"发布 {metadata.get('release_id')}:内容未变,没有新的发布"]
    changes = metadata.get("changes") or {}
    if not changes.get("since"):
        return [f"发布 {metadata.get('release_id')}:第一次发布"]
    labels = {
        "documents_added": "新增文件",
        "documents_changed": "变动文件",
        "documents_removed": "移除文件",
        "findings_added": "新增问题",
        "findings_removed": "消失的问题",
    }
    counted = [f"{label} {len(changes[name])}" for name, label in labels.items() if changes[name]]
    news = ",".join(counted) or "仅其他表有变动"
    return [f"发布 {metadata.get('release_id')}(上一次 {changes['since']}):{news}"]


def _ordered(counts: Counter[str], order: Any) -> list[tuple[str, int]]:
    known = [(name, counts[name]) for name in order if counts[name]]
    return known + [(name, n) for name, n in counts.items() if name not in order]
