"""The same linear rules written for other engines: pandas three ways, Polars, SQL by hand."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dagster_project.runtime.settings import DBT_DIR

RULES = (
    *("I06", "I11", "I26"),  # a row: its total beside its parts
    *("I07", "I12", "I27"),  # a column: the total beside all classes
    *("I08", "I13", "I28"),  # a class beside its sections
    *("I09", "I14", "I29"),  # a section beside its items
    *("X01", "X08", "X09", "X16"),  # copies from table to table
)
_PARENT = {"section": "parent_class", "item": "parent_section"}
COLUMNS = ("document_id", "rule", "subject", "left", "right", "agrees")


@dataclass(frozen=True)
class Piece:
    """Cells of one table that a rule adds up for a subject; ``signs`` by column: left +, right -.

    ``kind`` is key, subject, level or children, as in rule_terms; ``subject_roles`` are the rows
    that are subjects, ``is_by_column`` says that each column is a subject of its own.
    """

    rule: str
    table: str
    kind: str
    selector: str
    signs: dict[str, int]
    subject_roles: tuple[str, ...]
    is_by_column: bool


def read_pieces() -> list[Piece]:
    """Return what the 16 rules add up, from the seeds of the rules."""
    with (DBT_DIR / "seeds/rules/rule_catalog.csv").open(encoding="utf-8") as stream:
        catalogue = {row["rule_id"]: row for row in csv.DictReader(stream)}
    pieces: dict[tuple[str, ...], Piece] = {}
    with (DBT_DIR / "seeds/rules/rule_terms.csv").open(encoding="utf-8") as stream:
        for term in csv.DictReader(stream):
            if term["rule_id"] not in RULES:
                continue
            rule = catalogue[term["rule_id"]]
            is_by_column = term["column_code"] == "=subject"
            columns = rule["subject_columns"].split("|") if is_by_column else [term["column_code"]]
            sign = int(term["weight"]) * (1 if term["side"] == "left" else -1)
            key = (term["rule_id"], term["table_code"], term["selector_kind"], term["selector"])
            piece = pieces.setdefault(
                key, Piece(*key, {}, tuple(rule["subject_roles"].split("|")), is_by_column)
            )
            piece.signs.update(dict.fromkeys(columns, sign))
    return list(pieces.values())


def by_naive_pandas(cells: pd.DataFrame, pieces: Sequence[Piece]) -> pd.DataFrame:
    """Go through documents, rules and subjects one by one, and look the cells up for each."""
    verdicts = []
    by_rule = defaultdict(list)
    for piece in pieces:
        by_rule[piece.rule].append(piece)
    for document_id, document in cells.groupby("document_id"):
        for rule, parts in by_rule.items():
            subjects: set[tuple[str, str]] = set()
            for piece in parts:
                of_table = document[document["table_code"] == piece.table]
                subjects |= _naive_subjects(of_table, piece)
            for row, column in sorted(subjects):
                sides, tolerance = {1: 0, -1: 0}, 0
                for piece in parts:
                    of_table = document[document["table_code"] == piece.table]
                    found = of_table[_naive_mask(of_table, piece, row)]
                    for code, sign in piece.signs.items():
                        if not column or code == column:
                            chosen = found[found["column_code"] == code]
                            sides[sign] += int(chosen["amount"].sum())
                            tolerance += int(chosen["half"].sum())
                subject = "/".join(part for part in (row, column) if part) or "document"
                agrees = abs(sides[1] - sides[-1]) <= tolerance
                verdicts.append((document_id, rule, subject, sides[1], sides[-1], agrees))
    return pd.DataFrame(verdicts, columns=list(COLUMNS))


def _naive_subjects(of_table: pd.DataFrame, piece: Piece) -> set[tuple[str, str]]:
    """Return row and column of every subject that a piece prints; empty where it has none."""
    columns = [""]
    if piece.is_by_column:
        columns = [code for code in piece.signs if (of_table["column_code"] == code).any()]
    if piece.kind in ("key", "level"):
        return {("", column) for column in columns}
    if piece.kind == "children":
        children = of_table[of_table["row_role"] == piece.selector]
        rows = children[_PARENT[piece.selector]].dropna().unique()
    else:
        rows = of_table[of_table["row_role"].isin(piece.subject_roles)]["row_key"].unique()
    return {(row, column) for row in rows for column in columns}


def _naive_mask(of_table: pd.DataFrame, piece: Piece, row: str) -> Any:
    if piece.kind == "key":
        return of_table["row_key"] == piece.selector
    if piece.kind == "level":
        return of_table["row_role"] == piece.selector
    if piece.kind == "subject":
        return of_table["row_key"] == row
    return (of_table["row_role"] == piece.selector) & (of_table[_PARENT[piece.selector]] == row)


def by_merging_pandas(cells: pd.DataFrame, pieces: Sequence[Piece]) -> pd.DataFrame:
    """Rule by rule: each side added up by groupby, both sides merged."""
    tables = dict(list(cells.groupby("table_code")))
    by_rule = defaultdict(list)
    for piece in pieces:
        by_rule[piece.rule].append(_selected(tables[piece.table], piece))
    done = []
    for rule, parts in by_rule.items():
        selected = pd.concat(parts)
        sides = [
            selected[selected["sign"] == sign]
            .groupby(["document_id", "subject"], as_index=False)[["amount", "half"]]
            .sum()
            for sign in (1, -1)
        ]
        merged = sides[0].merge(sides[1], on=["document_id", "subject"], how="outer").fillna(0)
        merged["rule"] = rule
        merged["left"], merged["right"] = merged["amount_x"], merged["amount_y"]
        differing = (merged["left"] - merged["right"]).abs()
        merged["agrees"] = differing <= merged["half_x"] + merged["half_y"]
        done.append(merged[list(COLUMNS)])
    return pd.concat(done)


def by_one_groupby(cells: pd.DataFrame, pieces: Sequence[Piece]) -> pd.DataFrame:
    """All rules in one groupby: no merge, each side a column of its own."""
    tables = dict(list(cells.groupby("table_code")))
    selected = pd.concat([_selected(tables[piece.table], piece) for piece in pieces])
    selected["left"] = selected["amount"].where(selected["sign"] > 0, 0)
    selected["right"] = selected["amount"].where(selected["sign"] < 0, 0)
    summed = selected.groupby(["document_id", "rule", "subject"], sort=False, as_index=False)[
        ["left", "right", "half"]
    ].sum()
    summed["agrees"] = (summed["left"] - summed["right"]).abs() <= summed["half"]
    return summed[list(COLUMNS)]


def _selected(of_table: pd.DataFrame, piece: Piece) -> pd.DataFrame:
    """Return the cells of a piece, for all documents, each with its subject and sign."""
    chosen = of_table[of_table["column_code"].isin(piece.signs)]
    rows = None
    if piece.kind == "key":
        chosen = chosen[chosen["row_key"] == piece.selector]
    elif piece.kind == "subject":
        chosen = chosen[chosen["row_role"].isin(piece.subject_roles)]
        rows = chosen["row_key"]
    else:
        chosen = chosen[chosen["row_role"] == piece.selector]
        rows = chosen[_PARENT[piece.selector]] if piece.kind == "children" else None
    subject: Any = "document" if rows is None else rows
    if piece.is_by_column:
        codes = chosen["column_code"]
        subject = codes if rows is None else rows + "/" + codes
    return pd.DataFrame(
        {
            "document_id": chosen["document_id"],
            "rule": piece.rule,
            "subject": subject,
            "sign": chosen["column_code"].map(piece.signs),
            "amount": chosen["amount"],
            "half": chosen["half"],
        }
    )


def by_polars(cells: Any, pieces: Sequence[Piece]) -> Any:
    """Do all rules in one lazy query."""
    import polars as pl

    found = []
    for piece in pieces:
        chosen = cells.lazy().filter(
            (pl.col("table_code") == piece.table) & pl.col("column_code").is_in(list(piece.signs))
        )
        row: Any = None
        if piece.kind == "key":
            chosen = chosen.filter(pl.col("row_key") == piece.selector)
        elif piece.kind == "subject":
            chosen = chosen.filter(pl.col("row_role").is_in(list(piece.subject_roles)))
            row = pl.col("row_key")
        else:
            chosen = chosen.filter(pl.col("row_role") == piece.selector)
            row = pl.col(_PARENT[piece.selector]) if piece.kind == "children" else None
        parts = [*([] if row is None else [row]), *([pl.col("column_code")] * piece.is_by_column)]
        subject = pl.concat_str(parts, separator="/") if parts else pl.lit("document")
        sign = pl.col("column_code").replace_strict(piece.signs, return_dtype=pl.Int64)
        found.append(
            chosen.select(
                "document_id",
                pl.lit(piece.rule).alias("rule"),
                subject.alias("subject"),
                pl.when(sign > 0).then("amount").otherwise(0).alias("left"),
                pl.when(sign < 0).then("amount").otherwise(0).alias("right"),
                "half",
            ).drop_nulls("subject")
        )
    agrees = (pl.col("left") - pl.col("right")).abs() <= pl.col("half")
    return (
        pl.concat(found)
        .group_by("document_id", "rule", "subject")
        .agg(pl.col("left", "right", "half").sum())
        .with_columns(agrees.alias("agrees"))
        .select(COLUMNS)
        .collect()
    )


def sql_of(pieces: Sequence[Piece]) -> str:
    """Return the rules as one statement, as somebody would write it who knows DuckDB."""
    selects = []
    for piece in pieces:
        conditions = [f"table_code = '{piece.table}'", f"column_code in ({listed(piece.signs)})"]
        row = ""
        if piece.kind == "key":
            conditions.append(f"row_key = '{piece.selector}'")
        elif piece.kind == "subject":
            conditions.append(f"row_role in ({listed(piece.subject_roles)})")
            row = "row_key"
        else:
            conditions.append(f"row_role = '{piece.selector}'")
        if piece.kind == "children":
            row = _PARENT[piece.selector]
            conditions.append(f"{row} is not null")
        column = "column_code" if piece.is_by_column else ""
        subject = " || '/' || ".join(part for part in (row, column) if part) or "'document'"
        sides = (
            f"coalesce(sum(check_value) filter (where column_code in ({listed(codes)})), 0)"
            if codes
            else "0"
            for codes in (
                [code for code, sign in piece.signs.items() if sign == of] for of in (1, -1)
            )
        )
        selects.append(
            f"select document_id, '{piece.rule}' as rule, {subject} as subject, "
            "{} as left_amount, {} as right_amount, sum(half_unit) as half ".format(*sides)
            + f"from core.fct_cells where {' and '.join(conditions)} group by all"
        )
    return (
        "create or replace temporary table by_hand as "
        "select document_id, rule, subject, sum(left_amount) as left_amount, "
        "sum(right_amount) as right_amount, "
        "abs(sum(left_amount) - sum(right_amount)) <= sum(half) as agrees from ("
        + " union all ".join(selects)
        + ") group by all"
    )


def listed(values: Any) -> str:
    return ", ".join(f"'{value}'" for value in values)
