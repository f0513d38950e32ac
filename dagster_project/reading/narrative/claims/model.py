"""What goes into the reading of claims and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dagster_project.contract.cell_model import CLAIM_COLUMNS, STATEMENT_COLUMNS
from dagster_project.form.shapes import read_shapes
from dagster_project.reading.model.cells import Cell, written
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.names import account_name


@dataclass(frozen=True)
class Account:
    """A functional account as a table of the same document, or a code list, names it."""

    code: str
    name: str


def accounts_of(tables: Mapping[str, Iterable[Cell]]) -> list[Account]:
    """Return the functional accounts that the cells of a document's tables name, once each."""
    found = {
        (cell.account_code, account_name(cell.printed_label))
        for code, shape in read_shapes().items()
        if shape.classification == "functional"
        for cell in tables.get(code, ())
        if cell.account_code and cell.printed_label
    }
    return [Account(code, name) for code, name in sorted(found)]


@dataclass
class Claim:
    """One figure of the narrative; the fields of claims.csv, and which pattern read it.

    ``direction`` and ``base`` of an amount come from the sentence after it (决算数小于预算数).
    """

    claim_kind: str
    metric: str
    subject: str
    account_code: str
    value_numeric: str
    value_unit: str
    direction: str
    base: str
    paragraph: Paragraph
    excerpt: str
    printed_text: str
    topic: str = ""
    pattern_id: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotClaim:
    """A number of the narrative that claims nothing: a year, an enumerator, a threshold.

    ``is_compared_with``: a year that the text compares with, 与2022年度相比.
    """

    not_claim_class: str
    printed_text: str
    paragraph: Paragraph
    excerpt: str
    is_compared_with: bool = False


# Whether an average or the length of a list is what the rest of the text gives.
FOLLOWS = "follows"
DIFFERS = "differs"


@dataclass(frozen=True)
class Statement:
    """What the narrative says without a figure of its own; the fields of statements.csv.

    ``comparison`` 与上年持平, 决算数小于预算数; ``list``, ``listed_item`` the parts of 人员经费
    and 公用经费; ``purpose`` 主要用于; ``reason`` 主要原因, ``doubtful_reason`` one that does not
    explain it; ``denial`` 未发生公务接待费支出; ``uncovered_sentence`` a sentence with figures that
    no pattern knows; ``number_without_claim`` a year, an enumerator, a threshold.
    ``term``, ``term_names`` the glossary; ``objective_missed``, ``money_recalled`` of a project;
    ``structure_list`` a list of functional classes; ``no_fund`` a fund that there is none of.
    ``numbering`` numbers of paragraphs that do not follow one another.
    ``told_sum``, ``told_ratio``, ``told_score``, ``told_average``, ``told_list``, ``told_again``
    what follows from other figures or names of its sentence.
    ``named_organization``, ``term_slip``, ``slip`` the text as text.
    """

    statement_kind: str
    paragraph: Paragraph
    subject: str = ""
    account_code: str = ""
    other_account_code: str = ""
    direction: str = ""
    base: str = ""
    topic: str = ""
    printed_text: str = ""
    text_key: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class UncoveredSentence:
    """A sentence with figures that no pattern knows; the figures are claims all the same."""

    sentence: str
    figures: int
    paragraph: Paragraph


@dataclass
class ClaimReading:
    """All numbers of the narrative, each either a claim or classified as none."""

    claims: list[Claim] = field(default_factory=list)
    not_claims: list[NotClaim] = field(default_factory=list)
    uncovered_sentences: list[UncoveredSentence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    sentences: int = 0

    @property
    def numbers(self) -> int:
        """How many numeric tokens were read, claims or not."""
        return len(self.claims) + len(self.not_claims)


def _rows(entries: Sequence[Claim | Statement], columns: Sequence[str]) -> list[dict[str, str]]:
    """Return numbered rows; where an entry stands is said by its paragraph."""
    rows = []
    for number, entry in enumerate(entries, start=1):
        at = entry.paragraph
        place = {
            columns[0]: str(number),
            "section": at.section_code,
            "page": written(at.page),
            "source_locator": at.locator,
            "read_status": at.read_status,
        }
        rows.append(place | {name: getattr(entry, name) for name in columns if name not in place})
    return rows


def claim_rows(reading: ClaimReading) -> list[dict[str, str]]:
    """Return the rows of claims.csv (CLAIM_COLUMNS of the cell model)."""
    return _rows(reading.claims, CLAIM_COLUMNS)


def statement_rows(reading: ClaimReading) -> list[dict[str, str]]:
    """Return the rows of statements.csv (STATEMENT_COLUMNS of the cell model)."""
    uncovered = [
        Statement(
            "uncovered_sentence",
            sentence.paragraph,
            printed_text=str(sentence.figures),
            excerpt=sentence.sentence[:80],
        )
        for sentence in reading.uncovered_sentences
    ]
    numbers = [
        Statement(
            "number_without_claim",
            number.paragraph,
            subject=number.not_claim_class,
            base="比较" if number.is_compared_with else "",
            printed_text=number.printed_text,
            excerpt=number.excerpt,
        )
        for number in reading.not_claims
    ]
    return _rows([*reading.statements, *uncovered, *numbers], STATEMENT_COLUMNS)
