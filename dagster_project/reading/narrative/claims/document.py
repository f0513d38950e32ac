"""The claims of one document as read: its tables and narrative in, the rows of two files out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dagster_project.form.shapes import BY_ECONOMIC, shape_of
from dagster_project.reading.model.cells import Cell, ReadTable
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.absent_funds import find_absent_funds
from dagster_project.reading.narrative.claims.accounts import AccountNames
from dagster_project.reading.narrative.claims.glossary import divide_glossary, find_terms
from dagster_project.reading.narrative.claims.grammar import read_grammar
from dagster_project.reading.narrative.claims.model import (
    ClaimReading,
    Statement,
    accounts_of,
    claim_rows,
    statement_rows,
)
from dagster_project.reading.narrative.claims.numbering import find_numbering
from dagster_project.reading.narrative.claims.numbers import make_text
from dagster_project.reading.narrative.claims.owners import find_owners
from dagster_project.reading.narrative.claims.reader import read_claims
from dagster_project.reading.narrative.claims.section import narrative_pieces
from dagster_project.reading.narrative.claims.shortfalls import find_shortfalls
from dagster_project.reading.narrative.claims.slips import (
    find_slips,
    find_stray_nones,
    find_term_slips,
)
from dagster_project.reading.narrative.claims.told_again import find_told_again
from dagster_project.reading.narrative.claims.told_averages import find_told_averages
from dagster_project.reading.narrative.claims.told_counts import find_told_counts
from dagster_project.reading.narrative.claims.told_grades import find_told_grades
from dagster_project.reading.narrative.claims.told_lists import find_told_lists
from dagster_project.reading.narrative.claims.told_ratios import find_told_ratios
from dagster_project.reading.narrative.claims.told_scores import find_told_scores
from dagster_project.reading.narrative.claims.told_shares import find_told_shares
from dagster_project.reading.narrative.claims.told_sums import find_told_sums

Rows = list[dict[str, str]]


def read_text(
    cells: Mapping[str, Iterable[Cell]],
    paragraphs: Sequence[Paragraph],
    forms: Sequence[tuple[str, Paragraph]] = (),
) -> ClaimReading:
    """Return what a text says: its figures and words, its terms, its slips of the pen.

    ``cells`` are those of the document's tables by table code: the text uses their names;
    ``forms`` the running text of self-evaluation forms, by project.
    """
    economic = [
        cell for code, own in cells.items() if shape_of(code) == BY_ECONOMIC for cell in own
    ]
    accounts = accounts_of(cells)
    grammar = read_grammar()
    reading = read_claims(paragraphs, accounts, grammar, economic)
    pieces = narrative_pieces(paragraphs, grammar)
    glossary, others = divide_glossary(paragraphs)
    told = [(paragraph, make_text(paragraph.text)) for paragraph in others]
    reading.statements += [
        *find_shortfalls(pieces, forms),
        *find_owners(pieces, paragraphs),
        *find_absent_funds(pieces),
        *find_numbering(pieces),
        *find_term_slips(pieces),
        *find_slips(pieces),
        *find_stray_nones([piece.paragraph for piece in pieces]),
        *find_stray_nones(glossary),
        *find_terms(paragraphs, AccountNames(accounts)),
        *_once(
            [
                *find_told_sums(told, grammar),
                *find_told_grades(told),
                *find_told_counts(told, grammar),
            ]
        ),
        *find_told_ratios(told),
        *find_told_shares(told),
        *find_told_scores(told),
        *find_told_averages(told, grammar),
        *find_told_lists(told),
        *find_told_again(told),
    ]
    return reading


def _once(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the sums, each once: 教职工586人，其中专任教师428人 is a list and a pair."""
    seen: set[tuple[int, str, str]] = set()
    for statement in statements:
        key = (id(statement.paragraph), statement.printed_text, statement.base)
        if key not in seen:
            seen.add(key)
            yield statement


def read_claim_rows(
    tables: Iterable[ReadTable],
    paragraphs: Sequence[Paragraph],
    forms: Sequence[tuple[str, Paragraph]] = (),
) -> tuple[Rows, Rows]:
    """Return the rows of claims.csv and of statements.csv from tables, narrative and forms."""
    reading = read_text({table.table_code: table.cells for table in tables}, paragraphs, forms)
    return claim_rows(reading), statement_rows(reading)
