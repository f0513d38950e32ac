"""What the commands of the Makefile would do (``make -n``), and the locks that they install."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from dagster_project.runtime.settings import PROJECT_DIR

LOCKS = ("requirements.lock", "requirements-ocr.lock", "requirements-dev.lock")


def would_run(folder: Path, *arguments: str) -> str:
    """Return the commands of a target in a checkout where nothing is set up yet."""
    done = subprocess.run(  # noqa: S603 - arguments of the tests below
        ["make", "-n", f"VENV={folder}/venv", *arguments],  # noqa: S607 - as people type it
        cwd=PROJECT_DIR,
        # Nothing of the `make test` that runs this.
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def pins(lock: str) -> set[tuple[str, str]]:
    """Return the packages of a lock with their versions."""
    text = (PROJECT_DIR / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("run",), LOCKS[:1]),
        (("run", "OCR=0"), LOCKS[:1]),
        (("run", "OCR=1"), LOCKS[:2]),
        (("ui", "OCR=1"), LOCKS[:2]),
        (("setup-ocr",), LOCKS[:2]),
        (("test",), LOCKS),
    ],
)
def test_a_command_installs_the_locks_that_it_needs(
    tmp_path: Path, arguments: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    commands = would_run(tmp_path, *arguments)
    assert [lock for lock in LOCKS if f"--require-hashes -r {lock}" in commands] == list(expected)


def test_who_has_asked_for_ocr_once_keeps_it_current(tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv/.stamp-ocr").touch()
    assert "-r requirements-ocr.lock" in would_run(tmp_path, "run")


def test_docs_are_the_pages_of_the_repository_and_those_of_dbt_in_one_file(tmp_path: Path) -> None:
    commands = would_run(tmp_path, "docs")
    pages = re.search(r"JUESUAN_WRITE_DOCS=1 \S+ -m pytest -q (.*)", commands)
    assert pages is not None
    assert all((PROJECT_DIR / page).is_file() for page in pages[1].split())
    assert "dbt --quiet docs generate --static --empty-catalog" in commands
    # No warehouse is asked or made, and what is built is not committed.
    assert "JUESUAN_WAREHOUSE=:memory:" in commands
    (built,) = re.findall(r"docs: (\S+) shows", commands)
    ignored = (PROJECT_DIR / ".gitignore").read_text(encoding="utf-8").split()
    assert any(built.startswith(folder) for folder in ignored if folder.startswith("dbt/"))


def test_locks_pin_one_version_of_a_package_and_only_one_holds_what_reads_pictures() -> None:
    names = {lock: {name for name, _version in pins(lock)} for lock in LOCKS}
    for one, other in combinations(LOCKS, 2):
        both = names[one] & names[other]
        assert {pin for pin in pins(one) if pin[0] in both} == {
            pin for pin in pins(other) if pin[0] in both
        }
    groups = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    wanted = {re.split(r"[<>=]", package)[0] for package in groups["ocr"]}
    assert wanted <= names["requirements-ocr.lock"]
    # pandas brings numpy in any case, and pages are drawn as images by pillow.
    assert wanted & names["requirements.lock"] == {"numpy", "pillow"}
