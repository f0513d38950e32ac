"""Print how forms are read, by form and medium, and what becomes of the planted defects.

``python -m tests.published_forms.measure [--forms …] [--media …] [--defects …] [--findings]``
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.published_forms.defects import Case, cases
from tests.published_forms.department import load
from tests.published_forms.outcome import Score, extract, score
from tests.published_forms.paper import Paper, compose, form_names
from tests.published_forms.printers import PRINTERS, write

_OTHER = {"元": "万元", "万元": "元"}


@dataclass
class Result:
    """One form in one medium, read."""

    form: str
    medium: str
    score: Score
    files: list[str]  # of the document


def papers(forms: list[str], both_units: bool) -> list[Paper]:
    """Fill the forms in their unit, or in both."""
    found = []
    for form in forms:
        paper = compose(form)
        found.append(paper)
        if both_units:
            unit = _OTHER[paper.department.unit]
            found.append(compose(form, unit=unit, seed=2))
    return found


def read_papers(printed: list[Paper], medium: str, folder: Path) -> list[Result]:
    """Print papers in one medium, read them in one call and compare each with its document."""
    place = folder / medium
    paths = [write(p, medium, place / f"{p.form}-{p.department.unit}") for p in printed]
    found = extract(paths, place / "raw")
    results = []
    for paper, path in zip(printed, paths, strict=True):
        mine = [d for d in found if path.name in d.files]
        if len(mine) == 1:
            result = Result(paper.form, medium, score(paper, mine[0]), mine[0].files)
        else:
            empty = Score(total=len(paper.truth()), notes=[f"{len(mine)} documents"])
            result = Result(paper.form, medium, empty, [])
        results.append(result)
    return results


def judge(case: Case, folder: Path) -> str | None:
    """Build the files of a case, read them, and return what is wrong."""
    place = folder / "defects" / f"{case.name}-{case.medium}".replace("/", "_").replace(" ", "_")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        return case.judge(extract(case.build(place / "files"), place / "raw"))
    except Exception as error:  # a case that breaks the reader is a result, too
        return f"{type(error).__name__}: {error}"


def _short(result: Result) -> str:
    s = result.score
    if any(n.startswith("refused") for n in s.notes) and not s.right:
        return "refused"
    cell = f"{s.share * 100:.1f}"
    if s.wrong_confirmed:
        cell += f" !{len(s.wrong_confirmed)}"
    if s.not_read:
        cell += f" n{len(s.not_read)}"
    if s.vanished:
        cell += f" v{len(s.vanished)}"
    return cell + ("" if s.identity_right else " ID")


def table_lines(results: list[Result], media: list[str]) -> list[str]:
    """Return the table form × medium."""
    lines = [
        "cells right %; !k wrong and confirmed; nk tables named, not read; vk vanished; ID: wrong",
        f"{'form':<18}" + "".join(f"{m:>20}" for m in media),
    ]
    by_form: dict[str, dict[str, list[Result]]] = {}
    for r in results:
        by_form.setdefault(r.form, {}).setdefault(r.medium, []).append(r)
    for form, row in by_form.items():
        cells = [" | ".join(_short(r) for r in row.get(m, [])) for m in media]
        lines.append(f"{form:<18}" + "".join(f"{c:>20}" for c in cells))
    total = sum(r.score.total for r in results)
    right = sum(r.score.right for r in results)
    wrong = sum(len(r.score.wrong_confirmed) for r in results)
    others, read = sum(r.score.others for r in results), sum(r.score.others_read for r in results)
    named = sum(r.score.identity_right for r in results)
    lines.append(
        f"{right} of {total} cells right ({right / max(total, 1):.2%}), "
        f"{wrong} wrong and confirmed; "
        f"{read} of {others} tables without a canonical meaning kept; "
        f"identity of {named} of {len(results)}"
    )
    return lines


def _run_pipeline(raw: Path, folder: Path) -> Counter[tuple[str, str]]:
    """Run the pipeline on extract folders; return the warnings by document and rule."""
    import csv
    import io
    import subprocess
    import sys

    environment = {
        **os.environ,
        "JUESUAN_WAREHOUSE": str(folder / "warehouse" / "juesuan.duckdb"),
        "DAGSTER_HOME": str(folder / "dagster"),
        "JUESUAN_PUBLISHED_DIR": str(folder / "published"),
        "JUESUAN_RAW_DIR": str(raw),
    }
    (folder / "dagster").mkdir(exist_ok=True)
    juesuan = Path(sys.executable).with_name("juesuan")
    run = subprocess.run(  # noqa: S603
        [juesuan, "run"], env=environment, capture_output=True, text=True, check=False
    )
    print(run.stdout[-1500:], run.stderr[-500:])
    told = subprocess.run(  # noqa: S603
        [juesuan, "findings", "--format", "csv"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / "findings.csv").write_text(told.stdout, encoding="utf-8")
    found: Counter[tuple[str, str]] = Counter()
    for row in csv.DictReader(io.StringIO(told.stdout)):
        if row.get("severity") in ("warning", "警告", "blocking", "阻断"):
            found[row["document_id"], row["rule_id"]] += 1
    return found


def count_findings(forms: list[str], media: list[str], folder: Path) -> Counter[tuple[str, str]]:
    """Read the clean forms into one place, each medium as an organization of its own, and run."""
    place = folder / "findings"
    shutil.rmtree(place, ignore_errors=True)
    paths = []
    for n, medium in enumerate(media):
        for form in forms:
            name = load(f"forms/{form}.yaml")["organization"]
            paper = compose(form, organization="东西南北中"[n] + name, seed=n + 1)
            paths.append(write(paper, medium, place / "files" / medium / form))
    found = extract(paths, place / "raw")
    print(f"{len(found)} documents, {sum(d.status == 'read' for d in found)} read")
    return _run_pipeline(place / "raw", place)


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", nargs="*", default=form_names())
    parser.add_argument("--media", nargs="*", default=list(PRINTERS))
    parser.add_argument("--defects", nargs="*", help="words of the names; none: all of them")
    parser.add_argument("--no-forms", action="store_true", help="only defects")
    parser.add_argument("--no-defects", action="store_true", help="only forms")
    parser.add_argument("--both-units", action="store_true", help="each form in 元 and in 万元")
    parser.add_argument("--findings", action="store_true", help="run the pipeline, count warnings")
    parser.add_argument("--notes", action="store_true", help="print what is wrong, with notes")
    parser.add_argument("--out", type=Path, help="where the corpus goes (default: a new folder)")
    options = parser.parse_args()
    folder = options.out or Path(tempfile.mkdtemp(prefix="published-forms-"))
    folder.mkdir(parents=True, exist_ok=True)
    printed = papers(options.forms, options.both_units)
    if not options.no_forms:
        results = []
        for medium in options.media:
            for result in read_papers(printed, medium, folder):
                results.append(result)
                if options.notes:
                    s = result.score
                    print(f"## {result.form} {medium} {_short(result)}")
                    for words in (s.identity_note, s.tables_note, s.examples, *s.notes):
                        if words:
                            print(f"   {words[:400]}")
        print("\n".join(table_lines(results, options.media)))
    if not options.no_defects:
        told: Counter[int] = Counter()
        right: Counter[int] = Counter()
        for case in cases():
            words = options.defects or [""]
            if not any(w in case.name for w in words):
                continue
            problem = judge(case, folder)
            told[case.point] += 1
            right[case.point] += problem is None
            mark = "right" if problem is None else "WRONG"
            print(
                f"{mark} {case.point} {case.name} [{case.medium}] → {case.right}: {problem or ''}"[
                    :420
                ],
                flush=True,
            )
        for point in sorted(told):
            print(f"point {point}: {right[point]} of {told[point]} defects right")
    if options.findings:
        warnings = count_findings(options.forms, options.media, folder)
        print(f"{sum(warnings.values())} warnings on clean documents")
        for (document, rule), count in sorted(warnings.items()):
            print(f"  {document} {rule}: {count}")
    print(f"corpus in {folder}")


if __name__ == "__main__":
    main()
