"""``juesuan check``: the findings of some files, now, without a run and without publishing."""

from __future__ import annotations

import tempfile
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dagster_project.commands.extract import StatedValues, find_files
from dagster_project.commands.findings import NOTICE, write_release_findings
from dagster_project.loading.folders import is_extract
from dagster_project.release.folders import current_release
from dagster_project.runtime.interrupts import StoppedBySignal, noted_signals
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dagster_project.check.scratch import Scratch
    from dagster_project.reading import ExtractOutcome
    from dagster_project.sources.kept import KeptFile

_PREFIX = "juesuan-check-"
_LABEL = "核对结果,未发布"
_USUAL_OUTPUT = {
    "xlsx": Path("check.xlsx"),
    "html": Path("check-report"),
    "docx": NOTICE,
    "pdf": Path("批注.pdf"),
}


def check_files(
    paths: list[Path],
    *,
    against: Path | None,
    output_format: str,
    output: Path | None,
    is_opened: bool,
    jobs: int | None,
    stated: StatedValues,
    deadline: str | None = None,
) -> int:
    """Show what is wrong in the files; return 3 when something asks for action, else 0."""
    extracts = [path for path in paths if is_extract(path)]
    others = [path for path in paths if path not in extracts]
    files = extracts + (find_files(others) if others else [])
    if deadline is not None:
        # What is written wrongly is said at once, not after reading.
        from dagster_project.outgoing.notice import parse_deadline

        parse_deadline(deadline)
    output = output or _USUAL_OUTPUT.get(output_format)
    if output_format in _USUAL_OUTPUT and output is not None and output.exists():
        # Somebody may have filled in replies.
        raise JuesuanError(f"{output} is there already; name another with --output")
    began = time.perf_counter()
    try:
        with noted_signals() as stop, tempfile.TemporaryDirectory(prefix=_PREFIX) as aside:
            from dagster_project.check.scratch import build_scratch, find_sources
            from dagster_project.reading.batch.batch import BatchOptions
            from dagster_project.reading.model.identity import Stated
            from dagster_project.warehouse.compiled import compile_project

            stop.check()
            scratch = build_scratch(
                files,
                Path(aside),
                compile_project(),
                options=BatchOptions(jobs=jobs, stated=Stated(*stated)),
                against=_published(against),
                tell=_tell,
            )
            _say_beside(scratch)
            if not scratch.document_ids:
                raise JuesuanError("none of the files could be read: nothing to check")
            click.echo(f"checked in {time.perf_counter() - began:.1f} s", err=True)
            sources = find_sources(scratch, files)
            status = write_release_findings(
                scratch.folder,
                _LABEL,
                list(scratch.document_ids),
                output_format,
                output,
                {name: own[0].path for name, own in sources.items() if own},
                deadline,
            )
            if output_format == "pdf":
                output = _write_notes(scratch.folder, sources, output or Path())
            if output_format == "html":
                _write_report(scratch.folder, output or Path("check-report"))
    except StoppedBySignal as stopped:
        click.echo("interrupted; nothing was published or kept", err=True)
        return stopped.exit_status
    if is_opened and output is not None and output.exists():
        webbrowser.open((output / "index.html" if output.is_dir() else output).resolve().as_uri())
    refused = any(outcome.status == "refused" for outcome in scratch.outcomes)
    return 3 if refused else status


def _published(against: Path | None) -> tuple[Path, Path] | None:
    """Return the release to compare with and the raw folder behind it; None where there is none."""
    settings = load_settings()
    release = current_release(against or settings.published_dir)
    if release is None and against is not None:
        raise JuesuanError(f"nothing is published in {against}; run the pipeline first")
    return (release, settings.raw_dir) if release else None


def _tell(number: int, total: int, outcome: ExtractOutcome) -> None:
    click.echo(f"[{number}/{total}] {outcome.log_line}", err=True)


def _say_beside(scratch: Scratch) -> None:
    if scratch.beside:
        names = "、".join(member.document_id for member in scratch.beside)
        click.echo(f"对照已发布的：{names}", err=True)
    if scratch.left_out:
        names = "、".join(member.document_id for member in scratch.left_out)
        click.echo(f"raw/ 中没有提取结果，未对照：{names}", err=True)


def _write_notes(release: Path, sources: Mapping[str, list[KeptFile]], output: Path) -> Path:
    """Write each PDF with its notes, to ``output`` or a folder of its name; return which."""
    from dagster_project.outgoing.annotated import annotate_pdf
    from dagster_project.reading.model.source import RefusedError
    from dagster_project.sources.shown import ShownSources

    wanted = [(document_id, file) for document_id, own in sources.items() for file in own]
    if len(wanted) > 1:
        output = output.with_suffix("")
        # Somebody's notes may be there.
        if output.exists():
            raise JuesuanError(f"{output} is there already; name another with --output")
        output.mkdir(parents=True)
    problems, written = [], 0
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as aside, ShownSources(Path(aside)) as shown:
        for number, (document_id, file) in enumerate(wanted, start=1):
            beside = output / f"{number:03}-{document_id}.pdf"
            path = beside if len(wanted) > 1 else output
            try:
                notes = annotate_pdf(release, document_id, file, path, shown)
            except RefusedError as refusal:
                problems.append(f"{file.name}：{refusal.reason_zh}")
                continue
            written += 1
            click.echo(f"{path.resolve()}：{notes} 条", err=True)
    for problem in problems:
        click.echo(problem, err=True)
    if not written:
        why = "; ".join(problems) or "none of the files is the source of a document"
        raise JuesuanError(f"no PDF was marked: {why}")
    return output


def _write_report(release: Path, output: Path) -> None:
    import shutil
    from datetime import UTC, datetime

    from dagster_project.report.site import write_report

    write_report(release, _LABEL, datetime.now(UTC))
    shutil.move(release / "report", output)
    click.echo(f"{(output / 'index.html').resolve()}", err=True)
