"""One run over all hostile documents, shared by the tests that look at it."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.runtime.settings import PROJECT_DIR
from tests import factories
from tests.building import once
from tests.hostile.documents import Mutation, hostile_documents, write_hostile
from tests.hostile.pipeline import Run, run_everything

SEED = 2024
GOOD = "good-2022"


@dataclass(frozen=True)
class Corpus:
    """The raw folder of all documents, what was done to each, and the run over it."""

    raw_dir: Path
    mutations: dict[str, list[Mutation]]
    run: Run


def write_corpus(raw_dir: Path, mutations: dict[str, list[Mutation]]) -> None:
    """Write the good document and the hostile ones."""
    factories.write_document(raw_dir, GOOD)
    for document_id, chosen in mutations.items():
        write_hostile(raw_dir, document_id, chosen, SEED)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Return the run over the good document, the shipped ones and all hostile ones: one thread."""
    mutations = dict(hostile_documents(SEED, mixed=12))

    def make(base: Path) -> None:
        shutil.copytree(PROJECT_DIR / "raw", base / "raw")
        write_corpus(base / "raw", mutations)
        run = run_everything(base / "raw", base, threads=1)
        (base / "run.pickle").write_bytes(pickle.dumps(run))

    base = once(tmp_path_factory, "hostile", make)
    run = pickle.loads((base / "run.pickle").read_bytes())  # noqa: S301 - written by this run
    return Corpus(base / "raw", mutations, run)
