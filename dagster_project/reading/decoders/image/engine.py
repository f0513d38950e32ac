"""RapidOCR behind two functions: where words are on a page, and what a strip of one line says."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.model.grid import BBox

# Documents are read in parallel by processes; threads of one would take the cores of the others.
_THREADS = 1
# The detector sees the page at this longest side; words are cut from the full page.
_LONGEST_SIDE = 2000
# What the detector is half sure of is looked at: the confidence of the words tells the rest.
_LEAST_SCORE = 0.4
# Channels, height and least width of what the reader is shown; figures are half as wide as its 320.
_STRIP = [3, 48, 160]

# What is printed besides Chinese characters, Latin letters, digits and punctuation.
_MARKS = frozenset("¥￥×÷±√℃㎡㎞①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ─━□■○●△▲☆★◆→")


@dataclass(frozen=True)
class Strip:
    """What one line of pixels says, and the probability of its least certain character."""

    text: str
    confidence: float


class _KnownScript:
    """Decodes what the model saw without the letters of scripts that no disclosure is printed in.

    The model knows 18,000 characters of fifty languages, and takes a coarse 入 for a Greek letter.
    """

    def __init__(self, decode: Any) -> None:
        """Note which of the model's characters are not looked for."""
        self._decode = decode
        self._strange = [i for i, c in enumerate(decode.character) if not _is_expected(c)]

    def __call__(self, chances: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the texts, decoded by the model's own rules."""
        chances = np.array(chances)
        chances[:, :, self._strange] = 0.0
        return self._decode(chances, *args, **kwargs)


def _is_expected(character: str) -> bool:
    """Return whether a character of the model may be in a Chinese document (or is its blank)."""
    if len(character) != 1 or character.isascii():
        return True
    script = unicodedata.name(character, "").partition(" ")[0]
    return script in ("CJK", "FULLWIDTH") or character in _MARKS or _is_punctuation(character)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P"


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Return the one engine of this process; importing it takes a second, so it is done late."""
    from rapidocr import RapidOCR

    cv2.setNumThreads(_THREADS)
    engine: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LONGEST_SIDE,
            "Global.text_score": 0.0,
            "Det.box_thresh": _LEAST_SCORE,
            "Rec.rec_img_shape": _STRIP,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
        }
    )
    engine.return_word_box = True
    # The models are loaded by the first strip that is read.
    engine.recognize_txt([np.full((48, 96, 3), 255, dtype=np.uint8)])
    engine.text_rec.postprocess_op = _KnownScript(engine.text_rec.postprocess_op)
    return engine


def find_words(grey: Pixels) -> list[BBox]:
    """Return the boxes of words and lines of a page set straight, as left, top, right, bottom."""
    found = _engine()(
        cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False
    )
    if found.boxes is None:
        return []
    boxes = np.asarray(found.boxes, dtype=float)
    return [
        (
            float(box[:, 0].min()),
            float(box[:, 1].min()),
            float(box[:, 0].max()),
            float(box[:, 1].max()),
        )
        for box in boxes
    ]


def read_strips(strips: Sequence[Pixels]) -> list[Strip]:
    """Return what each strip of one line says."""
    if not strips:
        return []
    result = _engine().recognize_txt([cv2.cvtColor(s, cv2.COLOR_GRAY2BGR) for s in strips])
    found = []
    for text, info in zip(result.txts, result.word_results, strict=True):
        sureness = list(getattr(info, "confs", None) or [0.0])
        found.append(Strip(text.strip(), float(min(sureness)) if text.strip() else 0.0))
    return found
