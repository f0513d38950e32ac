"""What was read of a paper, set beside what is printed on it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tests.published_forms.paper import MONEY, Key, Paper, Table

# Columns of the public contract (docs/naming.md): a value in one of them that is not printed there
# is invented. Columns of other names are somebody else's and are not looked at.
_THREE = ("total", "abroad", "vehicles", "purchase", "running", "reception")
CANONICAL = {
    "gk01": {"income_amount", "expenditure_amount"},
    "gk02": {
        *("total", "fiscal_appropriation", "superior_subsidy", "undertaking"),
        *("undertaking_education_fees", "operating", "affiliated_remittance", "other"),
    },
    "gk03": {
        *("total", "basic", "project"),
        *("remitted_to_superior", "operating", "subsidy_to_affiliated"),
    },
    "gk04": {"income_amount", "total", "general_public", "government_fund", "state_capital"},
    "gk05": {"total", "basic", "project", "opening", "income", "closing"},
    "gk06": {"total", "basic", "personnel", "public"},
    "gk07": {f"{b}_{p}" for b in ("budget", "final") for p in _THREE},
    "gk08": {"opening", "income", "total", "basic", "project", "closing"},
    "gk09": {"opening", "income", "total", "basic", "project", "closing"},
}


@dataclass
class Document:
    """One extract folder."""

    id: str
    json: dict[str, Any]
    tables: dict[str, list[dict[str, str]]]
    claims: int
    headings: str

    @property
    def status(self) -> str:
        """Return ``read`` or ``refused``."""
        return str(self.json.get("status"))

    @property
    def files(self) -> list[str]:
        """Return the names of its source files."""
        return [f["name"] for f in self.json.get("source", {}).get("files", [])]

    @property
    def reason(self) -> str | None:
        """Return why it was refused."""
        return self.json.get("reason_zh")

    @property
    def organization(self) -> str | None:
        """Return whose it is."""
        return self.json.get("organization_name")

    @property
    def year(self) -> int | None:
        """Return of which year it is."""
        return self.json.get("fiscal_year")


def documents(raw: Path) -> list[Document]:
    """Read the extract folders of a place."""
    found = []
    for path in sorted(raw.glob("*/*/document.json")):
        folder = path.parent
        tables = {}
        for file in sorted(folder.glob("*.csv")):
            with file.open(encoding="utf-8") as stream:
                rows = list(csv.DictReader(stream))
            if rows and "cell_state" in rows[0]:
                tables[file.stem] = rows
        claims = folder / "claims.csv"
        headings = folder / "headings.csv"
        found.append(
            Document(
                id=folder.name,
                json=json.loads(path.read_text(encoding="utf-8")),
                tables=tables,
                claims=len(claims.read_text(encoding="utf-8").splitlines()) - 1
                if claims.exists()
                else 0,
                headings=headings.read_text(encoding="utf-8") if headings.exists() else "",
            )
        )
    return found


def extract(paths: list[Path], raw: Path) -> list[Document]:
    """Read files into extract folders by the door of the house."""
    from dagster_project.reading import extract_files

    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir(parents=True)
    extract_files(paths, raw)
    return documents(raw)


@dataclass
class Score:
    """How a document was read."""

    total: int = 0
    right: int = 0
    wrong_confirmed: list[str] = field(default_factory=list)
    wrong_doubted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    others_read: int = 0
    others: int = 0
    identity_right: bool = False
    identity_note: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Return the share of cells that are right."""
        return self.right / self.total if self.total else 1.0

    @property
    def tables_note(self) -> str:
        """Return which tables are not there."""
        words = [f"{n} vanished" for n in self.vanished] + [f"{n} not read" for n in self.not_read]
        return ", ".join(words)

    @property
    def examples(self) -> str:
        """Return some of what is wrong."""
        return "; ".join([*self.wrong_confirmed, *self.wrong_doubted, *self.missing][:3])


def _number(row: dict[str, str], kind: str) -> Decimal | None:
    text = row["amount_yuan"] if kind == MONEY and row["amount_yuan"] else row["value_numeric"]
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def bare(text: str) -> str:
    """Return a title without marks, spaces and punctuation."""
    text = re.sub(r"[\s“”\"'：:（）()、，,·]", "", text)
    return re.sub(r"^(公开\d+表|附?表\d+|GK\d+|[一二三四五六七八九十]+、)", "", text)


def _entry(document: Document, table: Table) -> dict[str, Any] | None:
    title = bare(table.title)
    for entry in document.json.get("tables", []):
        if title == bare(entry.get("title") or ""):
            return dict(entry)
    return None


