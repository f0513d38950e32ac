"""report/index.html: one offline page with the documents, their gate status and the findings."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from dagster_project.lib.tabular import SEVERITY_ZH, read_findings, read_rows

GATE_ZH = {"open": "可用", "withheld": "暂不采用", "quarantined": "已隔离"}
# The page stays readable and below a few megabytes; findings.xlsx has them all.
_MAX_FINDINGS = 2_000


def write_report(release: Path, release_id: str, created_at: datetime) -> None:
    """Render the page from the tables of ``release``; every value is escaped."""
    documents = read_rows(release, "documents", ("fiscal_year", "document_id")).dicts()
    findings = read_findings(release).dicts()
    environment = Environment(
        loader=PackageLoader("dagster_project.lib", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["amount"] = format_amount
    page = environment.get_template("index.html.jinja").render(
        release_id=release_id,
        created_at=created_at.strftime("%Y-%m-%d %H:%M:%S UTC"),
        documents=documents,
        findings=findings[:_MAX_FINDINGS],
        findings_total=len(findings),
        gates=Counter(document.get("gate_status") for document in documents),
        gate_zh=GATE_ZH,
        severity_zh=SEVERITY_ZH,
    )
    path = release / "report" / "index.html"
    path.parent.mkdir(parents=True)
    path.write_text(page, encoding="utf-8")


def format_amount(value: Decimal | None) -> str:
    """Return an amount with separators, or an empty string."""
    return "" if value is None else f"{value:,.2f}"
