"""The catalogue of rules, and a page per rule: what it says, and where it did not hold."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.contract.words import codes_of
from dagster_project.release.marts import COUNTS, VERDICTS, Marts, Row
from dagster_project.report.pages import Site, rule_url

_MOST_DOCUMENTS = 300


def write_rule_pages(site: Site, marts: Marts, documents: Sequence[Row]) -> None:
    """Write the catalogue and the page of every rule."""
    rules = marts.read("rules", order_by="rule_order, rule_id")
    counts = {row["rule_id"]: row for row in _counts(marts)}
    reasons = _grouped(_reasons(marts))
    names = {row["document_id"]: row for row in documents}
    failures = _grouped([row for row in _failures(marts) if row["document_id"] in names])
    empty = dict.fromkeys((*VERDICTS, "checks", "documents"), 0)
    used = {rule["family"] or "" for rule in rules}
    families = [family for family in codes_of("family") if family in used]
    families += sorted(used - set(families))
    site.write(
        "rules/index.html",
        "rules.html.jinja",
        rules=rules,
        families=families,
        counts=counts,
        empty=empty,
    )
    for rule in rules:
        failed = failures.get(rule["rule_id"], [])
        site.write(
            rule_url(rule["rule_id"]),
            "rule.html.jinja",
            rule=rule,
            counts=counts.get(rule["rule_id"], empty),
            reasons=reasons.get(rule["rule_id"], []),
            failures=failed[:_MOST_DOCUMENTS],
            failures_total=len(failed),
            names=names,
        )


def _grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["rule_id"], []).append(row)
    return grouped


def _counts(marts: Marts) -> list[Row]:
    return marts.query(
        "checks",
        ("rule_id", "document_id", "status"),
        f"select rule_id, count(distinct document_id) as documents, {COUNTS} "  # noqa: S608 - own text
        "from marts.checks group by rule_id",
    )


def _reasons(marts: Marts) -> list[Row]:
    """Return why a rule could not be judged or did not apply, the frequent reasons first."""
    return marts.query(
        "checks",
        ("rule_id", "document_id", "status", "reason_code"),
        "select rule_id, status, reason_code, count(*) as checks, "
        "count(distinct document_id) as documents from marts.checks "
        "where status in ('no_data', 'not_applicable') group by all "
        "order by checks desc, status, reason_code",
    )


def _failures(marts: Marts) -> list[Row]:
    """Return the documents in which a rule failed or was off by rounding, with the finding of each.

    The finding may be another rule's: one wrong cell breaks several rules and is one finding.
    """
    if "root_cause_id" not in marts.available.get("findings", frozenset()):
        return []
    return marts.query(
        "checks",
        ("rule_id", "document_id", "status", "root_cause_id"),
        "with causes as (select document_id, root_cause_id, min(finding_id) as finding_id, "
        "min(rule_id) as finding_rule from marts.findings group by all) "
        "select checks.rule_id, checks.document_id, checks.status, count(*) as checks, "
        "min(causes.finding_id) as finding_id, min(causes.finding_rule) as finding_rule "
        "from marts.checks as checks left join causes "
        "on checks.document_id = causes.document_id "
        "and checks.root_cause_id = causes.root_cause_id "
        "where checks.status in ('fail', 'rounding') group by all "
        "order by checks.status, checks.document_id",
    )
