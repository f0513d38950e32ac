"""Which pages of documents are what they were: by a key of all that a page is made of.

A page carries its key. Where the page of the last release has the same one, it is linked and not
drawn: one changed document of a thousand is one page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dagster_project.release.fingerprint import fingerprint_code
from dagster_project.release.marts import Marts
from dagster_project.release.parts import CORPUS, PARTS, has_parts
from dagster_project.report.metrics import MetricLine

# It stands in the head of a page, before anything that a document says.
_HEAD = 1_500
_MARK = '<meta name="content-key" content="'
# Figures of metrics are in the key as they are shown: their rows name the peers too.
_NOT_OF_A_PAGE = ("metric_values",)


class PageKeys:
    """The keys of the pages of one release; none where the release has no digests of its rows."""

    def __init__(self, marts: Marts, common: Mapping[str, Any]) -> None:
        """Read the digests; ``common`` is what every page shows."""
        self._of_document: dict[str, str] = {}
        if not has_parts(marts.connection):
            return
        rules, *_ = marts.connection.execute(
            "select coalesce(string_agg(row_sum::varchar || ' ' || row_xor::varchar, ';'), '') "  # noqa: S608
            f"from {PARTS} where table_name in ('rules', 'metrics')"
        ).fetchall()
        shown = (fingerprint_code(), common["chart_library"], common["severities_in_order"])
        self._common = repr((shown, rules))
        self._of_document = dict(
            marts.connection.execute(
                "select document_id, string_agg("  # noqa: S608 - own names
                "concat_ws(' ', table_name, row_count, row_sum, row_xor), ';' order by table_name) "
                f"from {PARTS} where document_id <> '{CORPUS}' "
                f"and table_name not in {(*_NOT_OF_A_PAGE, '')!r} group by 1"
            ).fetchall()
        )

    def of_document(
        self, document_id: str, metrics: Sequence[MetricLine], sources: Iterable[str]
    ) -> str:
        """Return the key of a page, empty where it cannot be known."""
        rows = self._of_document.get(document_id)
        if rows is None:
            return ""
        values = [
            (line.metric.key, line.metric.label, str(line.row["metric_value"]), line.other_years)
            for line in metrics
        ]
        content = json.dumps([self._common, rows, repr(values), *sources])
        return hashlib.sha256(content.encode()).hexdigest()


def key_of(page: Path) -> str:
    """Return the key that a page carries; empty where there is no such page."""
    try:
        with page.open(encoding="utf-8") as stream:
            head = stream.read(_HEAD)
    except (OSError, UnicodeDecodeError):
        return ""
    return head.partition(_MARK)[2].partition('"')[0]
