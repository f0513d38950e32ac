"""What the bench of versions compares: copies that are documents of their own, lines of a table."""

from __future__ import annotations

import json

from tests.bench.bench_versions import Cost, replicate, rows, run, table


def test_copies_are_other_documents_of_other_organizations(tmp_path):
    folder = tmp_path / "raw" / "2024" / "a-2024"
    folder.mkdir(parents=True)
    source = {"sha256": "f" * 64, "files": [{"name": "a.pdf", "sha256": "e" * 64}]}
    names = {key: "a" for key in ("document_id", "disclosure_id", "organization_id")}
    document = names | {"organization_name": "某局", "source": source}
    (folder / "document.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "gk01.csv").write_text("1", encoding="utf-8")
    assert replicate(tmp_path / "raw", tmp_path / "out", 3) == 3
    copies = [json.loads(path.read_bytes()) for path in tmp_path.glob("out/2024/*/document.json")]
    for key in ("document_id", "disclosure_id", "organization_id", "organization_name"):
        assert len({copy[key] for copy in copies}) == 3
    assert len({copy["source"]["files"][0]["sha256"] for copy in copies}) == 3
    assert all(path.name in {"a-1", "a-2", "a-3"} for path in tmp_path.glob("out/2024/*"))


def test_marginal_cost_is_per_document_and_missing_lines_are_left_out():
    sizes = {"shipped": 5, "synthetic 100": 100, "synthetic 1000": 1000, "real": 100}
    costs = {
        name: Cost(cpu, cpu, mib)
        for name, cpu, mib in (("shipped", 20, 9), ("synthetic 100", 30, 8), ("real", 58, 7))
    }
    lines = rows(costs, sizes)
    assert lines["marginal cost per real document (5 → 100), CPU s"] == 38 / 95
    assert not any("per synthetic document" in name or "1000" in name for name in lines)
    costs["synthetic 1000"] = Cost(210, 210, 500)
    lines = rows(costs, sizes)
    assert lines["marginal cost per synthetic document (100 → 1000), CPU s"] == 180 / 900
    assert lines["memory at 1000 synthetic documents, MiB"] == 500
    assert "| a | 8.00 | 2.00 | 0.25 |" in table({"a": 2.0}, {"a": 8.0})
    assert "| a | — | 2.00 | — |" in table({"a": 2.0}, None)


def test_the_cpu_of_children_is_counted(tmp_path):
    import sys

    busy = "import time\nwhile time.process_time() < 0.4: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    cost = run([sys.executable, "-c", code], {}, tmp_path)
    assert cost.cpu > 0.4
