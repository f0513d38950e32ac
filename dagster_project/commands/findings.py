"""``juesuan findings``: what to act on, for a person, a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from dagster_project.commands.silence import say_kept_back, silent_rows, unread_tables
from dagster_project.contract.words import place_name, word
from dagster_project.release.findings import answers, is_bundle, printed_in
from dagster_project.release.folders import require_current, stable_folder
from dagster_project.release.marts import is_kept_back
from dagster_project.release.tabular import Rows, make_inert, read_findings, read_rows
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings

# A pipe has no width of its own; this one keeps messages readable.
_PIPE_WIDTH = 120
# What a notice is called that nobody named.
NOTICE = Path("整改通知书.docx")


def show_findings(
    document_ids: list[str], output_format: str, output: Path | None, deadline: str | None = None
) -> int:
    """Show the findings; return 3 when one at warning or above asks for action, else 0."""
    release = require_current(load_settings().published_dir)
    return write_release_findings(
        release, f"发布 {release.name}", document_ids, output_format, output, deadline=deadline
    )


def write_release_findings(
    release: Path,
    label: str,
    document_ids: list[str],
    output_format: str,
    output: Path | None,
    sources: Mapping[str, Path] | None = None,
    deadline: str | None = None,
) -> int:
    """Show the findings of a release, published or scratch, that is called so; return as above.

    ``sources`` are the files on disk by document, where no release stays that shows their pages.
    """
    documents = read_rows(release, "documents", ("document_id",)).dicts()
    if document_ids:
        documents = _select_documents(documents, document_ids)
    chosen = {document["document_id"] for document in documents}
    found = read_findings(release)
    at = found.columns.index("document_id")
    findings = Rows(
        found.columns, found.labels, [row for row in found.records if row[at] in chosen]
    )
    if output_format == "xlsx":
        _write_worksheet(release, chosen, output, sources)
    elif output_format == "docx":
        _write_notices(release, chosen, output or NOTICE, deadline)
    elif output_format in ("table", "html", "pdf"):
        # Beside a report or a marked PDF, the terminal has the table.
        output = output if output_format == "table" else None
        unread = unread_tables(release, documents)
        _write_text(render_table(findings, documents, label, output is None, unread), output)
    else:
        # A program that asks for findings alone must not take silence for a clean document.
        silent = silent_rows(findings.columns, documents, unread_tables(release, documents))
        told = replace(findings, records=[*findings.records, *silent])
        text = render_csv(told) if output_format == "csv" else render_json(told)
        # Spreadsheet programs take a CSV without BOM for the local encoding.
        _write_text(text, output, "utf-8-sig" if output_format == "csv" else "utf-8")
    is_serious = any(asks_for_action(row) for row in findings.dicts())
    # Of a release the run has said what it kept back; whoever checks files hears it here alone.
    is_told_here = sources is not None and any(map(is_kept_back, documents))
    return 3 if is_serious or is_told_here else 0


def asks_for_action(finding: dict[str, Any]) -> bool:
    """Return whether a finding is at warning or above, neither waived nor corrected."""
    serious = finding.get("severity") in ("blocking", "warning")
    return serious and not finding.get("waived_by") and finding.get("state") != "corrected"


def render_csv(findings: Rows) -> str:
    """Return the findings as CSV; texts that a spreadsheet would execute are made inert."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(findings.columns)
    for record in findings.records:
        writer.writerow(
            [make_inert(value) if isinstance(value, str) else value for value in record]
        )
    return stream.getvalue()


def render_json(findings: Rows) -> str:
    """Return the findings as JSON; money is a string, because a JSON number is a float."""
    return json.dumps(findings.dicts(), ensure_ascii=False, indent=1, default=str) + "\n"


