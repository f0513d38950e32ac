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


class Handle(ctypes.c_void_p):
    """The address of what pdfium has, as its functions take it: made by the call that answers."""


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

# Of a page and the index of an object; of a form and the index.
object_of_page = _unchecked(raw.FPDFPage_GetObject, Handle)
object_of_form = _unchecked(raw.FPDFFormObj_GetObject, Handle)
objects_in_form = _unchecked(raw.FPDFFormObj_CountObjects)
# Of an object, then places for results.
type_of = _unchecked(raw.FPDFPageObj_GetType)
get_object_matrix = _unchecked(raw.FPDFPageObj_GetMatrix)
get_object_fill = _unchecked(raw.FPDFPageObj_GetFillColor)
get_object_stroke = _unchecked(raw.FPDFPageObj_GetStrokeColor)
get_stroke_width = _unchecked(raw.FPDFPageObj_GetStrokeWidth)
render_mode_of = _unchecked(raw.FPDFTextObj_GetTextRenderMode)
font_of = _unchecked(raw.FPDFTextObj_GetFont, ctypes.c_size_t)

# Of a path or a glyph's outline, segments by their index.
get_draw_mode = _unchecked(raw.FPDFPath_GetDrawMode)
count_segments = _unchecked(raw.FPDFPath_CountSegments)
segment_of = _unchecked(raw.FPDFPath_GetPathSegment, Handle)
count_glyph_segments = _unchecked(raw.FPDFGlyphPath_CountGlyphSegments)
glyph_segment_of = _unchecked(raw.FPDFGlyphPath_GetGlyphPathSegment, Handle)
# Of a segment.
get_point = _unchecked(raw.FPDFPathSegment_GetPoint)
segment_type_of = _unchecked(raw.FPDFPathSegment_GetType)
closes = _unchecked(raw.FPDFPathSegment_GetClose)
