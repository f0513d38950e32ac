"""Organizations and years side by side, filtered in the browser; one scope at a time."""

from __future__ import annotations

from collections import Counter

from dagster_project.release.marts import Marts
from dagster_project.report.chart_specs import bar_spec
from dagster_project.report.drawn_rows import draw_compared
from dagster_project.report.metrics import Metrics
from dagster_project.report.pages import Site

METRICS = (
    *("expenditure_total", "income_total", "basic", "project"),
    *("fiscal_expenditure_total", "personnel_basic", "public_basic", "three_public_final"),
)
# A browser filters so many at once; marts.department_year has them all.
_MOST_ROWS = 2_000


def write_comparison_page(site: Site, marts: Marts, metrics: Metrics) -> None:
    """Write compare.html from department_year and metric_values."""
    rows = marts.read(
        "department_year", order_by="organization_name, fiscal_year, scope, document_id"
    )
    total = len(rows)
    if total > _MOST_ROWS:
        # The latest years and the largest: what a reader of a long list looks for first.
        rows.sort(key=lambda row: (-(row["fiscal_year"] or 0), -(row["expenditure_total"] or 0)))
        rows = rows[:_MOST_ROWS]
    scopes = Counter(row["scope"] for row in rows)
    regions = {row["region_code"]: row["region_name"] for row in marts.read("organizations")}
    spec = bar_spec([], [])
    # The years are known only after filtering: the colours are left to the library's own scheme.
    spec["layer"][0]["encoding"] = {"color": {"value": "var(--chart-1)"}}
    for name in ("domainMin", "domainMax"):
        spec["encoding"]["x"]["scale"].pop(name)
    site.write(
        "compare.html",
        "compare.html.jinja",
        rows=rows,
        draw_compared=draw_compared,
        rows_total=total,
        amounts=METRICS,
        metrics=metrics.catalogue,
        values=metrics.values,
        scopes=[scope for scope, _ in scopes.most_common()],
        years=sorted({row["fiscal_year"] for row in rows if row["fiscal_year"]}, reverse=True),
        regions={
            code: regions.get(code) or code
            for code in sorted({row["region_code"] for row in rows if row["region_code"]})
        },
        spec=spec,
    )
