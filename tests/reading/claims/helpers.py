"""Helpers of the claim tests: a short text into claims, and what of a claim is compared."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.reading.narrative.claims import Account, ClaimReading, Paragraph, read_claims
from dagster_project.reading.narrative.claims.grammar import Grammar

# Invented: no code list knows them.
ACCOUNTS = (
    Account("201", "一般公共服务支出"),
    Account("20198", "邮亭事务"),
    Account("2019801", "行政运行"),
    Account("2019802", "驿路养护"),
    Account("20199", "渡口事务"),
    Account("2019901", "行政运行"),
)
Brief = tuple[str, str, str, str, str, str, str]


def read_text(
    heading: str,
    *paragraphs: str,
    accounts: Sequence[Account] = ACCOUNTS,
    grammar: Grammar | None = None,
) -> ClaimReading:
    """Return the reading of a narrative with one section."""
    texts = ("第三部分 某局2031年度部门决算情况说明", heading, *paragraphs, "第四部分 名词解释")
    pieces = [Paragraph(text, page=9, locator=f"L{i}") for i, text in enumerate(texts, start=1)]
    return read_claims(pieces, accounts, grammar)


def brief(reading: ClaimReading) -> list[Brief]:
    """Return kind, metric, subject, value, unit, direction and base of each claim."""
    return [
        (c.claim_kind, c.metric, c.subject, c.value_numeric, c.value_unit, c.direction, c.base)
        for c in reading.claims
    ]
