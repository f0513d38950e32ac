"""Image files as pages of pixels: what is no page, or too much of one, is refused here."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from dagster_project.reading.model.source import RefusedError

Pixels = NDArray[np.uint8]

# A3 at 400 dpi has 31 million pixels. One such page costs about 150 MB on the way through.
MAX_PIXELS = 40_000_000
# Below this no character of a table page can be told from another: 60 dpi of A5.
MIN_SIDE = 300
MAX_FRAMES = 600
# The long side of A4 in inches; what a page image is taken for when it does not say its resolution.
_LONG_SIDE = 11.69
_LEAST_DPI, _MOST_DPI = 90.0, 620.0


@dataclass(frozen=True)
class PageImage:
    """One page in shades of grey, and how many pixels make an inch of paper."""

    page: int
    grey: Pixels
    dpi: float


def grey_pixels(image: Image.Image) -> Pixels:
    """Return an image in shades of grey; what is transparent shows white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(paper, layer)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        wide = np.asarray(image, dtype=np.float64)
        top = max(float(wide.max()), 1.0)
        return np.asarray(wide * (255.0 / top), dtype=np.uint8)
    return np.asarray(image.convert("L"), dtype=np.uint8)


def _resolution(image: Image.Image) -> float:
    """Return the dots per inch an image states, where a page of that size is plausible."""
    guess = max(image.size) / _LONG_SIDE
    stated = image.info.get("dpi")
    try:
        dpi = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    # From A5 (half as long) to A2 (twice): cameras and screens state 72 or 96 for anything.
    plausible = _LEAST_DPI <= dpi <= _MOST_DPI and 0.5 <= guess / dpi <= 2.0
    return dpi if plausible else guess


def check_size(size: tuple[int, int], place: str) -> None:
    """Raise RefusedError where an image is too large or too small to be a page."""
    width, height = size
    if width * height > MAX_PIXELS:
        raise RefusedError(
            "image_too_large", f"{place}过大（{width}×{height} 像素），不是一页扫描件"
        )
    if min(size) < MIN_SIDE:
        raise RefusedError(
            "image_too_small", f"{place}太小（{width}×{height} 像素），看不清表中的数"
        )


def _frame(image: Image.Image, number: int, frames: int) -> PageImage:
    place = f"第 {number} 页图像" if frames > 1 else "图像"
    check_size(image.size, place)
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        return PageImage(number, grey_pixels(upright), _resolution(upright))
    except RefusedError:
        raise
    except Exception:  # Pillow's decoders raise whatever their formats bring about.
        raise RefusedError("damaged", f"{place}已损坏，读不了") from None


def read_images(content: bytes) -> Iterator[PageImage]:
    """Yield the pages of an image file. Raises RefusedError where it cannot be read as pages."""
    if not content:
        raise RefusedError("empty_file", "文件是空的")
    try:
        with warnings.catch_warnings():
            # The limit is checked below, with a sentence that says more.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
    except Image.DecompressionBombError:
        raise RefusedError("image_too_large", "图像过大，不是一页扫描件") from None
    except UnidentifiedImageError:
        raise RefusedError("not_image", "这不是能识别的图像文件") from None
    except Exception as problem:
        raise RefusedError("damaged", "图像已损坏，打不开") from problem
    with image:
        frames = getattr(image, "n_frames", 1)
        if frames > MAX_FRAMES:
            raise RefusedError(
                "too_many_pages", f"图像有 {frames} 页，超过 {MAX_FRAMES} 页，不是一份决算公开"
            )
        if frames == 1:
            yield _frame(image, 1, 1)
            return
        sequence = ImageSequence.Iterator(image)
        for number in range(1, frames + 1):
            try:
                frame = next(sequence)
            except Exception:
                raise RefusedError("damaged", f"第 {number} 页图像已损坏，读不了") from None
            yield _frame(frame, number, frames)
