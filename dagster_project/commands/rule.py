"""``make rule ID=X07``: one rule for whoever writes rules. Formula, rows, cases, verdicts.

Formula and cases come from docs/rules.md, which a test keeps equal to what the rules do; the
verdicts are those of the current release.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from dagster_project.commands.finish import finish
from dagster_project.form.seed_checks import Seeds, require_sound_seeds
from dagster_project.release.folders import current_release
from dagster_project.release.tabular import read_rows
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import PROJECT_DIR, SEEDS_DIR, load_settings

PAGE = PROJECT_DIR / "docs" / "rules.md"
# The seeds whose rows say how a rule is checked, by its rule_id.
_SEEDS = (
    "rule_catalog",
    "rule_terms",
    "claim_references",
    "claim_sums",
    "rule_claims",
    "rule_statements",
)
_OF_CATALOGUE = ("severity", "relation", "tolerance_kind", "check_kind", "subject_grain")
_MOST_SHOWN = 10


def show_rule(rule_id: str) -> int:
    """Print one rule."""
    require_sound_seeds()
    seeds = Seeds(SEEDS_DIR)
    known = seeds.words("rule_catalog", "rule_id")
    if rule_id not in known:
        near = ", ".join(get_close_matches(rule_id, sorted(known), 3, 0.5))
        raise JuesuanError(f"no rule {rule_id}" + (f"; nearest: {near}" if near else ""))
    lines = [*_entry(rule_id), "", *_rows(seeds, rule_id), "", *_verdicts(rule_id)]
    click.echo("\n".join(lines))
    return 0


def _entry(rule_id: str) -> list[str]:
    """Return the rule's part of docs/rules.md: title, formula, basis, a case of either kind."""
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^### ({rule_id} .*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
    if found is None:
        return [f"{rule_id}: not in docs/rules.md yet (make docs)"]
    return [line for line in found[1].splitlines() if line]


def _rows(seeds: Seeds, rule_id: str) -> Iterator[str]:
    """Yield the rows of the seeds that make the rule, with their lines, and its model."""
    for name in _SEEDS:
        for row in seeds.rows(name):
            if row.values["rule_id"] == rule_id:
                shown = _OF_CATALOGUE if name == "rule_catalog" else tuple(row.values)
                told = " ".join(f"{c}={row.values[c]}" for c in shown if row.values[c])
                yield f"{seeds.file_of(name)}:{row.line_no}  {told}"
    for path in sorted(PROJECT_DIR.glob(f"dbt/models/**/rule_{rule_id.lower()}_*.sql")):
        yield str(path.relative_to(PROJECT_DIR))


def _verdicts(rule_id: str) -> Iterator[str]:
    """Yield the verdicts of the current release: how many of each, and those that need a look."""
    published = load_settings().published_dir
    release = current_release(published)
    if release is None:
        yield f"nothing is published in {published}: make run shows the verdicts"
        return
    checks = [row for row in _checks(release) if row["rule_id"] == rule_id]
    yield f"verdicts of release {release.name}: {len(checks)}"
    counted = Counter((row["status"], row["reason_code"] or "") for row in checks)
    for (status, reason), count in sorted(counted.items()):
        yield f"{count:>8}  {status}{f' ({reason})' if reason else ''}"
    failed = [row for row in checks if row["status"] == "fail"]
    for row in failed[:_MOST_SHOWN]:
        yield f"  {row['document_id']}: {row['message_zh'] or row['subject_zh']}"
    if len(failed) > _MOST_SHOWN:
        yield f"  and {len(failed) - _MOST_SHOWN} more"


def _checks(release: Path) -> list[dict[str, Any]]:
    return read_rows(release, "checks", ("document_id", "subject")).dicts()


@click.command()
@click.argument("rule_id")
def main(rule_id: str) -> None:
    """Show one rule of the catalogue."""
    finish(lambda: show_rule(rule_id))


if __name__ == "__main__":
    main()
