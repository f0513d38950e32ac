"""Where the places of a worksheet lead, wherever the worksheet was written."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from dagster_project.commands.findings import write_release_findings
from dagster_project.runtime.warehouse import open_release

FINANCE = "putuo-finance-2024"


def links(path: Path) -> set[tuple[str, str | None]]:
    return {
        (cell.hyperlink.target.replace("\\", "/"), cell.hyperlink.location)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    }


def test_places_of_a_release_lead_to_its_report(release: Path, tmp_path: Path) -> None:
    assert write_release_findings(release, "r1", [FINANCE], "xlsx", tmp_path / "f.xlsx") == 3
    with open_release(release) as connection:
        ids = connection.execute(
            "select finding_id from marts.findings where document_id = ?", [FINANCE]
        ).fetchall()
    found = links(tmp_path / "f.xlsx")
    assert {location for _, location in found} == {finding_id for (finding_id,) in ids}
    [target] = {target for target, _ in found}
    page = release / "report" / "documents" / f"{FINANCE}.html"
    assert (tmp_path / target).resolve() == page.resolve()


def test_places_of_a_check_lead_to_the_pages_of_its_file(release: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "f.xlsx"
    output.parent.mkdir()
    sources = {FINANCE: tmp_path / "决算.pdf"}
    write_release_findings(release, "check", [FINANCE], "xlsx", output, sources)
    with open_release(release) as connection:
        pages = connection.execute(
            "select distinct page from marts.findings where document_id = ?", [FINANCE]
        ).fetchall()
    assert links(output) == {("../决算.pdf", f"page={page}") for (page,) in pages}
