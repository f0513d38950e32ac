"""Metrics as pages show them: what the marts worked out, beside the other years and the peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.contract.words import word
from dagster_project.release.marts import Marts, Row

# A metric and the kind of budget it is measured against; most have none.
MetricKey = tuple[str, str | None]


@dataclass(frozen=True)
class Metric:
    """A metric of the catalogue, for one kind of budget."""

    row: Row
    budget_basis: str | None

    @property
    def key(self) -> str:
        """Return the name by which a page and its address know it."""
        return self.row["metric_code"] + (f"-{self.budget_basis}" if self.budget_basis else "")

    @property
    def label(self) -> str:
        """Return its Chinese name, with the kind of budget."""
        basis = word(self.budget_basis, "budget_basis") or self.budget_basis
        return self.row["metric_zh"] + (f"({basis})" if self.budget_basis else "")


@dataclass(frozen=True)
class MetricLine:
    """A metric of one document: its value, those of other years, and where it stands."""

    metric: Metric
    row: Row
    other_years: list[tuple[int, Decimal]]
    median: Decimal | None
    documents: int


@dataclass(frozen=True)
class Metrics:
    """The catalogue and every value that there is, read once."""

    catalogue: Sequence[Metric]
    values: Mapping[str, Mapping[MetricKey, Row]]
    years: Mapping[tuple[str, str, str, str | None], Sequence[tuple[int, Decimal]]]
    totals: Mapping[tuple[int, str, str, str | None], Row]

    def of_document(self, document: Row) -> list[MetricLine]:
        """Return the metrics of a document that have a value, in the order of the catalogue."""
        own = self.values.get(document["document_id"], {})
        lines = []
        for metric in self.catalogue:
            row = own.get((metric.row["metric_code"], metric.budget_basis))
            if row is None:
                continue
            kind = (row["metric_code"], row["budget_basis"])
            years = self.years.get((row["organization_id"], row["scope"], *kind), ())
            total = self.totals.get((row["fiscal_year"], row["scope"], *kind), {})
            others = [year for year in years if year[0] != row["fiscal_year"]]
            median, documents = total.get("median"), total.get("metric_documents") or 0
            lines.append(MetricLine(metric, row, others, median, documents))
        return lines


def read_metrics(marts: Marts) -> Metrics:
    """Read the metrics of a release; one that has none has no lines."""
    rows = marts.read("metric_values", "metric_value is not null")
    rows.sort(key=lambda row: (row["document_id"], row["metric_code"], row["budget_basis"] or ""))
    values: dict[str, dict[MetricKey, Row]] = {}
    years: dict[tuple[str, str, str, str | None], list[tuple[int, Decimal]]] = {}
    for row in rows:
        kind = (row["metric_code"], row["budget_basis"])
        values.setdefault(row["document_id"], {})[kind] = row
        # Documents of nobody knows whom are not of one organization.
        if row["organization_id"] not in (None, "unknown") and row["fiscal_year"]:
            key = (row["organization_id"], row["scope"], *kind)
            years.setdefault(key, []).append((row["fiscal_year"], row["metric_value"]))
    seen = {(row["metric_code"], row["budget_basis"]) for row in rows}
    catalogue = [
        Metric(row, basis)
        for row in marts.read("metrics", order_by="metric_order")
        for basis in sorted(
            (basis for code, basis in seen if code == row["metric_code"]), key=lambda b: b or ""
        )
    ]
    totals = {
        (row["fiscal_year"], row["scope"], row["metric_code"], row["budget_basis"]): row
        for row in marts.read("metric_totals")
    }
    for own in years.values():
        own.sort(reverse=True)
    return Metrics(catalogue, values, years, totals)
