"""What an earlier fault may have left behind: found by the next run, which mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dagster_project.runtime.warehouse import RELEASE_FILE
from tests.faults.place import Place
from tests.faults.table import Fault, Trial

_HEADER = 4096
# Where a DuckDB file says of which version its format is: after a checksum and the word DUCK.
_VERSION_AT = 12


def _spoil(start: int, content: bytes, path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(start)
        stream.write(content)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _corrupt(path: Path) -> None:
    size = path.stat().st_size
    for part in range(1, 9):
        _spoil(3 * _HEADER + size * part // 10, b"\xff" * 30_000, path)


def _delete(path: Path) -> None:
    path.unlink()


def _dangle(path: Path) -> None:
    path.unlink()
    # Within the place: what another trial once made elsewhere would be there.
    path.symlink_to(path.parent / "gone" / path.name)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").touch()


WAREHOUSES: dict[str, Callable[[Path], object]] = {
    "cut in half": _truncate,
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "of another version": partial(_spoil, _VERSION_AT, (9999).to_bytes(8, "little")),
    "corrupt inside": _corrupt,
    "of another content": lambda path: path.write_bytes(b"%PDF-1.7\n" * 5_000),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": _folder,
    "a dangling link": _dangle,
    "deleted": _delete,
    "with garbage as its log": lambda path: path.with_name(f"{path.name}.wal").write_bytes(
        b"garbage" * 1_000
    ),
}


def _stale_lock(place: Place) -> None:
    for target in (place.warehouse, place.published / "releases"):
        target.with_name(f".{target.name}.lock").touch()
        holder = {"pid": 2**22 - 1, "owner": "juesuan run", "since": "03:00:00"}
        target.with_name(f".{target.name}.holder.json").write_text(json.dumps(holder))


def _current(place: Place) -> Path:
    return (place.published / "current").resolve()


def _relink(place: Place, target: str | None) -> None:
    link = place.published / "current"
    link.unlink()
    if target:
        link.symlink_to(target)


def _half_built(place: Place) -> None:
    for name in (".building-x", ".trash-x"):
        shutil.copytree(_current(place), place.published / name, dirs_exist_ok=True)
        (place.published / name / "datapackage.json").unlink()
    (place.published / ".link-1").symlink_to("nowhere")
    half = place.published / "releases" / "99990101T000000.000000Z-x"
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(_current(place), half)
    (half / RELEASE_FILE).unlink()


def _instance(place: Place, content: bytes) -> None:
    for path in place.home.rglob("*.db"):
        path.write_bytes(content)
        for other in path.parent.glob(f"{path.name}-*"):
            other.unlink()


# In these the release in force is damaged, too: what is published is right after the next run.
RELEASES: dict[str, Callable[[Place], object]] = {
    "the link is gone": lambda place: _relink(place, None),
    "the link dangles": lambda place: _relink(place, "releases/nowhere"),
    "half a release": lambda place: (_current(place) / "findings.xlsx").unlink(),
    "a release file cut": lambda place: _truncate(_current(place) / RELEASE_FILE),
    "datapackage.json is garbage": lambda place: (_current(place) / "datapackage.json").write_bytes(
        b"\xff{"
    ),
    "all releases are gone": lambda place: shutil.rmtree(place.published),
    "half-built releases are left": lambda place: _half_built(place),
}
OTHERS: dict[str, Callable[[Place], object]] = {
    "a stale lock": _stale_lock,
    "the note of the last run is garbage": lambda place: (
        place.published / ".last_run.json"
    ).write_bytes(b"\xff\x00["),
    "the instance is gone": lambda place: shutil.rmtree(place.home),
    "the instance is garbage": lambda place: _instance(place, b"garbage" * 2_000),
    "the instance is empty files": lambda place: _instance(place, b""),
}


def faults() -> list[Fault]:
    """Return everything that may have been left behind."""
    found = [
        Fault(f"warehouse {name}", partial(_warehouse, spoil)) for name, spoil in WAREHOUSES.items()
    ]
    found += [Fault(name, partial(_release, spoil)) for name, spoil in RELEASES.items()]
    return found + [Fault(name, partial(_meet, spoil)) for name, spoil in OTHERS.items()]


def _warehouse(spoil: Callable[[Path], object], trial: Trial) -> None:
    """Let the step that opens the file first meet it; some are met by a whole run, built anew."""
    spoil(trial.place.warehouse)
    trial.judge()
    if spoil in (_truncate, _corrupt, _delete):
        trial.recover()
        return
    said = trial.place.load()
    trial.tell(said)
    told = [line for line in said.lines if line.startswith("仓库文件")]
    trial.row.next_said = (told or [said.last])[0]
    if said.status != 0 or trial.place.loaded() != {"one-2022", "two-2022"}:
        trial.row.wrong.append(f"what raw/ holds is not loaded: {said.lines}")


def _meet(spoil: Callable[[Place], object], trial: Trial) -> None:
    spoil(trial.place)
    trial.judge()
    trial.recover()


def _release(spoil: Callable[[Place], object], trial: Trial) -> None:
    """Let the publication meet a damaged release: with the same content, then with new."""
    spoil(trial.place)
    trial.place.put(trial.old)
    trial.place.publish()
    trial.place.put(trial.new)
    trial.judge()
    spoil(trial.place)
    trial.recover(trial.place.publish)
