"""The overview and the list of all findings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster_project.contract.words import codes_of, place_name
from dagster_project.release.findings import printed_in, sort_findings
from dagster_project.release.marts import Marts, Row, is_kept_back
from dagster_project.release.policy import read_release_policy
from dagster_project.release.tabular import SEVERITIES
from dagster_project.report.charts import findings_by_family
from dagster_project.report.pages import Site, document_url

_FIRST_FINDINGS = 12
_RANKED = 10
# As many names are offered where a department is looked for; others are found by typing.
_MOST_NAMES = 500
_MOST_UNPUBLISHED = 200
# A page with more rows is slow to open and to filter: the documents are then lists of their own.
MOST_DOCUMENTS = 2_000
_NO_PROVINCE = "地区未知"


@dataclass(frozen=True)
class FindingList:
    """A part of the findings that has a page of its own: those of a year and a province."""

    url: str
    title: str
    year: int | None
    findings: Sequence[Row]


@dataclass(frozen=True)
class DocumentList:
    """A part of the documents that has a page of its own: those of a year and a province."""

    url: str
    title: str
    year: int | None
    documents: Sequence[Row]
    findings_of: Mapping[str, Counter[str]]

    @property
    def first(self) -> str:
        """Return the name of the first organization."""
        return _name(self.documents[0])

    @property
    def last(self) -> str:
        """Return the name of the last organization."""
        return _name(self.documents[-1])

    @property
    def not_open(self) -> int:
        """Return how many are withheld or quarantined."""
        return sum(map(is_kept_back, self.documents))

    @property
    def with_findings(self) -> int:
        """Return how many have findings to act on."""
        return sum(bool(self.findings_of[row["document_id"]]) for row in self.documents)


def write_overview_pages(site: Site, marts: Marts, documents: Sequence[Row]) -> None:
    """Write index.html and findings.html, and the lists that they lead to where there are many."""
    most_findings = read_release_policy().findings_per_page
    provinces = _provinces(marts)
    findings = sort_findings(marts.read("findings"))
    families = {row["rule_id"]: row["family"] for row in marts.read("rules")}
    names = {row["document_id"]: row for row in documents}
    for row in findings:
        document = names.get(row["document_id"], {})
        row["family"] = families.get(row["rule_id"]) or (row["rule_id"] or "?")[:1]
        row["organization_name"] = document.get("organization_name")
        row["printed_in"] = printed_in(row)
        row["where"] = place_name(row["page"], row["source_locator"])
    open_findings = [
        row for row in findings if row["state"] != "corrected" and not row["waived_by"]
    ]
    findings_of = _severities_by_document(documents, open_findings)
    rules_of = _rules_by_document(open_findings)
    titles = {row["rule_id"]: row["title_zh"] for row in marts.read("rules")}
    matrix = _matrix(open_findings)
    to_act_on = [row for row in open_findings if row["status"] != "rounding"]
    years = _years(documents, open_findings)
    lists = _lists(documents, findings_of, provinces)
    for part in lists:
        own = [line for line in years if line["year"] == part.year]
        site.write(
            part.url,
            "list.html.jinja",
            list=part,
            years=own,
            findings_of=findings_of,
            rules_of=rules_of,
            titles=titles,
        )
        _write_names(site, part)
    site.write(
        "index.html",
        "index.html.jinja",
        lists=lists,
        listed_at_once=MOST_DOCUMENTS,
        documents=documents,
        gates=Counter(document["gate_status"] for document in documents),
        years=years,
        totals={
            name: sum(document[name] or 0 for document in documents)
            for name in ("checks", "passes", "roundings", "fails", "no_data", "not_applicable")
        },
        organizations=len({row["organization_id"] for row in documents} - {None, "unknown"}),
        severities=Counter(row["severity"] for row in open_findings),
        matrix=matrix,
        chart=findings_by_family(matrix),
        ranking=_ranking(documents, findings_of),
        rule_ranking=_rule_ranking(to_act_on, titles),
        reading=_reading(documents),
        first_findings=to_act_on[:_FIRST_FINDINGS],
        findings_total=len(open_findings),
        roundings=len(open_findings) - len(to_act_on),
        findings_of=findings_of,
        rules_of=rules_of,
        titles=titles,
        coverage=_coverage(marts),
    )
    finding_lists = _finding_lists(findings, names, provinces, most_findings)
    for some in finding_lists:
        _write_findings(site, some.url, some.findings, titles, title=some.title)
    _write_findings(
        site,
        "findings.html",
        findings[:most_findings],
        titles,
        total=len(findings),
        lists=finding_lists,
    )


def _write_findings(
    site: Site,
    url: str,
    findings: Sequence[Row],
    titles: Mapping[str, str],
    *,
    title: str = "",
    total: int | None = None,
    lists: Sequence[FindingList] = (),
) -> None:
    """Write a page of findings; the first of several leads to the ``lists`` of all."""
    site.write(
        url,
        "findings.html.jinja",
        list_title=title,
        lists=lists,
        findings=findings,
        findings_total=len(findings) if total is None else total,
        roundings=sum(row["status"] == "rounding" for row in findings),
        families=sorted({row["family"] for row in findings}),
        rules={code: titles.get(code) for code in sorted({r["rule_id"] or "" for r in findings})},
        organizations=sorted({r["organization_name"] or "" for r in findings} - {""})[:_MOST_NAMES],
        years=sorted({row["fiscal_year"] for row in findings if row["fiscal_year"]}),
    )


def _finding_lists(
    findings: Sequence[Row],
    documents: Mapping[str, Row],
    provinces: Mapping[str, str],
    most: int,
) -> list[FindingList]:
    """Return the lists of findings by year and province; none where one page holds them all."""
    if len(findings) <= most:
        return []
    groups: dict[tuple[int | None, str], list[Row]] = {}
    for row in findings:
        region = documents.get(row["document_id"], {}).get("region_code")
        province = provinces.get(region or "") or _NO_PROVINCE
        groups.setdefault((row["fiscal_year"], province), []).append(row)
    return [
        FindingList(f"findings/{number}.html", title, year, some)
        for number, (title, year, some) in enumerate(_cut(groups, most), start=1)
    ]


def _cut(
    groups: Mapping[tuple[int | None, str], Sequence[Row]], most: int
) -> Iterator[tuple[str, int | None, Sequence[Row]]]:
    """Yield the rows of each year and province, with a title, no more than ``most`` at once."""
    for (year, province), own in groups.items():
        for part, start in enumerate(range(0, len(own), most), start=1):
            more = f" 第 {part} 部分" if len(own) > most else ""
            yield f"{year or '年度未知'} {province}{more}", year, own[start : start + most]


def _provinces(marts: Marts) -> dict[str, str]:
    """Return the name of the province of each region."""
    return {row["region_code"]: row["province_name"] for row in marts.read("regions")}


def _lists(
    documents: Sequence[Row],
    findings_of: Mapping[str, Counter[str]],
    provinces: Mapping[str, str],
) -> list[DocumentList]:
    """Return the lists of documents by year and province; none where one page holds them all."""
    if len(documents) <= MOST_DOCUMENTS:
        return []
    groups: dict[tuple[int | None, str], list[Row]] = {}
    for row in documents:
        province = provinces.get(row["region_code"]) or _NO_PROVINCE
        groups.setdefault((row["fiscal_year"], province), []).append(row)
    return [
        DocumentList(f"lists/{number}.html", title, year, some, findings_of)
        for number, (title, year, some) in enumerate(_cut(groups, MOST_DOCUMENTS), start=1)
    ]


def _write_names(site: Site, part: DocumentList) -> None:
    """Write the names of a list as a script: whoever looks for one loads them, and nobody else."""
    names = [
        [_name(row), row["fiscal_year"], document_url(row["document_id"])] for row in part.documents
    ]
    # Parsed as text: whatever an organization is called, it is no code.
    text = json.dumps(json.dumps(names, separators=(",", ":")))
    path = site.folder / part.url.replace(".html", ".js")
    path.write_text(f"window.juesuanNames(JSON.parse({text}));\n", encoding="ascii")


def _name(document: Row) -> str:
    return str(document["organization_name"] or document["document_id"])


def _years(documents: Sequence[Row], findings: Sequence[Row]) -> list[dict[str, Any]]:
    """Return a line per fiscal year; documents whose year is unknown come last."""
    years = sorted(
        {document["fiscal_year"] for document in documents},
        key=lambda year: (year is None, -(year or 0)),
    )
    return [
        {
            "year": year,
            "gates": Counter(d["gate_status"] for d in documents if d["fiscal_year"] == year),
            "severities": Counter(f["severity"] for f in findings if f["fiscal_year"] == year),
        }
        for year in years
    ]


def _matrix(findings: Sequence[Row]) -> list[dict[str, Any]]:
    """Return findings by family and severity, the families in the order of the vocabulary."""
    counts = Counter((row["family"], row["severity"]) for row in findings)
    order = {family: number for number, family in enumerate(codes_of("family"))}
    families = sorted({family for family, _ in counts}, key=lambda f: (order.get(f, 99), f))
    return [
        {
            "family": family,
            "counts": {severity: counts[family, severity] for severity in SEVERITIES},
        }
        for family in families
    ]


def _severities_by_document(
    documents: Sequence[Row], findings: Sequence[Row]
) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {row["document_id"]: Counter() for row in documents}
    for row in findings:
        counts.setdefault(row["document_id"], Counter())[row["severity"]] += 1
    return counts


def _rules_by_document(findings: Sequence[Row]) -> dict[str, list[str]]:
    """Return the rules of which a document has a finding to act on."""
    found: dict[str, set[str]] = {}
    for row in findings:
        found.setdefault(row["document_id"], set()).add(row["rule_id"] or "")
    return {document_id: sorted(rules) for document_id, rules in found.items()}


def _ranking(
    documents: Sequence[Row], findings_of: Mapping[str, Counter[str]]
) -> list[tuple[Row, int]]:
    """Return the documents with most that somebody must correct or explain, notices left out."""
    counted = [
        (row, sum(findings_of[row["document_id"]][code] for code in ("blocking", "warning")))
        for row in documents
    ]
    some = [(row, count) for row, count in counted if count]
    return sorted(some, key=lambda pair: (-pair[1], pair[0]["document_id"]))[:_RANKED]


def _rule_ranking(findings: Sequence[Row], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rules with most findings, and in how many documents; rounding left out."""
    documents: dict[str, set[str]] = {}
    for row in findings:
        documents.setdefault(row["rule_id"] or "", set()).add(row["document_id"])
    counts = Counter(row["rule_id"] or "" for row in findings)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_RANKED]
    return [
        {
            "rule_id": rule,
            "title_zh": titles.get(rule),
            "count": n,
            "documents": len(documents[rule]),
        }
        for rule, n in ranked
    ]


