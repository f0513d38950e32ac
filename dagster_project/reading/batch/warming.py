"""What a reader needs once, made before the workers fork: each child finds it and makes nothing.

Seeds, patterns and words of the form are cached when they are first used. In a child that reads one
document and ends they would be made for that document alone, which was a third of its cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.form.layouts import reading_order
from dagster_project.reading.decoders.pdf.drawn_digits import known_apart
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, TextLine
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.narrative.claims.document import read_claim_rows
from dagster_project.reading.narrative.paragraphs import read_narrative
from dagster_project.reading.reader import DecodedFile, read_decoded

# Nobody's disclosure: it has a table of each kind of head, one that is none of the form's, and some
# sentences. Lines with bars are rows of a table. It is in no medium, so that none is imported.
_INVENTED = """
甲县林业局2023年度部门决算
收入支出决算总表
部门：甲县林业局 单位：万元
收入|收入|支出|支出
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|2.00|一、一般公共服务支出|2.00
本年收入合计|2.00|本年支出合计|2.00
总计|2.00|总计|2.00
支出决算表
部门：甲县林业局 单位：万元
项目|项目|本年支出合计|基本支出|项目支出
功能分类科目编码|科目名称|||
合计|合计|2.00|1.00|1.00
201|一般公共服务支出|2.00|1.00|1.00
树种和株数
树种|株数
松|2.00
柏|3.00
甲县林业局2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收入总计2.00万元，支出总计2.00万元。与2022年度相比，收、支总计各增加1.00万元，增长1.00%。
二、一般公共预算财政拨款基本支出决算情况说明
基本支出1.00万元，其中：人员经费1.00万元，主要包括：办公费、基本工资。住房保障支出（类）。年初预算2.00万元，支出决算2.00万元。
"""


def _items() -> Iterator[TextLine | Grid]:
    rows: list[list[GridCell]] = []
    for number, line in enumerate(_INVENTED.strip().splitlines(), start=1):
        if "|" in line:
            rows.append([GridCell(text, f"L{number}") for text in line.split("|")])
            continue
        if rows:
            yield Grid(rows, rows[0][0].locator)
            rows = []
        yield TextLine(line, f"L{number}")


def warm_up() -> None:
    """Read an invented document and drop it."""
    file = SourceFile("invented.html", b"<html>", sha256="", media_type="text/html")
    for document in read_decoded([DecodedFile(file, "html", DecodedDocument([*_items()]))]):
        read_claim_rows(document.tables, read_narrative(document, [file]))
        reading_order(document.form)
    known_apart()
