"""Pages as pictures: rendered from a PDF, and what a scanner and a copier do to them.

Turned, coarser, blurred, noisy, packed: in numbers.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from dagster_project.reading.decoders.image.images import PageImage, Pixels
from dagster_project.reading.decoders.pdf import render_page
from dagster_project.reading.decoders.pdf.opening import open_pdf

DPI = 200


@dataclass(frozen=True)
class Scan:
    """One way of scanning; ``turn`` in degrees, ``noise`` in shades of grey."""

    dpi: int = 200
    turn: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    quality: int = 100


SCANS = {
    "200 dpi, clean": Scan(),
    "150 dpi, noisy": Scan(dpi=150, turn=0.7, blur=0.8, noise=8, quality=50),
    "150 dpi, bad": Scan(dpi=150, turn=-1.5, blur=1.0, noise=14, quality=35),
    "120 dpi, worse": Scan(dpi=120, turn=0.4, blur=0.8, noise=10, quality=35),
    "100 dpi, fax": Scan(dpi=100, turn=-0.3, blur=0.7, noise=6, quality=50),
    "110 dpi, hardly legible": Scan(dpi=110, turn=0.4, blur=1.2, noise=18, quality=25),
}


def scan(grey: Pixels, scan: Scan, page: int, *, drawn_dpi: float = 200.0) -> PageImage:
    """Return a page drawn at ``drawn_dpi`` as it comes from a scanner, the same every time."""
    if scan == Scan():
        return PageImage(page, grey, drawn_dpi)
    factor = scan.dpi / drawn_dpi
    coarse = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = coarse.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), scan.turn, 1.0)
    turned = cv2.warpAffine(
        coarse, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255.0,)
    )
    blurred = cv2.GaussianBlur(turned, (0, 0), scan.blur) if scan.blur else turned
    noise = np.random.default_rng(page).normal(0, scan.noise, blurred.shape)
    noisy = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, scan.quality])
    unpacked = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    return PageImage(page, np.asarray(unpacked, dtype=np.uint8), float(scan.dpi))


def render(content: bytes, dpi: int = DPI) -> Pixels:
    """Return the first page of a PDF in shades of grey."""
    with open_pdf(content) as document:
        return np.asarray(render_page(document, 1, dpi).convert("L")).copy()


def as_file(pages: Sequence[Pixels], kind: str, dpi: int = DPI) -> bytes:
    """Return page images as one file."""
    buffer = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    more = {"save_all": True, "append_images": others} if others or kind == "PDF" else {}
    if kind == "PDF":
        first.save(buffer, kind, resolution=float(dpi), **more)
    else:
        first.save(buffer, kind, dpi=(dpi, dpi), **more)
    return buffer.getvalue()
