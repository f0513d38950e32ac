"""The page of benchmarks is what `make bench` wrote; READMEs say no more about speed than it."""

from __future__ import annotations

import re

import pytest

from tests.bench import page

# A number with a unit of speed or memory; the size of packages on disk is none.
_SPEED = re.compile(
    r"[\d.,]+ ?(?:CPU|seconds?|minutes?|ms\b|µs|MiB|pages/s|documents per|秒|毫秒|分钟)"
    r"|[\d.]+ ?(?:×|x|times) (?:faster|as fast)"
)


def block(text: str) -> str:
    """Return what stands between the marks of a README."""
    return text.partition(page.BEGIN)[2].partition(page.END)[0].strip()


def test_the_page_has_every_section_in_order():
    text = page.PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == list(page.SECTIONS)
    assert "tests/bench/page.py" in text
    # Which machine, and how busy it was, is part of what was measured.
    machine = text.partition("## The machine")[2].partition("\n## ")[0]
    for words in ("cores", "GiB", "load", "commit", "Python", "duckdb"):
        assert words in machine


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_readme_says_about_speed_is_on_the_page(language):
    text = page.READMES[language].read_text(encoding="utf-8")
    said = block(text)
    assert said
    summary = page.PAGE.read_text(encoding="utf-8").partition("## In short")[2].partition("\n## ")
    assert said in summary[0]
    assert _SPEED.findall(text.replace(said, "")) == []


def test_a_measurement_that_is_missing_is_said_to_be_missing(tmp_path):
    page._write(tmp_path / "machine.json", page.describe_machine())
    text = page.render(tmp_path)
    for name in ("What a run costs", "Planted errors", "Engines", "Before and after", "Reading"):
        assert f"## {name}\n\nNot measured in this run." in text
    assert not _SPEED.search(text.partition("## How this is measured")[0].partition("GiB")[0])


def test_the_page_shows_what_was_measured(tmp_path):
    page._write(tmp_path / "machine.json", page.describe_machine())
    stage = {"cpu": 1.0, "wall": 3.0, "mib": 50.0}
    runs = [
        {
            "documents": 10 * factor,
            "verdicts": 1,
            "planted": {"planted": 3 * factor, "found": 2 * factor, "false": factor},
            "warehouse_mib": 7.0,
            "published_mib": 8.0,
            "stages": {
                name: stage | {"cpu": 4.0 * factor} for name in ("load", "models", "publish")
            },
        }
        for factor in (1, 10)
    ]
    page._write(tmp_path / "scaling.json", runs)
    rows = {"before": {"fixed": 40.0, "memory": 10.0}, "today": {"fixed": 10.0, "new": 2.0}}
    page._write(tmp_path / "versions.json", {"rows": rows})
    sharded = [
        {
            "workers": 2,
            "steps": {
                name: {
                    "documents": 10 * factor,
                    "shards": factor,
                    "built": 1,
                    "peak_mib": 9.0,
                    "planted": {"planted": 3 * factor, "found": 2 * factor, "false": 0},
                    "stages": {"look": {"cpu": cpu * factor, "wall": 1.0}},
                }
                for name, cpu in (("full", 20.0), ("one_changed", 1.0))
            },
        }
        for factor in (10, 1)
    ]
    page._write(tmp_path / "shards.json", sharded)
    text = page.render(tmp_path)
    # A twentieth of the whole, and from 10 to 100 documents ten times as much.
    assert re.search(r"\| 100 \| 2 \| full \| 10 \| 1 \| 200.0 \| 100.0 .* 1.00 \| 30 \| 20", text)
    assert "| 10 | 2 | one changed | 1 | 1 | 1.0 | 5.0 |" in text
    # Ten times the documents at ten times the cost: 12 CPU seconds for 10, 120 for 100.
    assert "| 10 | 12.0 |" in text
    assert "| 100 | 120.0 | 40.0 | 40.0 | 40.0 | 1.200 | 9 | 50 | 7 | 8 | 1.00 |" in text
    assert "| 100 | 30 | 20 | 10 |" in text
    assert "| fixed | 40.00 | 10.00 | 0.25 |" in text
    assert "| new | — | 2.00 | — |" in text
