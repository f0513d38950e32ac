"""The inbox as an asset: one materialization reads what waits there into raw/.

No postponed annotations in the modules of Dagster functions: it reads the types of parameters.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import dagster as dg

from dagster_project.defs.table_metadata import as_markdown
from dagster_project.reading import ExtractOutcome, extract_files
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.runtime.inbox import (
    Moved,
    inbox_dir,
    move_done,
    move_refused,
    remove_empty_folders,
    waiting_files,
)
from dagster_project.runtime.settings import load_settings

INBOX = dg.AssetKey(["source", "inbox"])


@dg.asset(
    key=INBOX,
    group_name="source",
    kinds={"python", "pdf", "excel"},
    owners=["team:juesuan"],
    check_specs=[
        dg.AssetCheckSpec(
            "documents",
            asset=INBOX,
            description="放入的文件都读出了,否则列出被拒的。Lists the files that were refused.",
        )
    ],
    description=(
        "收件箱:放入的决算文件读成 raw/ 下的文件夹,随后移到 done/ 或 refused/(附原因)。"
        "Files dropped into the inbox become extract folders; a sensor on raw/ does the rest."
    ),
)
def inbox(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Read every file that waits in the inbox; grain: one source file."""
    moved = take_in(inbox_dir(), load_settings().raw_dir, context.log.info)
    refused = [file for file in moved if file.reason is not None]
    rows = [{"file": file.name, "reason": file.reason} for file in refused]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(moved),
            "read": len(moved) - len(refused),
            "refused": len(refused),
            "refused_files": as_markdown(rows),
            "files": [file.name for file in moved],
        },
        check_results=[
            dg.AssetCheckResult(
                check_name="documents",
                passed=not refused,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"refused": len(refused), "rows": as_markdown(rows)},
            )
        ],
    )


def take_in(inbox: Path, raw_dir: Path, say: Callable[[str], None]) -> list[Moved]:
    """Read the waiting files into ``raw_dir`` and move them out of the inbox.

    Killed in between, the files are still there: the next time they are known by their bytes, not
    read again, and moved.
    """
    files = waiting_files(inbox)
    if not files:
        return []
    hashes = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    outcomes = extract_files(
        files,
        raw_dir,
        BatchOptions(resume=True),
        lambda number, total, outcome: say(f"[{number}/{total}] {outcome.log_line}"),
    )
    reasons = _reasons_by_hash(outcomes)
    unplaced = ";".join(dict.fromkeys(o.reason or "" for o in outcomes if o.folder is None))
    moved = []
    for path in files:
        reason = reasons.get(hashes[path], unplaced or "未能读取")
        day = date.today()  # noqa: DTZ011 - the day of whoever looks into the folder
        moved.append(
            move_done(inbox, path, day) if reason is None else move_refused(inbox, path, reason)
        )
    remove_empty_folders(inbox)
    return moved


def _reasons_by_hash(outcomes: Sequence[ExtractOutcome]) -> dict[str, str | None]:
    """Return by the hash of a source file why its document was refused, None where it was read."""
    reasons: dict[str, str | None] = {}
    for outcome in outcomes:
        if outcome.folder is None:
            continue
        document = json.loads((outcome.folder / "document.json").read_bytes())
        reason = None if outcome.status == "read" else outcome.reason or "未能读取"
        reasons |= {file["sha256"]: reason for file in document["source"]["files"]}
        # An archive is done where all that was in it is.
        if outcome.archive_sha256:
            reasons[outcome.archive_sha256] = reasons.get(outcome.archive_sha256) or reason
    return reasons
