"""What a list of findings is silent about: documents that were kept back, tables not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dagster_project.contract.words import word
from dagster_project.release.marts import is_kept_back, open_marts
from dagster_project.runtime.warehouse import open_release

# What is kept as it is printed is a table of no rule: nobody expects it to be compared.
_KEPT = "as_printed"
_NAMED = 6
_LONGEST_TITLE = 24


def say_kept_back(document: Mapping[str, Any]) -> str:
    """Return that a document was kept back, and why."""
    return f"{word(document['gate_status'], 'gate')}。{document.get('gate_reasons') or ''}"


def unread_tables(release: Path, documents: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return of each document in use which of its tables were not read, in one sentence."""
    titles: dict[str, list[str]] = defaultdict(list)
    with open_release(release) as connection:
        rows = open_marts(connection).read("unknown_tables", order_by="document_id, unknown_no")
    for row in rows:
        if row["unknown_state"] != _KEPT:
            titles[row["document_id"]].append(row["title"] or "没有表名的表")
    return {
        document["document_id"]: _say_unread(document, titles[document["document_id"]])
        for document in documents
        if titles[document["document_id"]] and not is_kept_back(document)
    }


def _say_unread(document: Mapping[str, Any], titles: Sequence[str]) -> str:
    named = "、".join(title[:_LONGEST_TITLE] for title in titles[:_NAMED])
    more = "等" if len(titles) > _NAMED else ""
    said = f"{len(titles)} 张表没有读出,没有核对:{named}{more}"
    if document.get("table_figures") is not None:
        said += f";表中 {document['table_figures']} 个数读入 {document['table_figures_read']} 个"
    return said


def silent_rows(
    columns: Collection[str],
    documents: Sequence[Mapping[str, Any]],
    unread: Mapping[str, str],
) -> Iterator[tuple[Any, ...]]:
    """Yield a record of no rule for each document kept back, and for each with unread tables."""
    for document in documents:
        if is_kept_back(document):
            said = {"severity": "blocking", "message_zh": f"文件{say_kept_back(document)}"}
        elif document["document_id"] in unread:
            said = {"severity": "notice", "message_zh": unread[document["document_id"]]}
        else:
            continue
        own = {**document, "rule_id": "", **said}
        yield tuple(own.get(name) for name in columns)
