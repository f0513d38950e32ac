"""Extract folders that no reader wrote: each is the factory's with one thing that is wrong.

What can be put in a folder is walked and not thrown for: each field of ``document.json`` and of
each CSV with odd values, each file as odd bytes, each odd name and kind of file. A field meets
every second of the odd values, the field after it the others; in ``make bench`` each meets all.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import factories
from tests.sampling import one_in

_LONE = "\ud800"
# What JSON can hold, and what looks like an amount, a path, a query, a date or a code.
_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 1.5, 10**30, float("nan")),
    *([], {}, [[]], [None], {"a": []}),
    *("", "长" * 70_000, _LONE, "\u202e\x00", "'; drop table raw.documents; --", "../../etc"),
    *("１２３", "2024-13-45"),
)
_TEXTS = (
    *("", "-0", "1e30", "NaN", "Infinity", "9" * 40, "-", "１２", "٣", "²", "1_000", "0x10"),
    *("\u202e", "长" * 140_000, "'", '"', "a\nb", "=1+1", _LONE, "1 000", "\x00"),
)
_NAMES = (
    *(
        b"\xff\xfe",
        "a\u202eb".encode(),
        b"new\nline",
        b"n" * 250,
        "长".encode() * 80,
        b"\xed\xa0\x80",
    ),
    *(b"<script>alert(1)<", b"a'b;--", b"a b", b"%2e%2e", b"-rf", b"a?b#c&d=e", b"$(id)", b"`id`"),
    *(b"*", b"{{7*7}}", b'a"b', b"a\\b", b"a,b", b"=1+1", b"con", "\u3000空".encode()),
)
_DEPTHS = (1_000, 200_000)
_ROWS = 250_000


@dataclass(frozen=True)
class OddFolder:
    """One folder: what is wrong in it, and how its healthy files are changed."""

    what: str
    change: Callable[[Path], None]
    name: bytes | None = None
    year: bytes = str(factories.YEAR).encode()


def odd_folders() -> Iterator[OddFolder]:
    """Yield every odd folder; the order, and so the number of each, is always the same."""
    yield from _odd_json()
    yield from _odd_fields()
    yield from _odd_bytes()
    yield from _odd_files()
    for name in _NAMES:
        yield OddFolder(f"name {name[:20]!r}", lambda folder: None, name=name)
    for year in (b"\xff", "20\u202e22".encode(), b"2022x"):
        yield OddFolder(f"year {year!r}", lambda folder: None, year=year)


def write_odd_folders(raw_dir: Path) -> dict[str, str]:
    """Write all of them; return what is wrong by the name of the folder."""
    written = {}
    aside = raw_dir / ".aside"
    sound = factories.write_document(aside, "sound")
    tables = factories.default_tables()
    for number, odd in enumerate(odd_folders(), start=1):
        name = odd.name or f"odd-{number:04d}".encode()
        plain = shutil.copytree(sound, aside / f"odd-{number:04d}")
        document = factories.document_json(plain.name, tables, factories.YEAR)
        factories.write_json(plain / "document.json", document)
        odd.change(plain)
        place = raw_dir / os.fsdecode(odd.year) / os.fsdecode(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        plain.rename(place)
        written[os.fsdecode(name)] = odd.what
    shutil.rmtree(aside)
    return written


def _odd_json() -> Iterator[OddFolder]:
    sound = factories.document_json("odd", factories.default_tables(), factories.YEAR)
    sound["coverage"] = dict.fromkeys(
        ("table_figures", "table_figures_read", "text_figures", "text_figures_read"), 1
    ) | {"unread_pages": [1], "unknown_tables": [{"title": "一表", "figures": 1, "heads": ["甲"]}]}
    for number, path in enumerate(_paths(sound)):
        for value in one_in(2, _VALUES, number):
            changed = _replaced(sound, path, value)
            content = json.dumps(changed).encode()
            what = f"document.json {'.'.join(map(str, path))} = {str(value)[:20]!r}"
            yield OddFolder(what, _writes("document.json", content))


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list) and value:
        yield from _paths(value[0], (*path, 0))


def _replaced(sound: Any, path: tuple[str | int, ...], value: object) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(sound)
    owner = changed
    for name in path[:-1]:
        owner = owner[name]
    owner[path[-1]] = value
    return changed


def _odd_fields() -> Iterator[OddFolder]:
    for file in ("gk01.csv", "gk03.csv", "headings.csv", "narrative.csv"):
        for number, column in enumerate(factories.columns_of(file)):
            for text in one_in(2, _TEXTS, number):
                yield OddFolder(f"{file} {column} = {text[:20]!r}", _sets(file, column, text))


def _sets(file: str, column: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        rows[1][rows[0].index(column)] = text
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        path.write_bytes(stream.getvalue().encode("utf-8", "surrogatepass"))

    return change


def _odd_bytes() -> Iterator[OddFolder]:
    spoilt: dict[str, Callable[[bytes], bytes]] = {
        "a byte order mark alone": lambda _: b"\xef\xbb\xbf",
        "a byte order mark and a header": lambda old: b"\xef\xbb\xbf" + old.split(b"\n")[0],
        "nothing": lambda _: b"",
        "empty lines": lambda _: b"\n\n\n",
        "half": lambda old: old[: len(old) // 2],
        "an open quote": lambda old: old.replace(b",", b',"', 1),
        "NUL": lambda old: old.replace(b",", b"\0", 3),
        "CR alone": lambda old: old.replace(b"\n", b"\r"),
        "GB18030": lambda old: old.decode().encode("gb18030"),
        "UTF-16": lambda old: old.decode().encode("utf-16"),
        "10,000 columns": lambda old: old.replace(b"\n", b"," * 10_000 + b"\n", 1),
        "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    }
    for file in ("document.json", "gk03.csv", "headings.csv", "narrative.csv", "claims.csv"):
        for what, spoil in spoilt.items():
            yield OddFolder(f"{file}: {what}", _spoils(file, spoil))
    for depth in _DEPTHS:
        for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
            content = opening * depth + b"1" + closing * depth
            yield OddFolder(f"document.json: {depth} deep", _writes("document.json", content))
    yield OddFolder("document.json: a long number", _writes("document.json", b"9" * 6_000))
    yield OddFolder(f"gk03.csv: {_ROWS} rows", _spoils("gk03.csv", _many_rows))


def _many_rows(old: bytes) -> bytes:
    header, first, *_ = old.split(b"\n")
    return header + b"\n" + (first + b"\n") * _ROWS


def _odd_files() -> Iterator[OddFolder]:
    kinds: dict[str, Callable[[Path], None]] = {
        "a link to nowhere": lambda path: path.symlink_to("/nonexistent/file"),
        "a link to itself": lambda path: path.symlink_to(path.name),
        "a device": lambda path: path.symlink_to("/dev/zero"),
        "a pipe": lambda path: os.mkfifo(path),
        "a folder": lambda path: path.mkdir(),
        "a sparse file of 256 MiB": lambda path: path.touch() or os.truncate(path, 2**28),
    }
    for file in ("document.json", "gk03.csv", "gk99.csv", "notes.txt"):
        for what, make in kinds.items():
            yield OddFolder(f"{file}: {what}", _becomes(file, make))
    yield OddFolder(
        "a file name of no encoding",
        lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/\xff.csv")).touch(),
    )


def _becomes(file: str, make: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        make(folder / file)

    return change


def _writes(file: str, content: bytes) -> Callable[[Path], None]:
    return _spoils(file, lambda _: content)


def _spoils(file: str, spoil: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(spoil((folder / file).read_bytes()))

    return change
