"""A clone without ../shared says what it does not prove, and whoever needs it is not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import _not_proved
from tests.shared_documents import needs_shared, skip_without_shared

NOWHERE = Path("/nowhere/of/any/machine")


def _skipped(reason: str) -> pytest.TestReport:
    place = (__file__, 1, f"Skipped: {reason}")
    return pytest.TestReport("a", (__file__, 1, "a"), {}, "skipped", place, "setup")


def test_what_is_not_proved_is_counted_by_what_it_proves() -> None:
    mark = needs_shared("every figure is read", NOWHERE).mark
    assert mark.args == (True,)
    reports = [_skipped(mark.kwargs["reason"])] * 2
    with pytest.raises(pytest.skip.Exception) as skipped:
        skip_without_shared("no scan is believed", NOWHERE)
    reports += [_skipped(str(skipped.value)), _skipped("no chromium")]
    assert _not_proved(reports) == {"every figure is read": 2, "no scan is believed": 1}


def test_what_is_there_is_not_skipped() -> None:
    assert needs_shared("this file is there", Path(__file__)).mark.args == (False,)
    skip_without_shared("this file is there", Path(__file__))
