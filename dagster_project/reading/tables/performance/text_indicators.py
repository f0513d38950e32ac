"""Indicators of a form in a text layer: a stream of pieces, cut at each weight and score.

Flattened, an indicator is name, target, adjusted target, actual, weight, score, note; the labels of
its levels stand in front of the first of their group. Cells wrap where they like and blanks
are not printed, so the values of a row are told apart by their operators, or because both targets
read the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.tables.performance.form import (
    INDICATOR,
    FormRow,
    PerformanceForm,
    printed,
)
from dagster_project.reading.tables.performance.layout import labels_of, line_of

_OPERATOR = re.compile(r"[≥≤＝=＞＜><]")
_SCORE = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_SENTENCE_END = ("。", "！", "；", ".", "!", ";")
# 服务对象 / 满意度指 / 标: a label of a level wraps over few lines.
_MOST_PIECES = 6


@dataclass(frozen=True)
class _Piece:
    text: str
    line: TextLine


@dataclass
class _Segment:
    """The pieces in front of one weight and score; ``figures`` are the one or two printed."""

    pieces: list[_Piece]
    figures: list[_Piece]


@dataclass
class _Levels:
    """The labels of the levels that hold for the rows below them."""

    level1: _Piece | None = None
    level2: _Piece | None = None
    found: bool = field(default=False)


def read_indicators(form: PerformanceForm, header: TextLine, lines: Sequence[TextLine]) -> None:
    """Read the indicators between the header and the total score into the form."""
    head = "".join(header.text.split())
    value_codes = tuple(
        code
        for code in ("initial_target", "adjusted_target", "actual")
        if any(label in head for label in labels_of(INDICATOR, code))
    )
    segments, rest = _cut(lines, len(value_codes))
    levels = _Levels()
    for number, segment in enumerate(segments, start=1):
        _read_segment(form, segment, number, levels, value_codes)
    if rest and form.indicators:
        _write_note(form.indicators[-1], rest)


def _cut(lines: Sequence[TextLine], values: int) -> tuple[list[_Segment], list[_Piece]]:
    """Return the segments and what stands behind the last one."""
    segments: list[_Segment] = []
    pieces: list[_Piece] = []
    for line in lines:
        if "三级指标" in line.text:  # the header again, at the top of a page
            continue
        own = [_Piece(text, line) for text in line.text.split()]
        at = _weight_at(own)
        is_lone = at is None and len(own) > 1 and _is_figure(own[-1])
        if is_lone and sum(map(_begins_with_operator, [*pieces, *own])) >= values > 0:
            segments.append(_Segment([*pieces, *own[:-1]], own[-1:]))
            pieces = []
        elif at is not None:
            segments.append(_Segment([*pieces, *own[:at]], own[at : at + 2]))
            pieces = own[at + 2 :]
        else:
            pieces += own
    return segments, pieces


def _is_figure(piece: _Piece) -> bool:
    return _SCORE.fullmatch(piece.text) is not None


def _weight_at(pieces: Sequence[_Piece]) -> int | None:
    """Return where weight and score stand in a line: the last two figures in a row."""
    for at in range(len(pieces) - 1):
        followed = at + 2 < len(pieces) and _is_figure(pieces[at + 2])
        if _is_figure(pieces[at]) and _is_figure(pieces[at + 1]) and not followed:
            return at
    return None


def _begins_with_operator(piece: _Piece) -> bool:
    return _OPERATOR.match(piece.text) is not None


def _join(pieces: Sequence[_Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _value_starts(pieces: Sequence[_Piece], values: int) -> list[int] | None:
    """Return where each value begins, or None where nothing tells them apart."""
    operators = [i for i, piece in enumerate(pieces) if _begins_with_operator(piece)]
    if len(operators) == values:
        return operators
    if operators and len(pieces) - operators[0] == values:
        return list(range(operators[0], len(pieces)))
    best: tuple[int, list[int]] | None = None
    for start in range(len(pieces)):
        for middle in range(start + 1, len(pieces)):
            text = _join(pieces[start:middle])
            end = middle
            while end < len(pieces) and len(_join(pieces[middle:end])) < len(text):
                end += 1
            is_last = end == len(pieces)
            # With two values the doubled text is target and actual, with three both targets.
            if _join(pieces[middle:end]) != text or is_last != (values == 2):
                continue
            if best is None or len(text) > best[0]:
                best = (len(text), [start, middle] if values == 2 else [start, middle, end])
    return best[1] if best else None


def _label_at(pieces: Sequence[_Piece], start: int) -> tuple[str, int] | None:
    """Return the label of a level that begins at a piece, the longest, and where it ends."""
    for end in range(min(len(pieces), start + _MOST_PIECES), start, -1):
        text = _join(pieces[start:end])
        if line_of("level1", text) or line_of("level2", text):
            return text, end
    return None


def _take_levels(pieces: Sequence[_Piece], levels: _Levels) -> tuple[list[_Piece], list[_Piece]]:
    """Note the labels of levels; return what stands in front of them and behind them."""
    levels.found = False
    start = next((i for i in range(len(pieces)) if _label_at(pieces, i)), None)
    if start is None:
        return [], list(pieces)
    found: list[_Piece] = []
    at = start
    while label := _label_at(pieces, at):
        found.append(_Piece(label[0], pieces[at].line))
        at = label[1]
    levels.found = True
    for number, label_piece in enumerate(found):
        is_last = number == len(found) - 1
        # 成本指标 is a label of either level: of the first where one of the second follows.
        is_second = line_of("level2", label_piece.text) is not None
        if line_of("level1", label_piece.text) and not (is_last and is_second):
            levels.level1, levels.level2 = label_piece, None
        else:
            levels.level2 = label_piece
    return list(pieces[:start]), list(pieces[at:])


def _split_note(pieces: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """Return the note of the row above, which ends a sentence, and the name behind it."""
    ends = [i for i, piece in enumerate(pieces) if piece.text.endswith(_SENTENCE_END)]
    cut = ends[-1] + 1 if ends else 0
    return pieces[:cut], pieces[cut:]


def _write_note(row: FormRow, pieces: Sequence[_Piece]) -> None:
    line = pieces[0].line
    row.cells["deviation_note"] = printed(_join(pieces), line)


def _read_segment(
    form: PerformanceForm,
    segment: _Segment,
    number: int,
    levels: _Levels,
    value_codes: tuple[str, ...],
) -> None:
    pieces = segment.pieces
    starts = _value_starts(pieces, len(value_codes))
    note, rest = _take_levels(pieces[: starts[0]] if starts else pieces, levels)
    if not levels.found:
        note, rest = _split_note(rest)
    if note and form.indicators:
        _write_note(form.indicators[-1], note)
    elif note:
        rest = note + rest
    row = FormRow(INDICATOR, f"i{number:02d}", _join(rest))
    place = segment.figures[-1].line
    doubtful: set[str] = set()

    def write(code: str, own: Sequence[_Piece]) -> None:
        line = own[0].line if own else place
        row.cells[code] = printed(_join(own), line)

    write("level1", [levels.level1] if levels.level1 else [])
    write("level2", [levels.level2] if levels.level2 else [])
    write("level3", rest)
    bounds = [*starts, len(pieces)] if starts else []
    for code, begin, end in zip(value_codes, bounds, bounds[1:], strict=False):
        write(code, pieces[begin:end])
    if starts is None or not rest:
        doubtful |= {"level3", *value_codes}
        form.notes.append(f"{place.locator} 指标“{row.label[:30]}”的指标值分不清")
    if len(segment.figures) == 2:
        write("weight", segment.figures[:1])
        write("score", segment.figures[1:])
    else:
        doubtful |= {"weight", "score"}
        write("weight", [])
        write("score", segment.figures)
        only = segment.figures[0].text
        form.notes.append(
            f"{place.locator} “{row.label}”只印了一个数{only}，作得分读，分值可能空着"
        )
    write("deviation_note", [])
    row.doubtful = frozenset(doubtful)
    form.indicators.append(row)
