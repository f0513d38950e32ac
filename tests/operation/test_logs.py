"""Progress as JSON: every line an object, with the run and the document that it is about."""

from __future__ import annotations

import json
import logging

import duckdb
import pytest

from dagster_project.loading.load import load_raw
from dagster_project.runtime.logs import in_run, show_progress
from dagster_project.runtime.problems import JuesuanError
from tests.factories import write_document


@pytest.fixture(autouse=True)
def _keep_handlers():
    logger = logging.getLogger("dagster_project")
    kept = logger.handlers, logger.propagate, logger.level
    yield
    logger.handlers, logger.propagate = kept[:2]
    logger.setLevel(kept[2])


def test_lines_of_a_load_name_run_and_document(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JUESUAN_LOG", "json")
    write_document(tmp_path / "raw", "a-2022")
    (tmp_path / "raw/2022/b-2022").mkdir()
    (tmp_path / "raw/2022/b-2022/document.json").write_text("[")
    show_progress(verbose=False)
    with in_run("r1"), duckdb.connect() as connection:
        load_raw(connection, tmp_path / "raw")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    about = {line["document_id"]: line for line in lines if "document_id" in line}
    assert about.keys() == {"a-2022", "b-2022"}
    assert all(line["run_id"] == "r1" and line["level"] == "info" for line in lines)
    assert "quarantined" in about["b-2022"]["message"]


def test_outside_of_a_run_there_is_no_id_and_errors_are_kept(monkeypatch, capsys):
    monkeypatch.setenv("JUESUAN_LOG", "json")
    show_progress(verbose=False)
    log = logging.getLogger("dagster_project.test")
    try:
        raise ValueError("决算")
    except ValueError:
        log.exception("of %s", "a\nb")
    [line] = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    assert line["message"] == "of a\nb"
    assert "ValueError: 决算" in line["error"]
    assert "run_id" not in line


def test_lines_for_people_are_as_they_were(monkeypatch, capsys):
    monkeypatch.delenv("JUESUAN_LOG", raising=False)
    show_progress(verbose=False)
    logging.getLogger("dagster_project.test").info("2022: %d documents", 3)
    assert capsys.readouterr().err == "2022: 3 documents\n"


def test_another_form_is_refused(monkeypatch):
    monkeypatch.setenv("JUESUAN_LOG", "xml")
    with pytest.raises(JuesuanError, match="text or json"):
        show_progress(verbose=False)