# What was read of what is printed: its name, and the two columns of documents that count it.
_READ = (
    ("表中印出的数", "table_figures_read", "table_figures"),
    ("文字中印出的数", "text_figures_read", "text_figures"),
    ("讲科目的数:知道是哪个科目", "account_figures_known", "account_figures"),
    ("文字中的数:核对过", "narrative_figures_checked", "narrative_figures"),
)


def _reading(documents: Sequence[Row]) -> dict[str, Any]:
    """Return how much of the disclosures was read; documents that do not tell are counted."""
    told = [row for row in documents if row["table_figures"] is not None]
    lines = [
        (name, sum(row[read] or 0 for row in told), sum(row[printed] or 0 for row in told))
        for name, read, printed in _READ
    ]
    return {
        "lines": lines,
        "documents": len(told),
        "untold": len(documents) - len(told),
        "unread_pages": sum(bool(row["unread_pages"]) for row in told),
        "unknown_tables": sum(row["unknown_tables"] or 0 for row in told),
    }


def _coverage(marts: Marts) -> dict[str, Any]:
    """Return how many of those who must publish did; nothing at all without a list."""
    rows = marts.read("coverage", order_by="fiscal_year desc, organization_name")
    return {
        "counts": Counter(row["coverage_status"] for row in rows),
        "expected": len(rows),
        "open_cases": [r for r in rows if r["coverage_status"] in ("missing", "late")][
            :_MOST_UNPUBLISHED
        ],
    }
