"""Every engine of the bench gives the verdicts of Juesuan, amounts included."""

from __future__ import annotations

import dataclasses

import pytest

from tests.bench import bench_engines
from tests.bench.engines import Piece


def test_the_rules_are_sixteen_sums_and_copies_of_the_seeds():
    assert len(set(bench_engines.RULES)) == 16
    assert {piece.rule for piece in bench_engines.read_pieces()} == set(bench_engines.RULES)


@pytest.mark.slow
def test_engines_agree_on_documents_with_errors():
    lines = bench_engines.compare(documents=20, naive_documents=4)
    pandas, ours = lines[1], next(line for line in lines if line["engine"].endswith("the 16 rules"))
    assert pandas["verdicts"] == ours["verdicts"] > 1000


@pytest.mark.slow
def test_an_engine_with_another_verdict_stops_the_bench(monkeypatch):
    read = bench_engines.read_pieces

    def wrong() -> list[Piece]:
        first, *others = read()
        return [dataclasses.replace(first, signs={**first.signs, "total": -1}), *others]

    monkeypatch.setattr(bench_engines, "read_pieces", wrong)
    with pytest.raises(AssertionError, match="pandas"):
        bench_engines.compare(documents=2, naive_documents=2)


@pytest.mark.slow
def test_some_verdicts_are_fails_and_the_amounts_are_compared(tmp_path):
    from dagster_project.synth.generate import generate

    generate(4, 2, 12, 7, tmp_path / "raw", lambda _: None)
    connection, costs = bench_engines.juesuan(tmp_path / "raw", bench_engines.RULES)
    with connection:
        verdicts = bench_engines.juesuan_verdicts(connection)
    assert {agrees for *_, agrees in verdicts} == {True, False}
    assert any(left != right for *_, left, right, _ in verdicts)
    step, whole = bench_engines.step_costs(costs)
    assert 0 < step < whole
