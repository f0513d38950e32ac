"""Claims: every figure of the narrative as one row; the grammar is data in dbt/seeds/claims/."""

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import (
    Account,
    Claim,
    ClaimReading,
    NotClaim,
    Statement,
    UncoveredSentence,
)
from dagster_project.reading.narrative.claims.reader import read_claims

__all__ = [
    "Account",
    "Claim",
    "ClaimReading",
    "NotClaim",
    "Paragraph",
    "Statement",
    "UncoveredSentence",
    "read_claims",
]
