"""The cell model: what one extract folder contains, as column names and allowed values.

An extract folder is ``raw/<fiscal_year>/<document_id>/``. It holds ``document.json``, one CSV per
canonical table, ``headings.csv``, ``narrative.csv``, ``claims.csv`` and ``statements.csv``. The
folder's name is the document's id, so the CSVs do not repeat it. Source of the model:
docs/architecture.md, "The extract folder".
"""

from __future__ import annotations

import csv

from dagster_project.runtime.settings import SEEDS_DIR

FORMAT_VERSION = 1

# Grain: one printed cell. Key within a file: row_no, column_code.
CELL_COLUMNS = (
    "row_no",
    "row_key",
    "row_role",
    "printed_line_no",
    "printed_code",
    "printed_label",
    "account_code",
    "column_code",
    "printed_text",
    "cell_state",
    "value_kind",
    "value_numeric",
    "value_unit",
    "amount_yuan",
    "printed_unit",
    "printed_decimals",
    "page",
    "bbox",
    "source_locator",
    "read_status",
    "confidence",
    "printed_header",
)

# Grain: one heading, note, statement or phrase of the form left in (residue), in reading order.
HEADING_COLUMNS = (
    "heading_no",
    "heading_kind",
    "level",
    "section_code",
    "table_code",
    "printed_text",
    "page",
    "source_locator",
    "read_status",
)

# Grain: one paragraph of running text, its printed lines joined, in reading order. Headings are
# paragraphs of their own; tables, contents, headers, footers and page numbers are not there.
NARRATIVE_COLUMNS = ("line_no", "text", "page", "bbox", "source_locator", "section_code")

# Grain: one figure of the narrative.
CLAIM_COLUMNS = (
    "claim_no",
    "claim_kind",
    "metric",
    "subject",
    "account_code",
    "value_numeric",
    "value_unit",
    "direction",
    "base",
    "section",
    "page",
    "source_locator",
    "excerpt",
    "printed_text",
    "topic",
    "read_status",
)

# Grain: one thing that the narrative says without a figure of its own; kinds in claims/model.py.
# text_key is a hash of the text: equal texts are known as equal where the text itself is left out.
STATEMENT_COLUMNS = (
    "statement_no",
    "statement_kind",
    "subject",
    "account_code",
    "other_account_code",
    "direction",
    "base",
    "topic",
    "section",
    "page",
    "source_locator",
    "printed_text",
    "text_key",
    "excerpt",
    "read_status",
)

# What files of an earlier reader lack. They load all the same, with nothing in these columns:
# staging decides what that means (docs/decisions/0026).
ADDED_COLUMNS = {
    "cells": ("printed_header",),
    "headings.csv": ("read_status",),
    "claims.csv": ("read_status",),
    "statements.csv": ("read_status",),
}

ROW_ROLES = ("total", "class", "section", "item", "line", "of_which", "carry_over", "memo")
CELL_STATES = ("value", "blank", "struck_out")
VALUE_KINDS = ("money", "count", "percent", "score", "text")
READ_STATUSES = ("confirmed", "unconfirmed", "not_read")
TEXT_STATUSES = ("confirmed", "unconfirmed")
PRESENCES = ("data", "empty_stated", "empty_unstated", "missing", "not_required")
HEADING_KINDS = (
    *("cover", "part", "section", "subsection"),
    *("table_head", "table_title", "note", "statement", "residue"),
)
DOCUMENT_KINDS = ("final_accounts", "budget", "template", "other", "unknown")
SCOPES = ("department_consolidated", "unit", "unknown")


def _yuan_per_unit() -> dict[str, int]:
    with (SEEDS_DIR / "codes" / "money_units.csv").open(encoding="utf-8", newline="") as stream:
        return {row["unit"]: 10 ** int(row["yuan_exponent"]) for row in csv.DictReader(stream)}


# Factor from a printed money unit to yuan, the smallest unit first.
YUAN_PER_UNIT = _yuan_per_unit()
