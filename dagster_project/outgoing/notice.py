"""The notice to a department (整改通知书): what was checked, what is wrong, room for the reply."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dagster_project.contract.words import codes_of, place_name, word
from dagster_project.outgoing.new_file import refuse_existing, write_new
from dagster_project.outgoing.official_document import OfficialDocument
from dagster_project.release.findings import (
    compared_places,
    is_bundle,
    is_cleared,
    is_rounding,
    printed_in,
)
from dagster_project.release.marts import Row, open_marts
from dagster_project.release.plain_text import as_plain_text
from dagster_project.release.worklist import Worklist, read_worklist
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import open_release

# What a department has to answer and correct the page it published; another number is one option.
USUAL_WORKING_DAYS = 10
# A notice of more is a worksheet; nobody answers it on paper.
MOST_FINDINGS = 300
# A sentence holds names of a document, which may be as long as it likes.
_LONGEST = 1_500
_MOST_REASONS = 5
# Centimetres; together the width between the margins of A4 across.
_COLUMNS = {
    "column_number": 1.2,
    "column_severity": 1.2,
    "column_place": 3.2,
    "column_left": 2.7,
    "column_right": 2.7,
    "column_difference": 2.9,
    "column_problem": 7.6,
    "column_reply": 1.9,
    "column_state": 2.3,
}
_TO_THE_RIGHT = ("column_left", "column_right", "column_difference")


@dataclass(frozen=True)
class Deadline:
    """By when a reply is asked for: in so many working days, on a day, or left open."""

    working_days: int | None = None
    day: date | None = None

    @property
    def text(self) -> str:
        """As the notice says it; a line to be filled in where it is left open."""
        if self.day:
            return _say("deadline_date", year=self.day.year, month=self.day.month, day=self.day.day)
        if self.working_days:
            return _say("deadline_days", days=self.working_days)
        return _say("deadline_blank")


USUAL_DEADLINE = Deadline(USUAL_WORKING_DAYS)


def parse_deadline(text: str) -> Deadline:
    """Return the deadline that an option says: a number of working days, a day, or nothing."""
    asked = text.strip()
    if not asked:
        return Deadline()
    if re.fullmatch(r"[1-9][0-9]{0,2}", asked):
        return Deadline(working_days=int(asked))
    try:
        return Deadline(day=date.fromisoformat(asked))
    except ValueError:
        raise JuesuanError(
            f"--deadline {text!r}: a number of working days, a day such as 2026-12-31, or '' for a "
            "blank to fill in"
        ) from None


def write_notices(
    release: Path,
    document_ids: Collection[str],
    output: Path,
    deadline: Deadline = USUAL_DEADLINE,
) -> list[Path]:
    """Write a notice for each department: to ``output``, or into a folder where there are several.

    The folder has the name of ``output`` without .docx. No file that is there is written over.
    """
    worklist = read_worklist(release, document_ids)
    groups: dict[str, list[str]] = {}
    for row in worklist.documents:
        whose = row["organization_name"] or row["document_id"]
        groups.setdefault(whose, []).append(row["document_id"])
    if not groups:
        raise JuesuanError("no document to write a notice about")
    if len(groups) == 1:
        write_notice(release, document_ids, output, deadline)
        return [output]
    folder = output.with_suffix("") if output.suffix.lower() == ".docx" else output
    refuse_existing(folder)
    folder.mkdir(parents=True)
    written: dict[str, Path] = {}
    for whose, own in groups.items():
        name = _file_name(whose)
        number = 1
        while name.casefold() in written:
            number += 1
            name = f"{_file_name(whose)}~{number}"
        written[name.casefold()] = folder / f"{name}.docx"
        write_notice(release, own, written[name.casefold()], deadline)
    return list(written.values())


def write_notice(
    release: Path,
    document_ids: Collection[str],
    output: Path,
    deadline: Deadline = USUAL_DEADLINE,
) -> None:
    """Write one notice about documents of a release, published or scratch, as .docx.

    It is addressed to the organizations of the documents. A file that is there stays as it is:
    somebody may have replied in it.
    """
    worklist = read_worklist(release, document_ids)
    if not worklist.documents:
        raise JuesuanError("no document to write a notice about")
    with open_release(release) as connection:
        marts = open_marts(connection)
        rules = {row["rule_id"]: row for row in marts.read("rules")}
        tables = marts.read("document_tables")
    document = OfficialDocument(word("title", "notice"))
    _write_letter(document, worklist, tables, deadline)
    for number, row in enumerate(worklist.documents, start=1):
        document.turn_across()
        _write_annex(document, worklist, row, rules, number)
    write_new(output, document.content())


def _write_letter(
    document: OfficialDocument, worklist: Worklist, tables: Sequence[Row], deadline: Deadline
) -> None:
    names = dict.fromkeys(_whose(row) for row in worklist.documents)
    wanted = [row for row in worklist.findings if not is_cleared(row) and not is_rounding(row)]
    document.title(word("title", "notice"))
    document.line(_say("to", organization="、".join(names)))
    document.text(_say("intro" if wanted else "intro_none", findings=len(wanted)))
    replies = "、".join(word(code, "reply") for code in codes_of("reply"))
    document.text(_say("reply", deadline=deadline.text, replies=replies))
    document.heading(word("checked_heading", "notice"))
    for number, row in enumerate(worklist.documents, start=1):
        own = [
            table["table_zh"] or word(table["table_code"], "table")
            for table in tables
            if table["document_id"] == row["document_id"]
            and table["presence"] in ("data", "empty_stated", "empty_unstated")
            and table["read_status"] != "not_read"
        ]
        counts = {
            name: row[name] or 0
            for name in ("checks", "passes", "roundings", "fails", "no_data", "not_applicable")
        }
        document.text(
            _say(
                "document",
                number=number,
                title=_title(row),
                files=row["source_files"] or row["document_id"],
                tables=len(own),
                names="、".join(own),
                **counts,
            )
            + _held(row)
        )
    document.signed(word("signed", "notice"), word("dated", "notice"))


def _write_annex(
    document: OfficialDocument,
    worklist: Worklist,
    row: Row,
    rules: dict[str, Row],
    number: int,
) -> None:
    several = len(worklist.documents) > 1
    document.annex(
        _say("annex", number=number if several else "").strip(),
        _say("annex_title", organization=_whose(row), title=_title(row)),
    )
    own = [each for each in worklist.findings_of(row["document_id"]) if not is_cleared(each)]
    wanted = [each for each in own if not is_rounding(each)]
    if wanted:
        document.table(
            [word(code, "notice") for code in _COLUMNS],
            list(_COLUMNS.values()),
            [_cells(each, rules) for each in wanted[:MOST_FINDINGS]],
            [code in _TO_THE_RIGHT for code in _COLUMNS],
        )
    else:
        document.note(word("no_findings", "notice"))
    if len(wanted) > MOST_FINDINGS:
        document.note(_say("more", more=len(wanted) - MOST_FINDINGS))
    for each in own:
        if is_rounding(each):
            document.note(
                _say("rounding", message=_clip(each["message_zh"]), step=each["next_step_zh"] or "")
            )
    unchecked = [each for each in worklist.unchecked if each["document_id"] == row["document_id"]]
    if unchecked:
        most = sorted(unchecked, key=lambda each: -each["places"])[:_MOST_REASONS]
        reasons = "、".join(
            _say("unchecked_reason", reason=each["reason_zh"], places=each["places"])
            for each in most
        )
        document.note(_say("unchecked", reasons=reasons))


def _cells(row: Row, rules: dict[str, Row]) -> list[str]:
    """Return a finding as the cells of its row; what is wrong and what to do is one cell."""
    # Several notices rest on several rules, and on no two figures.
    rule = {} if is_bundle(row) else rules.get(row["rule_id"], {})
    sure = word(rule["basis"], "basis_sure") if rule.get("basis") else ""
    sure = ";".join(filter(None, (sure, rule.get("citation"))))
    reasons = (sure, row.get("certainty_zh"), row["cannot_tell_zh"])
    parts = {
        "why": rule.get("statement_zh"),
        "sure": "。".join(text.rstrip("。") for text in reasons if text),
        "do": row["next_step_zh"],
    }
    left, right, difference = (
        "" if is_bundle(row) else row[name] or ""
        for name in ("left_text", "right_text", "difference_text")
    )
    said = [f"{word(code, 'finding_part')}:{text}" for code, text in parts.items() if text]
    place = (
        printed_in(row),
        place_name(row["page"], row["source_locator"]),
        compared_places(row),
    )
    return [
        str(row["number"]),
        word(row["severity"], "severity"),
        "\n".join(filter(None, place)),
        left or ("" if is_bundle(row) else row["printed_text"] or ""),
        right,
        difference,
        "\n".join(_clip(text) for text in (row["message_zh"] or row["title_zh"], *said)),
        "",
        "",
    ]


def _whose(row: Row) -> str:
    return as_plain_text(row["organization_name"] or row["document_id"]).strip()


def _title(row: Row) -> str:
    year = row["fiscal_year"]
    return _say("document_title", year=year) if year else word("no_year", "notice")


def _held(row: Row) -> str:
    if row["gate_status"] in (None, "open"):
        return ""
    status = word(row["gate_status"], "gate")
    return _say("held", status=status, reasons=row["gate_reasons"] or "")


def _say(code: str, **values: Any) -> str:
    """Return a sentence of the vocabulary with its values; braces in a value stay as they are."""
    return re.sub(
        r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), word(code, "notice")
    )


def _clip(text: str | None) -> str:
    whole = text or ""
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + "…"


def _file_name(whose: str) -> str:
    """Return a name that every file system takes: letters, digits, Chinese; no other sign."""
    return re.sub(r"[^\w-]+", "_", as_plain_text(whose)).strip("_.")[:60] or "-"
