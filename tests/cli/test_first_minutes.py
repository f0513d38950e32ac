"""What a newcomer meets: help with examples, and one plain line for every mistake."""

from __future__ import annotations

import errno
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.commands import summary
from dagster_project.commands.finish import finish
from dagster_project.runtime.settings import PROJECT_DIR

COMMANDS = sorted(main.commands)


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_exit_statuses(command):
    text = run(command, "--help").stdout
    assert f"\n  juesuan {command} " in text or f"\n    juesuan {command} " in text
    assert "Exit status: 0" in text
    assert "2 could not run" in " ".join(text.split())
    assert all(len(line) <= 100 for line in text.splitlines())


def test_help_lists_every_command_with_its_purpose():
    text = run("--help").stdout
    listed = [line.split() for line in text.partition("Commands:")[2].splitlines() if line]
    assert {words[0]: bool(words[1:]) for words in listed if words[0] in COMMANDS} == dict.fromkeys(
        COMMANDS, True
    )


def test_the_example_of_synth_leaves_the_checkout_alone():
    text = run("synth", "--help").stdout.partition("Examples:")[2].replace("\\\n", " ")
    synth, run_line, findings = (
        shlex.split(line) for line in text.splitlines() if "juesuan " in line
    )
    playground = Path(synth[synth.index("--out") + 1]).parent
    assert not playground.is_relative_to(PROJECT_DIR)
    settings = dict(part.split("=") for part in run_line if "=" in part)
    places = [settings["JUESUAN_WAREHOUSE"], settings["DAGSTER_HOME"]]
    places += [run_line[run_line.index(option) + 1] for option in ("--raw", "--published")]
    assert all(Path(place).is_relative_to(playground) for place in places)
    assert findings[findings.index("--published") + 1] == places[-1]


def test_the_last_hint_works_as_pasted(tmp_path, monkeypatch):
    published = tmp_path / "my releases"
    monkeypatch.setenv("PATH", str(tmp_path))
    program, *arguments = shlex.split(summary.findings_command(published))
    # Not on the PATH: the program is named by its place, which is there.
    assert Path(program).is_file()
    assert arguments == ["findings", "--published", str(published)]
    monkeypatch.setenv("PATH", str(Path(program).parent))
    assert summary.findings_command(PROJECT_DIR / "published") == "juesuan findings"


@pytest.mark.parametrize(
    "arguments",
    [
        ("findings", "--format", "pdf"),
        ("export", "cells", "--labels", "fr"),
        ("run", "--wait", "-1"),
        ("extract",),
        ("nothing",),
    ],
)
def test_unknown_option_values_are_2_and_say_what_is_known(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x/juesuan.duckdb"), "No space left"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "Permission denied: /x"),
        (KeyboardInterrupt(), "interrupted"),
    ],
)
def test_errors_of_the_system_are_one_line(error, words):
    @click.command()
    def command() -> None:
        def work() -> int:
            raise error

        finish(work)

    result = CliRunner().invoke(command)
    assert result.exit_code == (130 if isinstance(error, KeyboardInterrupt) else 2)
    [line] = result.stderr.strip().splitlines()
    assert words in line
    assert "unexpected" not in line


def test_raw_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "raw").write_text("")
    result = run("run", "--raw", tmp_path / "raw", "--published", tmp_path / "published")
    assert result.exit_code == 2
    [line] = result.stderr.strip().splitlines()
    assert "raw" in line


def test_findings_into_a_place_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "published").write_text("")
    result = run("findings", "--published", tmp_path / "published")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
