"""The findings of a document as notes in its own PDF, where both sides of a check stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dagster_project.contract.words import word
from dagster_project.outgoing.new_file import refuse_existing, write_new
from dagster_project.outgoing.pdf_notes import Note, write_notes
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.sandbox import shared_sandbox
from dagster_project.release.findings import answers, is_cleared
from dagster_project.release.marts import Row
from dagster_project.release.places import CELL, Place, read_places
from dagster_project.release.plain_text import as_plain_text
from dagster_project.release.worklist import read_worklist
from dagster_project.runtime.warehouse import open_release
from dagster_project.sources.kept import KeptFile
from dagster_project.sources.shown import Marked, ShownSources

_COLOURS = {"blocking": (192, 0, 0), "warning": (214, 106, 0), "notice": (31, 98, 178)}
# A sum over a long table has hundreds of addends: the first are marked, the list has all.
_MOST_PLACES = 40
# A viewer lists every note; more than these nobody goes through.
_MOST_FINDINGS = 500
_LONGEST = 1_500


def annotate_pdf(
    release: Path, document_id: str, source: KeptFile, output: Path, shown: ShownSources
) -> int:
    """Write a copy of a PDF with the open findings of its document as notes; return how many.

    ``release`` is published or scratch. A note has the words of the finding and its number in the
    worksheet; a finding whose place is not known is a note at the top of its page. Raises
    RefusedError, in words, where the file is no PDF, or encrypted or damaged.
    """
    refuse_existing(output)
    worklist = read_worklist(release, [document_id])
    with open_release(release) as connection:
        places = read_places(connection, [document_id])
    notes: list[Note] = []
    found = [row for row in worklist.findings if not is_cleared(row)][:_MOST_FINDINGS]
    for row in found:
        own = [
            place
            for place in places.get(row["finding_id"], [])
            if place.file in (None, source.name)
        ]
        notes += _notes_of(row, shown.mark(source, own[:_MOST_PLACES]))
    written = shared_sandbox().call(write_notes, source.path, notes)
    if isinstance(written, RefusedError):
        raise written
    write_new(output, written)
    return len(found)


def _notes_of(row: Row, marked: Sequence[Marked]) -> list[Note]:
    """Return the notes of a finding: a box or mark for each place, and for what has none an icon.

    A side that is found nowhere on its page has one note at the top of that page, which says so.
    """
    notes: list[Note] = []
    numbered: set[tuple[int, str]] = set()
    filled = {each.place.side for each in marked if each.place.printed_text}
    found = {each.place.side for each in marked if _boxes(each)}
    missed: dict[str, Marked] = {}
    for number, each in enumerate(marked):
        place, boxes = each.place, _boxes(each)
        # Beside the figures of a sum its blank cells say nothing.
        if not place.page or (place.side in filled and not place.printed_text):
            continue
        if not boxes:
            if place.side not in found:
                missed.setdefault(place.side, each)
            continue
        kind = "box" if place.kind == CELL else "words"
        text = _text(row, _beside(place))
        note = _note(row, kind, place.page, boxes, text, number)
        notes.append(replace(note, is_numbered=(place.page, place.side) not in numbered))
        numbered.add((place.page, place.side))
    nowhere = word("no_place", "note")
    for number, each in enumerate(missed.values(), start=len(marked)):
        times = word("repeated", "note").format(times=each.times)
        why = times if each.times > 1 else nowhere
        text = _text(row, f"{_beside(each.place)}({why})")
        notes.append(_note(row, "note", each.place.page or 1, (), text, number))
    return notes or [_note(row, "note", row["page"] or 1, (), _text(row, nowhere), 0)]


def _boxes(marked: Marked) -> tuple[tuple[float, float, float, float], ...]:
    """Return where a place is marked; nowhere when its page says the same in several places.

    Whoever reads the page believes a mark, and only one of them would be right.
    """
    return () if marked.times > 1 else marked.figure or marked.boxes


def _note(
    row: Row, kind: str, page: int, boxes: tuple[tuple[float, ...], ...], text: str, number: int
) -> Note:
    return Note(
        kind,
        page,
        boxes,  # type: ignore[arg-type]
        text,
        _COLOURS.get(row["severity"], _COLOURS["notice"]),
        str(row["number"]),
        f"{row['finding_id']}-{number}",
    )


def _text(row: Row, beside: str) -> str:
    """Return the words of a finding: number and weight, what is wrong, what to do."""
    lines = (
        f"{row['number']} {word(row['severity'], 'severity')} {row['title_zh'] or ''}".rstrip(),
        (row["message_zh"] or "")[:_LONGEST],
        *answers(row),
        beside,
    )
    return as_plain_text("\n".join(line for line in lines if line))


def _beside(place: Place) -> str:
    """Return which side of the check a place is, and what is printed there."""
    printed = place.printed_text or word("blank", "cell_state")
    return f"{word(place.side, 'side')}:{place.label} {printed}"
