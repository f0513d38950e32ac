"""Is this installation well? The answer that a monitor asks for every minute."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from dagster_project.operation.doctor import Diagnosis, examine
from dagster_project.release.folders import current_release
from dagster_project.runtime.settings import load_settings

# Looking reads every byte of the release: whoever asks more often gets the last answer.
_SECONDS = 300.0


@dataclass(frozen=True)
class Health:
    """What was found, when, and the release in force."""

    looked_at: str
    release: str | None
    parts: tuple[Diagnosis, ...]

    @property
    def is_well(self) -> bool:
        """Return whether nothing is wrong; what is only worth knowing stops nobody."""
        return not any(part.state == "wrong" for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """Return it for a program."""
        return {
            "status": "ok" if self.is_well else "failing",
            "looked_at": self.looked_at,
            "release": self.release,
            "parts": [asdict(part) for part in self.parts],
        }


class HealthWatch:
    """Looks at most every five minutes, one caller at a time."""

    def __init__(self) -> None:
        """Have looked at nothing yet."""
        self._lock = threading.Lock()
        self._last: tuple[float, Health] | None = None

    def look(self) -> Health:
        """Return the state of the installation."""
        with self._lock:
            if self._last is None or time.monotonic() - self._last[0] > _SECONDS:
                self._last = time.monotonic(), _look()
            return self._last[1]


def _look() -> Health:
    settings = load_settings()
    release = current_release(settings.published_dir)
    return Health(
        datetime.now(UTC).isoformat(timespec="seconds"),
        release.name if release else None,
        tuple(examine(settings)),
    )
