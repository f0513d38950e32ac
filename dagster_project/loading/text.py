"""From the bytes of a file to text and CSV records, or to problems that name the byte and line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from dagster_project.contract.cell_model import ADDED_COLUMNS
from dagster_project.runtime.problems import ProblemList

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class CsvRecords:
    """The records of one CSV below its header; ``line_of`` gives the physical line of a record."""

    file: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    text: str

    def line_of(self, index: int) -> int:
        """Return the physical line on which record ``index`` (from 0) starts."""
        return self._lines[index]

    @cached_property
    def _lines(self) -> list[int]:
        # Asked for only where something is wrong.
        reader = csv.reader(io.StringIO(self.text, newline=""))
        return [reader.line_num + 1 for _ in reader]


def decode_text(file: str, content: bytes, problems: ProblemList) -> str | None:
    """Decode UTF-8 with or without BOM; name other encodings and return None."""
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        problems.add(file, None, "empty_file", "文件是空的", "请重新提取该文档,或删除此文件")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        if error.reason == "unexpected end of data":
            what = "文件在一个汉字中间断开,没有写完"
            problems.add(file, line, "truncated_file", what, "请重新提取该文档")
            return None
        name = name_encoding(content)
        problems.add(
            file,
            line,
            "wrong_encoding",
            f"不是 UTF-8,而是 {name}" if name else "不是 UTF-8,编码无法识别",
            "请把文件另存为 UTF-8(有无 BOM 均可)",
        )
        return None
    if "\0" in text:
        problems.add(
            file, None, "wrong_encoding", "含有空字符(NUL),可能是 UTF-16", "请另存为 UTF-8"
        )
        return None
    return text


def name_encoding(content: bytes) -> str | None:
    """Name the likely encoding of bytes that are not UTF-8, or return None."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GB18030" if _CHINESE.search(text) else None


def read_records(
    file: str, content: bytes, columns: Sequence[str], max_rows: int, problems: ProblemList
) -> CsvRecords | None:
    """Parse a CSV whose header must be ``columns``; None when it cannot be read at all.

    Only the columns that were added to its file since may be missing.
    """
    text = decode_text(file, content, problems)
    if text is None:
        return None
    if "\r" in text and ("\r" in text.replace("\r\n", "") or text.count("\n") != text.count("\r")):
        problems.add(
            file, None, "mixed_line_ends", "换行符不一致(LF 与 CRLF 混用)", "请统一为 LF 后保存"
        )
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        rows = list(islice(reader, max_rows + 1))
    except csv.Error as error:
        problems.add(
            file, reader.line_num, "broken_csv", f"CSV 引号或分隔符有误({error})", "请重新提取"
        )
        return None
    if len(rows) > max_rows:
        what, remedy = f"多于 {max_rows:,} 行", "请检查是否重复写入,并重新提取该文档"
        problems.add(file, None, "too_many_rows", what, remedy)
        return None
    added = ADDED_COLUMNS.get(file, ADDED_COLUMNS["cells"] if "cell_state" in columns else ())
    columns = tuple(name for name in columns if name in header or name not in added)
    if not _check_header(file, header, columns, problems):
        return None
    records = CsvRecords(file, columns, rows, text)
    return records if _check_widths(records, len(columns), problems) else None


def _check_header(
    file: str, header: list[str], columns: Sequence[str], problems: ProblemList
) -> bool:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    repeated = sorted({name for name in header if header.count(name) > 1})
    remedy = f"表头应依次为:{','.join(columns)}"
    if missing:
        problems.add(file, 1, "missing_column", f"缺少列 {'、'.join(missing)}", remedy)
    if unknown:
        problems.add(file, 1, "unknown_column", f"有不认识的列 {'、'.join(unknown)}", remedy)
    if repeated:
        problems.add(file, 1, "repeated_column", f"列名重复 {'、'.join(repeated)}", remedy)
    if not (missing or unknown or repeated) and tuple(header) != tuple(columns):
        first = next(i for i, name in enumerate(header) if name != columns[i])
        what = f"列的顺序不对,第 {first + 1} 列是 {header[first]},应为 {columns[first]}"
        problems.add(file, 1, "reordered_header", what, remedy)
    return tuple(header) == tuple(columns)


def _check_widths(records: CsvRecords, width: int, problems: ProblemList) -> bool:
    if all(len(row) == width for row in records.rows):
        return True
    for index, row in enumerate(records.rows):
        if len(row) != width:
            problems.add(
                records.file,
                records.line_of(index),
                "wrong_field_count",
                f"有 {len(row)} 个字段,应为 {width} 个",
                "含逗号或换行的文字须加双引号;文件可能被截断,请重新提取",
            )
    return False
