"""Self-evaluation forms and sentences about them, for documents that differ in one thing.

The factory's form adds up: 100.00 万元 of budget, 90.00 executed (90.00 %, 9 of 10 points, 10.00
carried over), two indicators with 50 and 40 of 50 and 40 points: 99 of 100, grade 优.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from dagster_project.contract.cell_model import CELL_COLUMNS, CLAIM_COLUMNS, STATEMENT_COLUMNS
from tests import factories
from tests.rules.writing import Write

NAME = "山林防火巡查项目"
_KINDS = {
    **dict.fromkeys(
        ("requested", "budgeted", "full_year_budget", "executed", "carried_over"), "money"
    ),
    "execution_percent": "percent",
    "weight": "score",
    "score": "score",
}
Texts = dict[str, str]

TOTAL = {
    "budgeted": "100.00",
    "full_year_budget": "100.00",
    "executed": "90.00",
    "carried_over": "10.00",
    "execution_percent": "90.00",
    "weight": "10",
    "score": "9",
}
PART = {"budgeted": "100.00", "full_year_budget": "100.00", "executed": "90.00"}
FIRST = {
    "level3": "巡查次数",
    "initial_target": "≥120次",
    "adjusted_target": "≥120次",
    "actual": "120次",
    "weight": "50",
    "score": "50",
    "deviation_note": "",
}
SECOND = FIRST | {
    "level3": "火情发现率",
    "initial_target": "≥95%",
    "adjusted_target": "≥95%",
    "actual": "96%",
    "weight": "40",
    "score": "40",
}


@dataclass(frozen=True)
class Form:
    """One form, as texts by column."""

    name: str = NAME
    head: Texts = field(default_factory=lambda: {"weight": "100", "score": "99", "grade": "优"})
    funds: dict[str, Texts] = field(default_factory=lambda: {"funds_total": TOTAL})
    indicators: tuple[Texts, ...] = (FIRST, SECOND)
    unconfirmed: frozenset[str] = frozenset()

    def with_head(self, **texts: str) -> Form:
        """Return the form with other texts in its total row."""
        return replace(self, head=self.head | texts)

    def with_funds(self, **texts: str) -> Form:
        """Return the form with other texts in the row of its funds."""
        return replace(self, funds=self.funds | {"funds_total": self.funds["funds_total"] | texts})

    def with_part(self, key: str, **texts: str) -> Form:
        """Return the form with one more source of funds."""
        return replace(self, funds=self.funds | {key: texts})

    def with_first(self, **texts: str) -> Form:
        """Return the form with other texts in its first indicator."""
        return replace(self, indicators=(self.indicators[0] | texts, *self.indicators[1:]))

    def without(self, *columns: str) -> Form:
        """Return the form without these columns of its indicators."""
        kept = tuple({k: v for k, v in i.items() if k not in columns} for i in self.indicators)
        return replace(self, indicators=kept)


def _cell(row: tuple[int, str, str, str], column: str, text: str, status: str) -> Texts:
    row_no, key, role, label = row
    kind = _KINDS.get(column, "text")
    numeric = text.rstrip("%") if kind != "text" else ""
    yuan = str(Decimal(numeric) * 10_000) if kind == "money" and numeric else ""
    return factories.cell(
        row_no,
        (key, role, label, {column: text.rstrip("%") if kind != "text" else ""}),
        column,
        account_code="",
        printed_code="",
        printed_text=text,
        cell_state="value" if text else "blank",
        value_kind=kind,
        value_numeric=numeric,
        value_unit={"money": "万元", "percent": "%", "score": "分"}.get(kind, ""),
        amount_yuan=str(Decimal(yuan).quantize(Decimal("0.01"))) if yuan else "",
        printed_unit="万元",
        printed_decimals=str(len(numeric.partition(".")[2])) if numeric else "",
        source_locator=f"L{row_no}",
        read_status=status,
    )


def cells_of(forms: tuple[Form, ...]) -> list[Texts]:
    """Return the records of jx01."""
    records: list[Texts] = []
    row_no = 0
    for project, form in enumerate(forms, start=1):
        rows = [("", "total", form.name, form.head)]
        for key, texts in form.funds.items():
            role = "line" if key == "funds_total" else "of_which"
            rows.append((f".{key}", role, key, texts))
        for number, texts in enumerate(form.indicators, start=1):
            rows.append((f".i{number:02d}", "item", texts["level3"], texts))
        for suffix, role, label, texts in rows:
            row_no += 1
            row = (row_no, f"p{project}{suffix}", role, label)
            for column, text in texts.items():
                status = "unconfirmed" if suffix in form.unconfirmed else "confirmed"
                records.append(_cell(row, column, text, status))
    return records


def said(
    metric: str, subject: str, text: str, unit: str, kind: str = "amount", **fields: str
) -> Texts:
    """Return one figure of the narrative; a percentage is an execution rate."""
    return (
        dict.fromkeys(CLAIM_COLUMNS, "")
        | {
            "claim_kind": kind,
            "metric": metric,
            "subject": subject,
            "value_numeric": text,
            "value_unit": unit,
            "printed_text": text,
            "topic": "performance_review",
            "source_locator": "L900",
        }
        | fields
    )


def published(
    *forms: Form,
    claims: tuple[Texts, ...] = (),
    remarks: tuple[Texts, ...] = (),
    is_read: bool = True,
) -> Write:
    """Return a writer of the factory's document with these forms and sentences."""

    def write(raw_dir: Path, document_id: str) -> None:
        folder = factories.write_document(raw_dir, document_id)
        numbered = [claim | {"claim_no": str(n)} for n, claim in enumerate(claims, start=1)]
        factories.write_csv(folder / "claims.csv", CLAIM_COLUMNS, numbered)
        stated = [row | {"statement_no": str(n)} for n, row in enumerate(remarks, start=1)]
        factories.write_csv(folder / "statements.csv", STATEMENT_COLUMNS, stated)
        if not forms and is_read:
            return
        records = cells_of(forms)
        factories.write_csv(folder / "jx01.csv", CELL_COLUMNS, records)
        content = factories.document_json(document_id, factories.default_tables(), factories.YEAR)
        table = content["tables"][0] | {
            "table_code": "jx01",
            "printed_number": None,
            "title": "项目支出绩效自评表",
            "unit": "万元",
            "read_status": "confirmed" if is_read else "not_read",
            "rows": len(records),
            "cells": len(records),
        }
        factories.edit_json(folder, tables=[*content["tables"], table])

    return write
