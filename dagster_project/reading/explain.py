"""Reads documents to explain them to a person; nothing is written to raw/."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dagster_project.contract.words import word
from dagster_project.reading.batch.archives import unpack_all
from dagster_project.reading.batch.batch import BatchOptions, group_isolated, read_isolated
from dagster_project.reading.missing_rows import MissingRow, find_missing_rows
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.identity import Candidate
from dagster_project.reading.model.source import RefusedError, identify_source
from dagster_project.reading.sandbox.sandbox import Sandbox
from dagster_project.runtime.interrupts import noted_signals

_MOST_CANDIDATES = 3


def read_to_explain(paths: Sequence[Path], options: BatchOptions) -> Iterator[ReadDocument]:
    """Yield each document that the files make up, read as ``juesuan extract`` reads them."""
    pool = ThreadPoolExecutor(options.workers)
    with (
        tempfile.TemporaryDirectory(prefix="juesuan-") as aside,
        noted_signals() as stop,
        Sandbox(options.workers, options.limits) as sandbox,
    ):
        try:
            unpacked = unpack_all(list(paths), Path(aside))
            for group in group_isolated(unpacked.paths, sandbox, pool, stop, options.stated):
                stop.check()
                try:
                    files = identify_source(group)
                except RefusedError as refusal:
                    yield ReadDocument(kind=refusal.kind, refusal=refusal)
                    continue
                reading = read_isolated(sandbox, files, group, options.read, options.stated)
                yield from (part.document for part in (reading, *reading.others))
        finally:
            sandbox.close()
            pool.shutdown(wait=True, cancel_futures=True)


def _candidates(what: str, candidates: Sequence[Candidate], stated: object) -> Iterator[str]:
    if stated:
        yield f"{what}：{stated}（提取时指明）"
    for number, one in enumerate(candidates[:_MOST_CANDIDATES]):
        mark = what if number == 0 and not stated else f"  其他可能的{what}"
        yield f"{mark}：{one.value}（权重 {one.weight:g}）：{'；'.join(one.evidence)}"
    if not stated and not candidates:
        yield f"{what}：没有找到"


def _pages(table: ReadTable) -> str:
    if table.page_first is None:
        return table.source_locator or ""
    last = f"—{table.page_last}" if table.page_last != table.page_first else ""
    return f"第 {table.page_first}{last} 页"


def _table_line(table: ReadTable) -> str:
    columns = list(dict.fromkeys(cell.column_code for cell in table.cells))
    other = {c.column_code: c.printed_header for c in table.cells if c.printed_header}
    named = "、".join(f"{code}（{other[code]}）" if code in other else code for code in columns)
    status = word(table.read_status, "read_status")
    place = _pages(table)
    title = f"{table.printed_number or ''} {table.title or word(table.table_code, 'table')}".strip()
    return f"  {table.table_code} {title}，{place}，{status}；栏目：{named or '没有格'}"


def explanation(document: ReadDocument) -> list[str]:
    """Return what was found of a document and what the seeds lack for it, in lines."""
    names = "、".join(file.name for file in document.files) or "没有文件"
    lines = [f"文件：{names}"]
    if document.refusal is not None:
        lines.append(f"没有采用（{document.refusal.reason_code}）：{document.refusal.reason_zh}")
    stated = document.stated
    lines += _candidates("年度", document.years, stated.year)
    lines += _candidates("单位", document.names, stated.organization)
    scope = document.scope
    lines.append(f"口径：{word(scope.scope, 'scope')}（{scope.evidence or '没有依据'}）")
    form = word(document.form, "form") if document.form else "未知"
    lines.append(f"表式：{form}（{document.form_evidence or '没有依据'}）")
    if document.draft_words:
        lines.append(f"写明是稿：{document.draft_words}")
    if document.printed_on:
        lines.append(f"印出的公开日期：{document.printed_on}")
    understood = [t for t in document.tables if t.cells and not t.table_code.startswith("other_")]
    lines.append(f"读出的表 {len(understood)} 张：")
    lines += map(_table_line, understood)
    missing = [t.table_code for t in document.tables if t.presence == "missing"]
    if missing:
        lines.append("表式要求而没有找到的表：" + "、".join(word(c, "table") for c in missing))
    lines.append(f"未认出的表 {len(document.unknown_tables)} 张：")
    for table in document.unknown_tables:
        place = f"第 {table.page_first} 页" if table.page_first else table.source_locator
        state = word(table.state, "unknown_table")
        lines.append(f"  “{table.title or '没有表名'}”，{place}，{state}，{table.figures} 个数")
        lines.append(f"    栏目：{'、'.join(filter(None, table.heads)) or '没有读到表头'}")
        lines.append(f"    {table.reason_zh}")
    if document.refusal is None:
        lines.append(document.coverage.line)
    return [*lines, *_rows(find_missing_rows(document))]


def _rows(rows: Sequence[MissingRow]) -> Iterator[str]:
    if not rows:
        yield "版式种子中没有可以建议补充的行。"
        return
    yield "可以补充的行（核对后加在文件末尾）："
    for path in dict.fromkeys(row.path for row in rows):
        yield f"  {path}"
        for row in rows:
            if row.path == path:
                yield f"    # {row.why_zh}"
                yield row.line
