"""Two clones in different places, languages, time zones, hash seeds and thread counts agree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.runtime.settings import PROJECT_DIR

pytestmark = pytest.mark.slow

SAMPLES = ("collapsed-spaces.txt", "empty-tables.txt", "fund-with-data-gb18030.txt")
# In the clone: what is read, loaded, built and published, as hashes.
SCRIPT = """
import hashlib, json, sys
from pathlib import Path
import dagster_project
from dagster_project.loading.folders import hash_folder, list_folders
from dagster_project.publication import publish
from dagster_project.reading import extract_files
from tests import factories
from tests.hostile.pipeline import run_pipeline

base, threads, samples = Path(sys.argv[1]), int(sys.argv[2]), [Path(p) for p in sys.argv[3:]]
# One at a time: texts with tables of their own, of one department and year, are refused together.
for sample in samples:
    extract_files([sample], base / "raw")
factories.write_document(base / "raw", "made-2022")
run = run_pipeline(base / "raw", base, threads=threads)
assert run.obstacles == [], run.obstacles
release = publish(run.warehouse, base / "published")
assert release.content_sha256 == run.content_sha256
print(json.dumps({
    "code": str(Path(dagster_project.__file__).parents[1]),
    "read": {f.folder: hash_folder(f.path) for f in list_folders(base / "raw")},
    "content": release.content_sha256,
}))
"""
HOME = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"}
AWAY = {
    "TZ": "America/Los_Angeles",
    **{"LC_ALL": "C", "LANG": "C"},
    "PYTHONHASHSEED": "4294967295",
}


def _clone(place: Path) -> Path:
    """Copy what a run works from; what dbt compiled is left behind, and compiled anew."""
    for part in ("dagster_project", "expectations", "dbt"):
        ignored = shutil.ignore_patterns("target", "logs", "__pycache__")
        shutil.copytree(PROJECT_DIR / part, place / part, ignore=ignored)
    return place


def _hashes(project: Path, base: Path, threads: int, variables: dict[str, str]) -> dict[str, str]:
    base.mkdir(parents=True)
    samples = [str(PROJECT_DIR / "tests/samples" / name) for name in SAMPLES]
    search = os.pathsep.join((str(project), str(PROJECT_DIR)))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUESUAN_", "LC_", "LANG"))}
    result = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-P", "-c", SCRIPT, str(base), str(threads), *samples],
        env=kept | variables | {"PYTHONPATH": search},
        cwd=base,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    found = dict(json.loads(result.stdout.splitlines()[-1]))
    assert found.pop("code") == str(project)
    return found


def test_two_clones_publish_the_same_content(tmp_path: Path) -> None:
    away = _clone(tmp_path / "另一处 elsewhere" / "clone")
    first = _hashes(PROJECT_DIR, tmp_path / "home", 1, HOME)
    second = _hashes(away, tmp_path / "另一处 elsewhere" / "data", 4, AWAY)
    assert first["read"] == second["read"]
    assert len(first["read"]) == len(SAMPLES) + 1
    assert first["content"] == second["content"]
