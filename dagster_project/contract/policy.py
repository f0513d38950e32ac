"""Limits that are rows of a seed: one value for each field of a dataclass."""

from __future__ import annotations

import csv
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from dagster_project.runtime.problems import JuesuanError

_T = TypeVar("_T")
_READERS: dict[str, Any] = {"int": int, "Decimal": Decimal}


def read_limits(path: Path, kind: type[_T]) -> _T:
    """Read rows of policy_code and value; the fields of ``kind`` are whole numbers or Decimals.

    JuesuanError names the file and the code that is missing or wrong.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        values = {row["policy_code"]: row["value"] for row in csv.DictReader(stream)}
    try:
        # Annotations are texts: every module of the project postpones them.
        own = fields(kind)  # type: ignore[arg-type]
        return kind(**{each.name: _READERS[str(each.type)](values[each.name]) for each in own})
    except (KeyError, ValueError, InvalidOperation) as error:
        raise JuesuanError(f"{path}: policy value missing or not a number: {error}") from error
