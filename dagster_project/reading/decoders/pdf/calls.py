"""pdfium's functions without checks of their arguments: a page makes ten thousand calls.

The wrapper converts every argument of every call to its declared type, which takes longer than
what is called. Here handles and places for results are made once, by ``handle_of`` and ``byref``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


def _unchecked(function: object, result: Any = ctypes.c_int) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


def handle_of(pointer: object) -> ctypes.c_void_p:
    """Return a pointer as the functions of this module take it."""
    return ctypes.cast(pointer, ctypes.c_void_p)  # type: ignore[arg-type]


# Of a character: the handle of its text page and its index, then places for results.
unicode_of = _unchecked(raw.FPDFText_GetUnicode, ctypes.c_uint)
font_size_of = _unchecked(raw.FPDFText_GetFontSize, ctypes.c_double)
is_generated = _unchecked(raw.FPDFText_IsGenerated)
is_unmapped = _unchecked(raw.FPDFText_HasUnicodeMapError)
get_loose_box = _unchecked(raw.FPDFText_GetLooseCharBox)
get_matrix = _unchecked(raw.FPDFText_GetMatrix)
get_origin = _unchecked(raw.FPDFText_GetCharOrigin)
get_fill_color = _unchecked(raw.FPDFText_GetFillColor)
# An address, 0 of a character that pdfium made up.
text_object_of = _unchecked(raw.FPDFText_GetTextObject, ctypes.c_size_t)

# Of a page and the index of an object; of a form and the index: an address.
object_of_page = _unchecked(raw.FPDFPage_GetObject, ctypes.c_size_t)
object_of_form = _unchecked(raw.FPDFFormObj_GetObject, ctypes.c_size_t)
# Of an object.
type_of = _unchecked(raw.FPDFPageObj_GetType)
render_mode_of = _unchecked(raw.FPDFTextObj_GetTextRenderMode)
font_of = _unchecked(raw.FPDFTextObj_GetFont, ctypes.c_size_t)
