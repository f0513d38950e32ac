"""What is publicly known against the locked packages, and whether anybody could be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Audit:
    """The outcome of pip-audit: packages looked up, packages that nobody knew, and what was found.

    ``found`` are lines: package, version, identifier, versions that mend it.
    """

    looked_up: int
    not_found: int
    found: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the outcome in one sentence; never "nothing known" where nobody was asked."""
        total = self.looked_up + self.not_found
        if not self.looked_up:
            return (
                f"audit: no source of advisories could be asked, {total} packages were NOT"
                " looked up; run make audit where there is a network"
            )
        left = f", {self.not_found} could not be looked up" if self.not_found else ""
        known = f"{len(self.found)} known vulnerabilities"
        return f"audit: {self.looked_up} of {total} packages looked up{left}, {known}"


def read_audit(output: str) -> Audit:
    """Read what ``pip-audit --format json`` printed; an empty text is one that asked nobody."""
    entries = json.loads(output)["dependencies"] if output.strip() else []
    found = tuple(
        f"{entry['name']} {entry['version']}: {vulnerability['id']}, "
        f"mended in {', '.join(vulnerability['fix_versions']) or 'no version yet'}"
        for entry in entries
        for vulnerability in entry.get("vulns", [])
    )
    skipped = sum("skip_reason" in entry for entry in entries)
    return Audit(len(entries) - skipped, skipped, found)