def _figures(document: Document, codes: list[str]) -> Counter[Decimal]:
    found: Counter[Decimal] = Counter()
    for code in codes:
        for row in document.tables.get(code, []):
            value = _number(row, MONEY)
            if row["cell_state"] == "value" and value is not None:
                found[value] += 1
    return found


def _score_other(result: Score, document: Document, table: Table) -> None:
    """Look for a table without a canonical meaning: its cells are kept, or it is named."""
    result.others += 1
    wanted = Counter(c.value for c in table.cells() if c.value)
    entry = _entry(document, table)
    if entry is not None:
        have = _figures(document, [entry["table_code"]])
        if not wanted or sum((wanted & have).values()) >= 0.995 * sum(wanted.values()):
            result.others_read += 1
            return
    text = bare(json.dumps(document.json, ensure_ascii=False)) + bare(document.headings)
    if bare(table.title) in text:
        result.not_read.append(table.title)
    else:
        result.vanished.append(table.title)


def _find(document: Document, table: Table, key: Key) -> list[dict[str, str]]:
    """Return the cells that were read for a key."""
    code, row_key, column = key
    if code not in CANONICAL:  # a table that has a title and no code of the contract
        entry = _entry(document, table)
        code = entry["table_code"] if entry else code
    rows = [r for r in document.tables.get(code, []) if r["column_code"] == column]
    if code == "gk06" and column == "basic":
        rows = rows or [r for r in document.tables.get(code, []) if r["column_code"] == "total"]
    if row_key.startswith("~"):
        words = bare(row_key[1:])
        return [r for r in rows if bare(r["printed_label"]).endswith(words)]
    if code == "gk06" and row_key == "total":
        return [r for r in rows if r["row_key"] in ("total", "basic_total")]
    return [r for r in rows if r["row_key"] == row_key]


def score(paper: Paper, document: Document) -> Score:
    """Compare a document with its paper, cell by cell."""
    result = Score()
    d = paper.department
    result.identity_right = document.organization == d.organization and document.year == d.year
    if not result.identity_right:
        result.identity_note = f"identity {document.organization} {document.year}"
    if document.status != "read":
        result.notes.append(f"refused: {document.reason}")
    for entry in document.json.get("tables", []):
        note = entry.get("reading_note")
        if note:
            result.notes.append(f"{entry['table_code']} {entry.get('title') or ''}: {note}")
    used: set[int] = set()
    codes: Counter[str] = Counter()
    for table in paper.tables:
        if table.is_hidden:
            continue
        if table.code == "other":
            _score_other(result, document, table)
            continue
        codes[table.code] += 1
        read_any = False
        for cell in table.cells():
            if cell.key is None or cell.value is None:
                continue
            is_printed = bool(cell.value) or table.zeros == "0.00"
            found = _find(document, table, cell.key)
            used.update(id(r) for r in found)
            got = next((r for r in found if r["cell_state"] == "value"), None)
            value = _number(got, cell.kind) if got else None
            place = "/".join(cell.key)
            if not is_printed:
                if value:
                    _wrong(result, got, f"{place} is blank, read {value}")
                continue
            result.total += 1
            if value == cell.value:
                result.right += 1
                read_any = True
            elif value is None:
                result.missing.append(f"{place} {cell.value} missing")
            else:
                read_any = True
                _wrong(result, got, f"{place} is {cell.value}, read {value}")
        if not read_any and table.figures():
            text = bare(json.dumps(document.json, ensure_ascii=False)) + bare(document.headings)
            names = result.not_read if bare(table.title) in text else result.vanished
            names.append(f"{table.code} {table.title}")
    _invented(result, paper, document, used)
    return result


def _wrong(result: Score, row: dict[str, str] | None, words: str) -> None:
    is_sure = row is not None and row["read_status"] == "confirmed"
    (result.wrong_confirmed if is_sure else result.wrong_doubted).append(words)


def _invented(result: Score, paper: Paper, document: Document, used: set[int]) -> None:
    """Values in columns of the contract, in tables that the paper prints, where nothing is."""
    printed = {t.code for t in paper.tables}
    others = {bare(t.title) for t in paper.tables if t.code == "other"}
    titles = {e["table_code"]: bare(e.get("title") or "") for e in document.json.get("tables", [])}
    for code, rows in document.tables.items():
        if code not in printed or code not in CANONICAL:
            continue
        if titles.get(code) in others:  # a sister of ours, read as ours: what it prints is there
            continue
        for row in rows:
            value = _number(row, MONEY)
            if row["cell_state"] != "value" or not value or id(row) in used:
                continue
            if row["column_code"] in CANONICAL[code] and row["row_role"] != "of_which":
                words = f"{code}/{row['row_key']}/{row['column_code']} invented {value}"
                _wrong(result, row, words)
