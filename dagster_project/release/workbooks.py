"""findings.xlsx of a release: one workbook, or an overview and a workbook per year and region.

Reviewers of a bureau want one workbook; that of a province opens in no program. Where its sheets
would have more rows than a limit, findings.xlsx says how much there is of each year and region and
leads to ``worksheets/<year>-<region>.xlsx``. One of which nothing changed is the last release's.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dagster_project.contract.words import word
from dagster_project.release.fingerprint import fingerprint_code
from dagster_project.release.marts import Marts, Row, open_marts
from dagster_project.release.parquet import link
from dagster_project.release.parts import PARTS, has_parts
from dagster_project.release.policy import ReleasePolicy
from dagster_project.release.tabular import SEVERITIES
from dagster_project.release.worklist import read_worklist
from dagster_project.release.worksheet import OVERVIEW, write_findings
from dagster_project.release.worksheet_cells import (
    PLAIN,
    Link,
    SheetColumn,
    Style,
    append_header,
    bordered,
    written_book,
)
from dagster_project.runtime.warehouse import open_release

WORKBOOK, FOLDER = "findings.xlsx", "worksheets"
_KEY = "content_key"
# Documents whose rows are in memory together.
_READ_AT_ONCE = 1_000
_TITLE = "部门决算勾稽问题整改清单"
_COLUMNS = (
    SheetColumn("fiscal_year", "年度", 8),
    SheetColumn("region_code", "地区代码", 12),
    SheetColumn("region_name", "地区", 24),
    SheetColumn("documents", "文件", 8),
    *(SheetColumn(code, word(code, "severity"), 8) for code in SEVERITIES),
    SheetColumn("cleared", "已豁免或已改", 12),
    SheetColumn("workbook", "工作簿", 32),
)
_LINK = replace(bordered(), font_color="#0563C1", underline=1)
# What the sheets of a workbook are made of, beside the catalogue of rules.
_TABLES = ("documents", "document_tables", "findings", "finding_checks", "checks")
_NEEDS = {
    "documents": {"document_id", "fiscal_year", "region_code", "organization_name"},
    "findings": {"document_id", "severity", "state", "waived_by"},
    "checks": {"document_id", "status", "reason_code"},
}
# A row of findings.xlsx per document, finding, check of a finding, and reason of what was not done.
_ROWS = """
    select (select count(*) from marts.documents) + (select count(*) from marts.findings)
        + (select count(*) from marts.finding_checks)
        + (select count(*) from (select distinct document_id, reason_code from marts.checks
                                 where status = 'no_data'))
