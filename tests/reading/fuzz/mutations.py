"""Random damage to a source file, and what of it may still be expected to be printed as before."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import openpyxl
import pypdfium2


@dataclass(frozen=True)
class Mutant:
    """A damaged file. ``pages`` gives the original page (from 1) of each of its pages.

    ``is_print_kept`` says that what is left is printed as before, every figure in its place.
    """

    content: bytes
    name: str
    is_print_kept: bool = False
    pages: tuple[int, ...] = ()
    lines: frozenset[int] = field(default_factory=frozenset)


Mutation = Callable[[bytes, random.Random], Mutant]


def flip_bytes(content: bytes, chance: random.Random) -> Mutant:
    """Replace one to twelve bytes; in a text never a line end, so that lines keep their numbers."""
    damaged = bytearray(content)
    lines = set()
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(damaged))
        new = chance.randrange(256)
        if damaged[at] in b"\r\n\f" or new in b"\r\n\f":
            continue
        damaged[at] = new
        lines.add(content.count(b"\n", 0, at) + 1)
    return Mutant(bytes(damaged), "flip_bytes", lines=frozenset(lines))


def truncate(content: bytes, chance: random.Random) -> Mutant:
    """Cut the end off."""
    keep = chance.randrange(1, len(content))
    kept = content[:keep]
    return Mutant(kept, "truncate", lines=frozenset({kept.count(b"\n") + 1}))


def remove_bytes(content: bytes, chance: random.Random) -> Mutant:
    """Take a piece out of the middle."""
    at = chance.randrange(len(content))
    end = min(len(content), at + chance.choice((1, 16, 512, 4096)))
    first = content.count(b"\n", 0, at) + 1
    # Everything behind has other line numbers: only what stands before can be compared.
    return Mutant(content[:at] + content[end:], "remove_bytes", lines=frozenset({first, -first}))


def change_digits(content: bytes, chance: random.Random) -> Mutant:
    """Replace digits of a text by other digits."""
    damaged = bytearray(content)
    digits = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    lines = set()
    for at in chance.sample(digits, min(len(digits), chance.choice((1, 3, 9)))):
        damaged[at] = chance.choice(b"0123456789")
        lines.add(content.count(b"\n", 0, at) + 1)
    return Mutant(bytes(damaged), "change_digits", lines=frozenset(lines))


def drop_pages(content: bytes, chance: random.Random) -> Mutant:
    """Delete one to five pages of a PDF."""
    document = pypdfium2.PdfDocument(content)
    pages = list(range(1, len(document) + 1))
    for _ in range(min(chance.randint(1, 5), len(pages) - 1)):
        at = chance.randrange(len(pages))
        document.del_page(at)
        del pages[at]
    target = io.BytesIO()
    document.save(target)
    return Mutant(target.getvalue(), "drop_pages", is_print_kept=True, pages=tuple(pages))


def _save(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rename_sheets(content: bytes, chance: random.Random) -> Mutant:
    """Give sheets other names, some of them those of other tables."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = book.sheetnames
    for sheet in chance.sample(book.worksheets, chance.randint(1, len(names))):
        other = chance.choice(("Sheet", "表", "附件", "决算表", "2023年", "收入", ""))
        sheet.title = f"{other}{chance.randrange(10**6)}"
    return Mutant(_save(book), "rename_sheets", is_print_kept=True)


def reorder_sheets(content: bytes, chance: random.Random) -> Mutant:
    """Shuffle the sheets."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    chance.shuffle(book._sheets)
    return Mutant(_save(book), "reorder_sheets", is_print_kept=True)


def drop_sheets(content: bytes, chance: random.Random) -> Mutant:
    """Delete one to three sheets."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for _ in range(min(chance.randint(1, 3), len(book.sheetnames) - 1)):
        del book[chance.choice(book.sheetnames)]
    return Mutant(_save(book), "drop_sheets", is_print_kept=True)


def shift_cells(content: bytes, chance: random.Random) -> Mutant:
    """Move a block of cells by a row or a column, as a publisher's slip does."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = chance.choice(book.worksheets)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    top, left = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column)
    bottom = min(sheet.max_row, top + chance.randrange(6))
    right = min(sheet.max_column, left + chance.randrange(3))
    block = f"{sheet.cell(top, left).coordinate}:{sheet.cell(bottom, right).coordinate}"
    rows, columns = chance.choice(((1, 0), (0, 1), (2, 0), (0, 2)))
    sheet.move_range(block, rows=rows, cols=columns)
    return Mutant(_save(book), "shift_cells")


def insert_blank(content: bytes, chance: random.Random) -> Mutant:
    """Insert an empty row or column somewhere."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = chance.choice(book.worksheets)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    if chance.random() < 0.5:
        sheet.insert_rows(chance.randint(1, sheet.max_row))
    else:
        sheet.insert_cols(chance.randint(1, sheet.max_column))
    return Mutant(_save(book), "insert_blank")


BINARY: tuple[Mutation, ...] = (flip_bytes, truncate, remove_bytes)
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "txt": (flip_bytes, flip_bytes, truncate, remove_bytes, change_digits),
    "xlsx": (
        *(rename_sheets, reorder_sheets, drop_sheets),
        *(shift_cells, shift_cells, insert_blank, *BINARY),
    ),
    "pdf": (drop_pages, drop_pages, flip_bytes, flip_bytes, *BINARY),
    "docx": BINARY,
}
