"""What a scanner and a copier do to a page, in numbers: turned, coarser, blurred, noisy, packed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from dagster_project.reading.decoders.image.images import PageImage, Pixels


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
