"""A submodule that is loaded when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from expectations.late_import import load_when_used


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a package whose submodule ``slow`` notes that it was loaded."""
    folder = tmp_path / "package_of_a_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("loaded = []\n", encoding="utf-8")
    lines = "from package_of_a_test import loaded\nloaded.append('slow')\nanswer = 42\n"
    (folder / "slow.py").write_text(lines, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("package_of_a_test", "package_of_a_test.slow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return folder.name


def test_it_is_loaded_once_and_when_something_of_it_is_used(package: str) -> None:
    load_when_used(f"{package}.slow")
    # What ``from package import slow`` takes.
    slow, loaded = import_module(package).slow, import_module(package).loaded
    assert loaded == []
    assert slow.answer == 42
    load_when_used(f"{package}.slow")
    assert import_module(f"{package}.slow").answer == 42
    assert loaded == ["slow"]


def test_one_that_is_not_there_is_an_error_at_once(package: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=f"{package}.none"):
        load_when_used(f"{package}.none")
