"""``juesuan doctor``: the usual faults of an installation, each in one sentence with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dagster_project.operation.doctor.diagnosis import Diagnosis
from dagster_project.operation.doctor.history import look_at_history
from dagster_project.operation.doctor.machine import look_at_machine
from dagster_project.operation.doctor.settings import look_at_settings
from dagster_project.operation.doctor.stores import (
    look_at_inbox,
    look_at_raw,
    look_at_releases,
    look_at_warehouse,
)
from dagster_project.runtime.settings import Settings, load_settings

__all__ = ["Diagnosis", "examine"]

# In the order in which one would look: what does not work at all before what is old.
_PARTS: tuple[Callable[[Settings], Iterator[Diagnosis]], ...] = (
    look_at_machine,
    look_at_settings,
    look_at_raw,
    look_at_warehouse,
    look_at_releases,
    look_at_history,
    look_at_inbox,
)


def examine(settings: Settings | None = None) -> list[Diagnosis]:
    """Look at everything and change nothing; what is well is told, too."""
    settings = settings or load_settings()
    return [diagnosis for look in _PARTS for diagnosis in look(settings)]
