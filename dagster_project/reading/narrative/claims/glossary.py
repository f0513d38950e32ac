"""The glossary (名词解释) as terms: what each is called, what it explains, what its words name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dagster_project.form.enumerators import ITEM, PART, SECTION, SUBSECTION
from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.accounts import (
    AccountNames,
    economic_code_of,
    find_paths,
)
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.names import QUOTES, account_text
from dagster_project.reading.narrative.claims.numbers import Text, make_text
from dagster_project.runtime.settings import SEEDS_DIR

TOPIC = "glossary"
_PART = re.compile(f"^{PART}|^附[件表录]")
_TOP = re.compile(f"^{SECTION}")
_MARK = rf"(?:{SECTION}|{SUBSECTION}|{ITEM}|[①-⑳⑴-⒇])"
# 一、财政拨款收入：指单位…; 三公经费是指…
_TERM = re.compile(
    rf"^(?:{_MARK}?(?P<term>[^：，。；！？]{{2,60}}?)：(?:是?指|反映)?"
    # Without a colon only a number tells a term from a sentence.
    rf"|{_MARK}(?P<marked>[^：，。；！？]{{2,60}}?)，?(?:是指|指(?=[一-鿿]{{6}})))"
    r"(?P<definition>.{6,})$"
)
# Terms that stand in one paragraph, each with its number: …的收入。三、经营收入：指…
# Without a number only 是指, 指, 反映 tells a term: 事业收入：指….
_NEXT_TERM = re.compile(
    rf"(?<=[。；])(?:(?={_MARK}[^：，。；！？]{{2,40}}：)"
    r"|(?=(?!其中|包括|具体|主要|另外|此外|上述|前者|后者|即)[^：，。；！？\d]{2,30}：(?:是指|指|反映)))"
)
# （一）支出功能分类科目说明: a title between the terms.
_TITLE_LENGTH = 30
_CODE = re.compile(r"（(?P<code>\d{3,7})）$")
_FILLING = re.compile(r"[，。；：、“\s]")
_QUOTES = re.compile(f"[{QUOTES}]")


@dataclass(frozen=True)
class _Entry:
    """A term and its definition, as printed and as compared; both are equally long."""

    term: Text
    definition: Text
    paragraph: Paragraph


@cache
def _words(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_seed(SEEDS_DIR / "claims" / "glossary_words.csv")
    return tuple(
        (row["word_code"], re.compile(row["pattern"])) for row in rows if row["word_kind"] == kind
    )


@dataclass(frozen=True)
class _Meaning:
    """A word that the definition of a term must hold, or must not."""

    term: re.Pattern[str]
    given: re.Pattern[str] | None
    word: re.Pattern[str]
    is_needed: bool
    told: str


@cache
def _meanings() -> tuple[_Meaning, ...]:
    return tuple(
        _Meaning(
            term=re.compile(row["term_pattern"]),
            given=re.compile(row["given_pattern"]) if row["given_pattern"] else None,
            word=re.compile(row["pattern"]),
            is_needed=row["word_use"] == "must",
            told=row["told_zh"],
        )
        for row in read_seed(SEEDS_DIR / "claims" / "glossary_meanings.csv")
    )


def _contradictions(name: str, definition: str) -> Iterator[tuple[str, str]]:
    """Yield what a definition says that its term is not, or leaves out: the kind and the words."""
    for meaning in _meanings():
        if not meaning.term.fullmatch(name) or (
            meaning.given is not None and not meaning.given.search(definition)
        ):
            continue
        match = meaning.word.search(definition)
        if meaning.is_needed and match is None:
            yield "lacking", meaning.told
        elif match is not None and not meaning.is_needed:
            yield "foreign", match[0]


def _is_opening(title: str) -> bool:
    return any(pattern.search(title) for _, pattern in _words("opening"))


def divide_glossary(
    paragraphs: Sequence[Paragraph],
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs of 名词解释 without its title, and all the others.

    It ends with the next part; where its own title is numbered 四、 and its terms are not, with
    the next title of that kind.
    """
    own: list[Paragraph] = []
    others: list[Paragraph] = []
    inside = is_numbered = False
    for paragraph in paragraphs:
        plain = make_text(paragraph.text).plain
        if _is_opening(plain):
            inside, is_numbered = True, bool(_TOP.match(plain))
            others.append(paragraph)
            continue
        if inside and (
            _PART.match(plain) or (is_numbered and _TOP.match(plain) and "：" not in plain)
        ):
            inside = False
        (own if inside else others).append(paragraph)
    return own, others