"""


def write_workbooks(
    release: Path,
    policy: ReleasePolicy,
    page_of: Callable[[Row], str],
    previous: Path | None = None,
) -> None:
    """Write findings.xlsx, and the workbooks that it leads to where it alone would be too large.

    ``page_of`` is the address of the page of a finding, from the folder of the release.
    """
    with open_release(release) as connection:
        groups = _groups(open_marts(connection), policy)
        info = connection.execute("select release_id from marts.release_info").fetchone()
    if not groups:
        write_findings(release / WORKBOOK, read_worklist(release), page_of)
        return
    to_write = []
    for group in groups:
        former = previous / group["workbook"] if previous is not None else None
        if former is not None and _key_of(former) == group["key"]:
            link(former, release / group["workbook"])
        else:
            to_write.append(group)
    (release / FOLDER).mkdir(exist_ok=True)
    for some in _batches(to_write):
        worklist = read_worklist(
            release, [name for group in some for name in group["document_ids"]]
        )
        for group in some:
            write_findings(
                release / group["workbook"],
                worklist.of_documents(group["document_ids"]),
                lambda row: f"../{page_of(row)}",
                content_key=group["key"],
            )
    _write_overview(release / WORKBOOK, groups, str(info[0]) if info else "")


def _batches(groups: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield groups that are read at once: each reading looks at every row of the marts."""
    some: list[dict[str, Any]] = []
    for group in groups:
        some.append(group)
        if sum(len(one["document_ids"]) for one in some) >= _READ_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _groups(marts: Marts, policy: ReleasePolicy) -> list[dict[str, Any]]:
    """Return a line per year and region, none where one workbook holds them all."""
    is_known = all(
        needed <= marts.available.get(table, frozenset()) for table, needed in _NEEDS.items()
    )
    if not is_known or "finding_checks" not in marts.available or not has_parts(marts.connection):
        return []
    [(rows,)] = marts.connection.execute(_ROWS).fetchall()
    if rows <= policy.rows_per_worksheet:
        return []
    [(catalogue,)] = marts.connection.execute(
        f"select string_agg(concat_ws(' ', row_sum, row_xor), ';') from {PARTS} "  # noqa: S608
        "where table_name = 'rules'"
    ).fetchall()
    common = f"{fingerprint_code()} {catalogue}"
    digests = marts.connection.execute(
        "select place, list(distinct document_id order by document_id), "  # noqa: S608 - own names
        "string_agg(concat_ws(' ', table_name, document_id, row_count, row_sum, row_xor), ';' "
        f"order by table_name, document_id) from {PARTS} "
        f"where document_id <> '' and table_name in {_TABLES!r} group by place order by place desc"
    ).fetchall()
    places = dict(
        marts.connection.execute(
            f"select document_id, place from {PARTS} where table_name = 'documents'"  # noqa: S608
        ).fetchall()
    )
    names = {row["region_code"]: row["region_name"] for row in marts.read("organizations")}
    groups = {
        place: {
            "workbook": f"{FOLDER}/{place}.xlsx",
            "document_ids": ids,
            "key": hashlib.sha256(f"{common} {digest}".encode()).hexdigest(),
            **dict.fromkeys(("documents", *SEVERITIES, "cleared"), 0),
        }
        for place, ids, digest in digests
    }
    for document_id, year, region in marts.connection.execute(
        "select document_id, fiscal_year, region_code from marts.documents"
    ).fetchall():
        group = groups[places[document_id]]
        group |= {"fiscal_year": year, "region_code": region, "region_name": names.get(region)}
        group["documents"] += 1
    for document_id, kind, count in marts.connection.execute(
        "select document_id, case when state = 'corrected' or coalesce(waived_by, '') <> '' "
        "then 'cleared' else severity end, count(*) from marts.findings group by all"
    ).fetchall():
        if document_id in places:
            groups[places[document_id]][kind] += count
    return list(groups.values())


def _write_overview(path: Path, groups: Sequence[dict[str, Any]], release_id: str) -> None:
    with written_book(path, _TITLE, release_id=release_id) as book:
        sheet = book.add_sheet(OVERVIEW, _COLUMNS, len(groups), above=3)
        sheet.title(_TITLE, Style(bold=True, font_size=14, valign=""))
        counts = ",".join(
            f"{word(code, 'severity')} {sum(group[code] for group in groups)}"
            for code in SEVERITIES
        )
        documents = sum(group["documents"] for group in groups)
        sheet.title(
            f"文件 {documents} 份,问题(待处理:{counts})按年度与地区分册,点“工作簿”打开", PLAIN
        )
        sheet.title(f"发布 {release_id};分册写明写成它的发布,此后内容未变的不重写", PLAIN)
        append_header(sheet, _COLUMNS)
        for group in groups:
            values = [group.get(column.key) for column in _COLUMNS[:-1]]
            styles = [bordered()] * len(values)
            address = Link(group["workbook"], address=group["workbook"])
            sheet.append([*values, address], [*styles, _LINK])


def _key_of(path: Path) -> str:
    """Return the key that a workbook carries; empty where there is no such workbook."""
    try:
        with zipfile.ZipFile(path) as book:
            properties = ElementTree.fromstring(book.read("docProps/custom.xml"))  # noqa: S314 - ours
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return ""
    found = (one for one in properties if one.get("name") == _KEY)
    return next(("".join(one.itertext()) for one in found), "")