def render_table(
    findings: Rows,
    documents: list[dict[str, Any]],
    label: str,
    to_terminal: bool,
    unread: Mapping[str, str],
) -> str:
    """Return a table for a reader, document by document, and one closing line."""
    from rich.console import Console
    from rich.table import Table

    stream = io.StringIO()
    # Colours only where somebody looks at a terminal, never in a file or a pipe.
    colours = True if to_terminal and sys.stdout.isatty() else None
    width = shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns
    console = Console(file=stream, width=width, force_terminal=colours, highlight=False)
    rows = findings.dicts()
    for document in documents:
        document_id = document["document_id"]
        own = [row for row in rows if row["document_id"] == document_id]
        if is_kept_back(document):
            console.print(f"{document_id}:{say_kept_back(document)}", markup=False)
        elif document_id in unread:
            console.print(f"{document_id}:{unread[document_id]}", markup=False)
        if not own:
            continue
        name = document.get("organization_name") or ""
        year = document.get("fiscal_year") or "年度未知"
        console.print(f"{document_id}  {name}  {year}", markup=False, style="bold")
        table = Table(show_lines=True, expand=True)
        widths = {"级别": 2, "规则": 2, "说明": 12, "差额": 5, "位置": 4}
        for heading, ratio in widths.items():
            table.add_column(
                heading,
                ratio=ratio,
                overflow="fold",
                justify="right" if heading == "差额" else "left",
            )
        for row in own:
            table.add_row(*(_plain(text) for text in describe(row)))
        console.print(table)
    serious = sum(asks_for_action(row) for row in rows)
    unjudged = sum(map(is_kept_back, documents))
    closing = []
    if rows:
        closing.append(f"共 {len(rows)} 条问题,其中需要处理 {serious} 条")
    if unjudged:
        closing.append(f"{unjudged} 份文件没有采用,不能说没有问题")
    if unread:
        closing.append(f"{len(unread)} 份文件有没有读出的表,不能说那些表没有问题")
    if unjudged and not rows and unjudged < len(documents):
        closing.append("其余文件没有发现问题")
    console.print(f"{';'.join(closing or ['没有发现问题'])};{label}。", markup=False)
    return stream.getvalue()


def describe(row: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """Return severity, rule, message with what to do and how sure, difference, and place."""
    notes = [row.get("message_zh"), *answers(row)]
    if row.get("waived_by"):
        notes.append(f"已豁免:{row['waived_by']}")
    place = [printed_in(row), place_name(row.get("page"), row.get("source_locator"))]
    return (
        word(row["severity"], "severity"),
        row["rule_id"],
        "\n".join(note for note in notes if note) or str(row.get("subject") or ""),
        "" if is_bundle(row) else row.get("difference_text") or "",
        " ".join(part for part in place if part),
    )


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text)


def _select_documents(
    documents: list[dict[str, Any]], document_ids: list[str]
) -> list[dict[str, Any]]:
    known = {document["document_id"]: document for document in documents}
    unknown = [name for name in document_ids if name not in known]
    if unknown:
        examples = ", ".join(list(known)[:5]) + (", …" if len(known) > 5 else "")
        raise JuesuanError(
            f"no document {', '.join(unknown)} in the current release (there are: {examples})"
        )
    return [known[name] for name in dict.fromkeys(document_ids)]


def _write_worksheet(
    release: Path, document_ids: set[str], output: Path | None, sources: Mapping[str, Path] | None
) -> None:
    from dagster_project.release.worklist import read_worklist
    from dagster_project.release.worksheet import write_findings

    if output is None:
        output = Path(f"findings-{release.name}.xlsx")
        if output.exists():
            # Somebody may have filled in replies; only a file that is named is written over.
            raise JuesuanError(f"{output} is there already; name the file with --output")
    worklist = read_worklist(release, document_ids)
    folder = output.resolve().parent
    page_of = partial(_page_of_report, stable_folder(release), folder)
    if sources is not None:
        page_of = partial(_page_of_source, sources, folder)
    write_findings(output, worklist, page_of)
    click.echo(f"{output.resolve()}: {len(worklist.findings)} findings", err=True)


def _write_notices(
    release: Path, document_ids: set[str], output: Path, deadline: str | None
) -> None:
    from dagster_project.outgoing.notice import USUAL_DEADLINE, parse_deadline, write_notices

    asked = USUAL_DEADLINE if deadline is None else parse_deadline(deadline)
    for path in write_notices(release, document_ids, output, asked):
        click.echo(f"{path.resolve()}", err=True)


def _page_of_report(release: Path, folder: Path, finding: dict[str, Any]) -> str | None:
    """Return where the report shows a finding, from the folder of the workbook."""
    from dagster_project.report.pages import finding_url

    report = os.path.relpath(release / "report", folder)
    return f"{report}/{finding_url(finding['document_id'], finding['finding_id'])}"


def _page_of_source(
    sources: Mapping[str, Path], folder: Path, finding: dict[str, Any]
) -> str | None:
    """Return the page of the source file that a finding stands on."""
    source = sources.get(finding["document_id"])
    if source is None:
        return None
    page = f"#page={finding['page']}" if finding["page"] and source.suffix.lower() == ".pdf" else ""
    return os.path.relpath(source, folder) + page


def _write_text(text: str, output: Path | None, encoding: str = "utf-8") -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding=encoding)
