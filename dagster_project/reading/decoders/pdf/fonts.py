"""The fonts pdfium measures and draws with what a PDF does not embed: those of the lock, always.

pdfium would take the fonts of the machine. Where there is no Chinese one, text that stands sideways
has no extent and pdfium drops it; where there are two, their boxes differ. With these fonts an
extract depends on the file alone (docs/decisions/0019).
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2.raw as raw
from pypdfium2.internal import ObjectTracker

# Noto Sans SC and Noto Serif SC; Latin letters without a font of their own are pdfium's, built in.
FONTS_DIR = Path(pylopdf_fonts_zh_cn.__file__).parent
# The first version of the configuration that knows folders of fonts.
_CONFIG_VERSION = 2

_folder = ctypes.create_string_buffer(os.fsencode(FONTS_DIR))
_Text = ctypes.POINTER(ctypes.c_char)
# pdfium keeps the pointer: the list, ended by None, has to live as long as this process.
_folders = (_Text * 2)(ctypes.cast(_folder, _Text), _Text())


def use_locked_fonts() -> None:
    """Start pdfium again with the fonts of the lock: it takes its fonts when it starts.

    Importing pypdfium2 starts it with those of the machine. No document may be open.
    """
    if any(ObjectTracker.values()):
        raise RuntimeError("a PDF is open: the fonts have to be chosen before")
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(
        raw.FPDF_LIBRARY_CONFIG(version=_CONFIG_VERSION, m_pUserFontPaths=_folders)
    )
