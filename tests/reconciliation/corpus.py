"""Documents made from the reference extract, and the verdicts on them.

A *cell* here is (table_code, row_no, column_code), the key of the cell model.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from dagster_project.contract.cell_model import CELL_COLUMNS
from dagster_project.runtime.settings import PROJECT_DIR
from tests import factories

REFERENCE = PROJECT_DIR / "raw" / "2022" / "xinzhou-hrss-2022"
YEAR = 2022

Cell = tuple[str, str, str]
Record = dict[str, str]


def read_tables(folder: Path = REFERENCE) -> dict[str, list[Record]]:
    """Return the cell records of every table of an extract folder, in file order."""
    tables = {}
    for path in sorted(folder.glob("gk*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    return tables


def cell_of(table: str, record: Record) -> Cell:
    """Return the key of a record."""
    return table, record["row_no"], record["column_code"]


def filled_money(tables: Mapping[str, Sequence[Record]]) -> list[tuple[str, int]]:
    """Return (table, position) of every filled money cell."""
    return [
        (table, position)
        for table, records in tables.items()
        for position, record in enumerate(records)
        if record["cell_state"] == "value" and record["value_kind"] == "money"
    ]


def change_cell(
    tables: Mapping[str, Sequence[Record]], table: str, position: int, printed: str
) -> dict[str, list[Record]]:
    """Return a copy of the tables in which one cell prints something else."""
    changed = {name: list(records) for name, records in tables.items()}
    changed[table][position] = factories.with_value(changed[table][position], printed)
    return changed


def find_cell(
    tables: Mapping[str, Sequence[Record]], table: str, row_key: str, column_code: str
) -> int:
    """Return the position of the one cell with this key."""
    [position] = [
        position
        for position, record in enumerate(tables[table])
        if (record["row_key"], record["column_code"]) == (row_key, column_code)
    ]
    return position


def write_folder(
    raw_dir: Path,
    document_id: str,
    tables: Mapping[str, Sequence[Record]],
    change_document: Callable[[dict], dict] = lambda document: document,
) -> None:
    """Write an extract folder with the reference's document.json under another organization."""
    folder = raw_dir / str(YEAR) / document_id
    folder.mkdir(parents=True)
    document = json.loads((REFERENCE / "document.json").read_text(encoding="utf-8"))
    # Self-evaluation forms are no tables of accounts: tests/rules has its own.
    document["tables"] = [t for t in document["tables"] if t["table_code"].startswith("gk")]
    document |= {
        "document_id": document_id,
        "disclosure_id": document_id,
        "organization_id": f"org-{document_id}",
        "organization_name": f"示例单位{document_id}",
    }
    document = change_document(document)
    (folder / "document.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    for table, records in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, CELL_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)


# Verdicts of a document, with the verdict that CLEAN has on the same subject.
CLEAN = "clean"
_BESIDE_CLEAN = f"""
    select own.*, other.status as clean_status
    from reconciliation.rule_verdicts as own
    left join (
        select rule_id, subject, status from reconciliation.rule_verdicts
        where document_id = '{CLEAN}'
    ) as other using (rule_id, subject)
"""


def verdicts(
    connection: duckdb.DuckDBPyConnection, chosen: str = "true"
) -> dict[str, dict[tuple[str, str], tuple]]:
    """Return per document {(rule_id, subject): (status, cells of the evidence)}.

    ``chosen`` is a condition on ``status`` and ``clean_status``, the verdict on the clean document.
    """
    found: dict[str, dict[tuple[str, str], tuple]] = {}
    rows = connection.execute(
        f"""
        select
            document_id, rule_id, subject, status,
            list_transform(
                from_json(
                    every.evidence,
                    '[{{"table_code":"VARCHAR","row_no":"VARCHAR","column_code":"VARCHAR"}}]'
                ),
                cell -> [cell.table_code, cell.row_no, cell.column_code]
            ) as cells
        from ({_BESIDE_CLEAN}) as verdicts
        inner join reconciliation.verdict_evidence as every using (document_id, rule_id, subject)
        where {chosen}
        """
    ).fetchall()
    for document_id, rule_id, subject, status, cells in rows:
        evidence = frozenset(tuple(cell) for cell in cells)
        found.setdefault(document_id, {})[rule_id, subject] = (status, evidence)
    return found


def documents_of_other_subjects(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the documents in which something else is checked than in the clean one."""
    rows = connection.execute(
        f"""
        select document_id from ({_BESIDE_CLEAN})
        group by document_id
        having count(*) <> count(clean_status) or count(*) <> (
            select count(*) from reconciliation.rule_verdicts where document_id = '{CLEAN}'
        )
        order by document_id
        """
    ).fetchall()
    return [document_id for (document_id,) in rows]
