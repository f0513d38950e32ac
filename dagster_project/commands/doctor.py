"""``juesuan doctor``: what is wrong with this installation, and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from dagster_project.operation.doctor import examine

_SIGNS = {"well": "  好", "note": "注意", "wrong": "故障"}
_EXIT_WRONG = 3


def tell(*, as_json: bool) -> int:
    """Print every diagnosis; return 3 where something is wrong, else 0."""
    found = examine()
    is_wrong = any(diagnosis.state == "wrong" for diagnosis in found)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
        return _EXIT_WRONG if is_wrong else 0
    for each in found:
        remedy = f" → {each.remedy}" if each.remedy else ""
        click.echo(f"{_SIGNS[each.state]}  {each.part}: {each.found}{remedy}")
    count = sum(each.state == "wrong" for each in found)
    click.echo(f"共 {len(found)} 项，故障 {count} 项 ({count} of {len(found)} are wrong)")
    return _EXIT_WRONG if is_wrong else 0