def _cut(text: Text, start: int, end: int) -> Text:
    return Text(text.printed[start:end], text.plain[start:end])


def _pieces(text: Text) -> Iterator[Text]:
    cuts = [0, *(match.start() for match in _NEXT_TERM.finditer(text.plain)), len(text.plain)]
    for start, end in pairwise(cuts):
        yield _cut(text, start, end)


def _entries(paragraphs: Sequence[Paragraph]) -> list[_Entry]:
    found: list[_Entry] = []
    for paragraph in paragraphs:
        for text in _pieces(make_text(paragraph.text)):
            if match := _TERM.match(text.plain):
                term = _cut(text, *match.span("term" if match["term"] else "marked"))
                definition = _cut(text, *match.span("definition"))
                found.append(_Entry(term, definition, paragraph))
            elif found and len(text.plain) > _TITLE_LENGTH:
                # A second paragraph of the same definition.
                last = found.pop()
                more = Text(
                    last.definition.printed + text.printed, last.definition.plain + text.plain
                )
                found.append(_Entry(last.term, more, last.paragraph))
    return found


def _name(term: str) -> str:
    """Return a term without quotes and the code behind it."""
    return _CODE.sub("", _QUOTES.sub("", term))


def _account_of(term: str, accounts: AccountNames) -> str:
    """Return the code that a term prints or whose name it is; empty where nobody can tell."""
    if coded := _CODE.search(term):
        return coded["code"]
    written = account_text(term)
    if paths := find_paths(written):
        return accounts.code_of(paths[-1][2])
    if path := accounts.path_at_end(term):
        return accounts.code_of(path)
    return economic_code_of(term)


def find_terms(paragraphs: Sequence[Paragraph], accounts: AccountNames) -> Iterator[Statement]:
    """Yield one ``term`` per term of the glossary and one ``term_names`` per word that tells.

    ``base`` of a term is told where the running text outside of the glossary uses it. A
    definition names a fund (一般公共预算 …) or whom it speaks of (高等学校): ``base``. What it says
    that its term is not, or leaves out of it, is a ``term_names`` of the direction meaning.
    """
    own, others = divide_glossary(paragraphs)
    running = _QUOTES.sub("", "".join(make_text(paragraph.text).plain for paragraph in others))
    for entry in _entries(own):
        name = _name(entry.term.plain)
        said = Statement(
            statement_kind="term",
            paragraph=entry.paragraph,
            subject=name,
            account_code=_account_of(entry.term.plain, accounts),
            base="told" if name in running else "",
            topic=TOPIC,
            printed_text=entry.term.printed,
            text_key=_key(entry.definition.plain),
            excerpt=entry.definition.printed,
        )
        yield said
        for base, words in _contradictions(name, entry.definition.plain):
            yield Statement(
                statement_kind="term_names",
                paragraph=entry.paragraph,
                subject=name,
                direction="meaning",
                base=base,
                topic=TOPIC,
                printed_text=words,
            )
        for kind in ("fund", "nature"):
            for code, pattern in _words(kind):
                if match := pattern.search(entry.definition.plain):
                    yield Statement(
                        statement_kind="term_names",
                        paragraph=entry.paragraph,
                        subject=name,
                        direction=kind,
                        base=code,
                        topic=TOPIC,
                        printed_text=match[0],
                    )


def _key(definition: str) -> str:
    return hashlib.sha256(_FILLING.sub("", definition).encode()).hexdigest()[:12]
