"""Where documents stand among their peers: a script per some hundred documents, beside the pages.

Medians and percentiles move with every document of the corpus, and the page of a document does not:
what it says stays right as long as the document does. So the page loads from ``peers/`` what is of
the corpus, and without scripts it shows all but that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dagster_project.contract.shown_amounts import format_amount
from dagster_project.release.marts import Row
from dagster_project.report.metrics import MetricLine, Metrics

FOLDER = "peers"
# Two hexadecimal digits: 256 shards, of about 1,200 documents each where a country has 300,000.
_DIGITS = 2


def shard_url(document_id: str) -> str:
    """Return the address of the shard of a document, from the root of the site."""
    return f"{FOLDER}/{hashlib.sha256(document_id.encode()).hexdigest()[:_DIGITS]}.js"


def write_peer_shards(folder: Path, documents: Sequence[Row], metrics: Metrics) -> None:
    """Write the shards that have something to say: {document: {metric: [median, of, …]}}."""
    shards: dict[str, dict[str, Any]] = {}
    for document in documents:
        lines = metrics.of_document(document)
        if lines:
            own = {line.metric.key: _standing(line) for line in lines}
            document_id = document["document_id"]
            shards.setdefault(shard_url(document_id), {})[document_id] = own
    for url, content in sorted(shards.items()):
        path = folder / url
        path.parent.mkdir(exist_ok=True)
        # Parsed, not written as an object: a document may be called __proto__.
        text = json.dumps(json.dumps(content, separators=(",", ":"), sort_keys=True))
        path.write_text(f"window.juesuanPeers = JSON.parse({text});\n", encoding="ascii")


def _standing(line: MetricLine) -> list[Any]:
    """Return median, documents that it is of, percentile among the peers and their number."""
    has_median = line.documents > 1
    return [
        format_amount(line.median) if has_median else None,
        line.documents if has_median else None,
        line.row["peer_percentile"],
        line.row["peers"],
    ]
