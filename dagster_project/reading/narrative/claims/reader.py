"""Reads the claims of one document: every number of 情况说明, in order, with what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from dagster_project.form.enumerators import ITEM, SUBSECTION
from dagster_project.reading.model.cells import Cell
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.accounts import AccountNames
from dagster_project.reading.narrative.claims.denials import find_denials
from dagster_project.reading.narrative.claims.grammar import Grammar, read_grammar
from dagster_project.reading.narrative.claims.listed import (
    BUDGET,
    BUDGET_CHANGE,
    OTHER,
    PRIOR,
    Listed,
)
from dagster_project.reading.narrative.claims.listings import (
    EconomicNames,
    find_listings,
    find_structures,
)
from dagster_project.reading.narrative.claims.matching import (
    LEAD_LENGTH,
    UNKNOWN,
    Match,
    match_figure,
)
from dagster_project.reading.narrative.claims.model import (
    Account,
    Claim,
    ClaimReading,
    NotClaim,
    UncoveredSentence,
)
from dagster_project.reading.narrative.claims.numbers import (
    NumberToken,
    class_of,
    classify_numbers,
    find_numbers,
)
from dagster_project.reading.narrative.claims.remarks import (
    find_doubts,
    find_places,
    find_purposes,
    find_reasons,
)
from dagster_project.reading.narrative.claims.respective import find_respective
from dagster_project.reading.narrative.claims.section import (
    Piece,
    narrative_pieces,
    topic_of_heading,
    topic_of_opening,
)
from dagster_project.reading.narrative.claims.state import PRIOR_YEAR, State
from dagster_project.reading.narrative.claims.statements import PlacedClaim, find_statements
from dagster_project.reading.narrative.claims.subjects import Subject, SubjectReader, shorten
from dagster_project.reading.narrative.claims.unreasoned import SectionChanges

_YEAR = re.compile(r"(20\d\d)年")
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_SENTENCE_ENDS = re.compile(r"[。！？]")
_HAN = re.compile(r"[一-鿿]")
# What follows a unit in a standard phrase is short: 个项目自评等级为“优”.
_TAIL_LENGTH = 40
_IN_NAME = re.compile(r"[A-Za-z一-鿿+＋-]")
# What the warehouse holds: DECIMAL(24,6). A longer number is no figure.
_VALUE = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?")
_OPENED_ITEM = re.compile(
    rf"(?:{ITEM}|{SUBSECTION})"
    r"(?P<name>[^，。；：、\d]{2,40})(?P<mark>[，。：])"
    r"(?:20\d\d年度?|本年度?)?(?:财政拨款)?(?:支出)?(?:决算|(?:年初|全年)?预算)数?(?:为|是)?(?=\d)"
)
# 2022年预算数50.00万元，…: a paragraph that names nothing is of no part that was listed before it.
_OF_ALL = re.compile(r"20\d\d年度?(?:年初|全年)?预算数?(?:为|是)?\d")
# Of these the amount named before stays the subject of the following figures.
# 与2022年度相比, 较2022年度增加: the year is what the figures are compared with.
_COMPARED_WITH = re.compile(
    r"(?:与|较|比|同|和)20\d\d年(?:度|同期)?(?:决算数?)?(?:相比|比较|相较|对比|[增减上下]|，)"
)
_ASIDE = ("placeholder", "reason_detail", "purpose_detail")
# 完成全年预算8.00万元的75%: told in passing, what was spent stays what the sentence is about.
_FULFILLED = re.compile(r"(?:完成|达到?|占)(?:了)?[^，。；：]{0,6}预算(?:数|安排)?(?:为|的)?$")
_MONEY = re.compile(r"\d(?:亿|万|千)?元")
# A budget beside that of the year before; 年初预算为8.00万元，比上年… is told with its figure.
_BUDGETS = re.compile(
    r"预算(?:数)?(?:安排)?[比较与同](?:上一?年|去年|20\d\d年)|[比较与同](?:上一?年|去年|20\d\d年)度?预算"
)
# 国内接待9批次（其中外事接待1批次），70人次: behind the bracket the sentence goes on as before it.
_BRACKET = re.compile(r"（(?:其中|包括|包含|不?含|公务用车|公车)(?:[^（）]|（[^（）]*）)*）")


class _Reader:
    """Goes through the paragraphs once and keeps what was said."""

    def __init__(self, grammar: Grammar, accounts: AccountNames, economic: EconomicNames) -> None:
        self.grammar = grammar
        self.accounts = accounts
        self.economic = economic
        self.subjects = SubjectReader(grammar, accounts)
        self.state = State(grammar, self.subjects)
        self.reading = ClaimReading()
        self.carried = ""
        self.earlier: list[PlacedClaim] = []
        self.changes = SectionChanges()
        # Where each figure of the paragraph stands, and what was spoken of from there on.
        self.spoken: list[tuple[int, Subject]] = []

    def read(self, pieces: Sequence[Piece]) -> ClaimReading:
        """Return the reading of all paragraphs."""
        years = Counter(
            int(year)
            for piece in pieces
            if piece.is_heading
            for year in _YEAR.findall(piece.text.plain)
        )
        self.state.titled_year = years.most_common(1)[0][0] if years else 0
        for piece, following in zip_longest(pieces, pieces[1:]):
            if piece.is_heading:
                self.state.open_section(
                    topic_of_heading(piece, self.state.heading_topic, self.grammar)
                )
                self.state.take_title(piece.text.plain.rstrip("。："), is_heading=True)
                self.earlier = []
                self.reading.statements += self.changes.close()
            elif not self.state.heading_topic and (topic := topic_of_opening(piece, self.grammar)):
                self.state.open_section(topic)
                self.state.heading_topic = ""
            if not piece.continues:
                self.carried, self.state.listed = "", Listed()
            reading = self.reading
            figures, said = len(reading.claims), len(reading.statements)
            self._read_piece(piece)
            if not piece.is_heading:
                self._read_remarks(piece, following)
                self.changes.hear(reading.claims[figures:], reading.statements[said:])
        self.reading.statements += self.changes.close()
        return self.reading

    def _read_remarks(self, piece: Piece, following: Piece | None) -> None:
        topic = self.state.topic
        text = following.text if following and not following.is_heading else None
        places = find_places(piece, text, self.grammar)
        self.reading.statements += [
            *find_listings(piece, topic, self.economic),
            *find_structures(piece, topic),
            *find_purposes(piece, topic, self.subjects, self.accounts),
            *find_reasons(piece, places, topic, self.grammar, self._subject_at),
            *find_denials(piece, topic, self.state.fiscal_year),
            *find_doubts(
                piece,
                places,
                text,
                topic,
                self.grammar,
                self._subject_at,
                self.state.fiscal_year,
            ),
        ]

    def _subject_at(self, start: int) -> Subject:
        """Return what was spoken of at a place of the paragraph.

        本年支出…增长6.43%，主要原因是…。年末结转和结余…: the reason is not of what comes after it.
        """
        before = [subject for at, subject in self.spoken if at < start]
        goes_on = any(at > start for at, _ in self.spoken)
        return before[-1] if before and goes_on else self.state.subject

    def _open_item(self, piece: Piece) -> None:
        """Take the name that opens an item of a list, before a clause that names nothing.

        2.其他普通教育支出，2023年度决算数为…: not a figure of what the item before was about.
        A title (1.具体情况。支出决算…) may name nothing at all.
        """
        state = self.state
        of_all = state.parent and not state.is_titled and _OF_ALL.match(piece.text.plain)
        if of_all and not piece.continues:
            state.subject, state.metric = Subject(""), ""
        opened = None if piece.continues else _OPENED_ITEM.match(piece.text.plain)
        if opened is None:
            return
        named = self.subjects.named(opened["name"], self.state.topic, self.state.subject.path)
        if named is None and opened["mark"] != "，":
            return
        self.state.subject = named or Subject(opened["name"], "final")
        self.state.metric = self.state.subject.metric

    def _read_piece(self, piece: Piece) -> None:
        text = piece.text
        self._open_item(piece)
        classes = classify_numbers(text, self.grammar)
        placed: list[PlacedClaim] = []
        unknown: list[int] = []
        self.state.compares_budgets = False
        brackets = [match.span() for match in _BRACKET.finditer(text.plain)]
        closes, outside = 0, replace(self.state)
        self.spoken = []
        own = find_respective(text.plain, self.grammar, self.subjects, self.state.topic)
        end = heard = previous = 0
        for token in find_numbers(text, self.grammar):
            name = class_of(token, classes)
            if closes and token.start >= closes:
                self.state.return_to(outside)
                end, closes = max(end, closes), 0
            if not closes and (ends := [b for a, b in brackets if a < token.start < b]):
                closes, outside = ends[0], replace(self.state)
            if not name and not _VALUE.fullmatch(token.value):
                name = "overlong"
            # A figure without unit needs its word before it; a row of bare numbers has none.
            words = self.carried + text.plain[previous : token.start]
            if not name and token.unit_kind == "none" and not _HAN.search(words):
                name = "name_part" if previous == token.start else "unclassified"
            previous = token.unit_end
            if not name:
                self.state.hear(("" if heard else self.carried) + text.plain[heard : token.start])
                length = LEAD_LENGTH if token.unit else LEAD_LENGTH // 2
                lead = text.plain[max(end, token.start - length) : token.start]
                tail = text.plain[token.unit_end : token.unit_end + _TAIL_LENGTH]
                sentence = _SENTENCE_ENDS.split(self.carried + text.plain[: token.start])[-1]
                lead = own.get(token.start, self.carried + lead)
                match = self._match(lead, token, tail, sentence)
                heard = token.start
                if match is not None:
                    placed.append(PlacedClaim(self._claim(piece, token, match), token.start))
                    if not closes:
                        self.spoken.append((token.start, self.state.subject))
                    if not match.is_known:
                        unknown.append(token.start)
                    end = heard = token.unit_end
                    self.carried = ""
                    continue
                followed = text.plain[token.end : token.end + 1]
                name = "name_part" if _IN_NAME.match(followed) else "unclassified"
            self.reading.not_claims.append(self._not_claim(piece, token, name))
        if closes:
            self.state.return_to(outside)
        self.state.hear(text.plain[max(heard, closes) :])
        self.carried = (self.carried + text.plain[end:])[-80:]
        if not piece.is_heading:
            self.reading.statements += find_statements(
                piece, self.grammar, self.subjects, self.state.topic, [*self.earlier, *placed]
            )
        self.earlier += [PlacedClaim(claim.claim, -1) for claim in placed]
        self._note_sentences(piece, [claim.start for claim in placed], unknown)
        self.reading.claims += [claim.claim for claim in placed]

    def _match(self, lead: str, token: NumberToken, tail: str, sentence: str) -> Match | None:
        state = self.state
        state.leave_average(token)
        before = (state.subject, state.metric)
        match = match_figure(state, lead, token, tail)
        if match is None:
            return None
        subject = state.in_account(state.in_context(match.subject, sentence), sentence)
        if match.is_change:
            subject = state.changed(subject, sentence, token, tail)
            match = self._of_budgets(match, lead)
        if subject != match.subject:
            is_of_subject = match.metric == match.subject.metric
            metric = (subject.metric or UNKNOWN) if is_of_subject else match.metric
            match = replace(match, subject=subject, metric=metric)
        match = self._of_list(match, lead, sentence)
        # 决算数3.00万元，预算数5.00万元，比上年增加…: nobody can tell which of both.
        if match.is_change and match.base == PRIOR_YEAR and state.last_metric == BUDGET:
            match = replace(match, metric=BUDGET) if state.is_beside_budget else match
        state.is_titled = False
        if match.claim_kind == "amount" and match.is_known and match.base != PRIOR_YEAR:
            state.last_amount, state.last_amount_of = token, match.subject
        if match.metric not in _ASIDE:
            state.last_metric, state.last_base = match.metric, match.base
            # 决算数0.90万元，比预算数2.00万元减少…: what decreased was told before the budget.
            # 决算数3.00万元，预算数5.00万元，比预算数减少…: the same, the budget stands beside it.
            state.is_beside_budget = (
                match.metric == "budget"
                and match.subject == state.subject
                and state.metric not in ("", "budget", UNKNOWN)
                and bool(_MONEY.search(sentence))
            )
            compared = match.metric == "budget" and (
                bool(state.compared_with)
                or bool(_FULFILLED.search(sentence))
                or state.is_beside_budget
            )
            if match.claim_kind in ("amount", "count", "score") and match.is_known and not compared:
                state.metric = match.metric
                state.compares_budgets &= match.metric == "budget"
            elif match.is_known and (
                match.is_change
                or (match.claim_kind == "execution_rate" and match.subject != state.subject)
            ):
                state.metric = match.metric
            elif not match.is_known and match.subject.name != state.subject.name:
                if match.is_change:
                    state.note_budget(match.subject)
                # What nobody knows is not what was known before it.
                state.metric = ""
            if match.subject.name:
                state.subject = match.subject
            if match.is_parent:
                state.parent = match.subject.name
        if not match.is_known:
            state.take_average(lead, token, before)
        return match

    def _of_list(self, match: Match, lead: str, sentence: str) -> Match:
        """Return the figure as one of a budget or of another year, as its whole is."""
        listed = self.state.listed
        if self.state.is_to_come(sentence):
            listed.whole = OTHER
            return replace(match, metric=UNKNOWN)
        if listed.kind == OTHER or (match.is_change and listed.kind == BUDGET_CHANGE):
            return replace(match, metric=UNKNOWN)
        if match.is_change and not match.is_known and "预算" in match.subject.name:
            listed.whole = listed.whole or BUDGET_CHANGE
            return match
        if match.claim_kind == "amount":
            if listed.is_budget(match.metric, lead):
                return replace(match, metric=BUDGET, base=listed.base)
            if listed.is_prior(match.metric):
                return replace(match, base=PRIOR_YEAR)
            listed.take_whole(match.metric, match.base, sentence, is_prior=match.base == PRIOR_YEAR)
        elif match.is_change and listed.whole == PRIOR:
            listed.whole = ""
        elif match.claim_kind == "share" and listed.kind == PRIOR:
            return replace(match, metric=UNKNOWN)
        return match

    def _of_budgets(self, match: Match, lead: str) -> Match:
        """Return the change as one that nobody knows, where budgets of two years are compared.

        2032年度“三公”经费预算较2031年度增加1.00万元，其中公务接待费较上年减少…: nor are its parts
        changes of what was spent.
        """
        state = self.state
        clause = re.split(r"[。；]", lead)[-1]
        if match.base == PRIOR_YEAR and _BUDGETS.search(clause):
            state.compares_budgets = True
        known = not state.compares_budgets or match.base != PRIOR_YEAR
        return match if known or match.metric == "budget" else replace(match, metric=UNKNOWN)

    def _claim(self, piece: Piece, token: NumberToken, match: Match) -> Claim:
        subject: Subject = match.subject
        return Claim(
            claim_kind=match.claim_kind,
            metric=match.metric,
            subject=subject.name,
            account_code=subject.account_code,
            value_numeric=token.value,
            value_unit=token.unit,
            direction=match.direction,
            base=match.base,
            paragraph=piece.paragraph,
            excerpt=self._excerpt(piece, token),
            printed_text=token.digits,
            pattern_id=match.pattern_id,
            path=subject.path,
            topic=self.state.topic,
        )

    @staticmethod
    def _excerpt(piece: Piece, token: NumberToken) -> str:
        printed = piece.text.printed
        return (
            shorten(printed[max(0, token.start - 80) : token.start])
            + printed[token.start : token.unit_end]
        )

    def _not_claim(self, piece: Piece, token: NumberToken, name: str) -> NotClaim:
        plain = piece.text.plain
        compared = name == "year" and _COMPARED_WITH.match(plain, max(token.start - 1, 0))
        return NotClaim(
            name, token.digits, piece.paragraph, self._excerpt(piece, token), bool(compared)
        )

    def _note_sentences(self, piece: Piece, known: Sequence[int], unknown: Sequence[int]) -> None:
        for match in _SENTENCE.finditer(piece.text.plain):
            start, end = match.span()
            if not any(start <= at < end for at in known):
                continue
            self.reading.sentences += 1
            figures = sum(start <= at < end for at in unknown)
            if figures:
                sentence = piece.text.printed[start:end]
                self.reading.uncovered_sentences.append(
                    UncoveredSentence(sentence, figures, piece.paragraph)
                )


def read_claims(
    paragraphs: Iterable[Paragraph],
    accounts: Iterable[Account],
    grammar: Grammar | None = None,
    economic_cells: Iterable[Cell] = (),
) -> ClaimReading:
    """Return every number of 情况说明 as a claim or as classified as none, and what else it says.

    ``paragraphs`` are those of the whole document, in order; ``accounts`` those that its own
    tables name; ``grammar`` is that of dbt/seeds/claims/ where none is given; ``economic_cells``
    are the cells of the table by economic account.
    """
    grammar = grammar or read_grammar()
    reader = _Reader(grammar, AccountNames(accounts), EconomicNames(economic_cells))
    return reader.read(narrative_pieces(paragraphs, grammar))
