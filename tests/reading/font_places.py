"""The same files read on machines with other fonts: a child whose folders of fonts are others.

The folders are those where pdfium looks when nobody tells it where; a mount that only the child
sees takes their place. Run as a module, this is the child.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
FOLDERS = (
    *("/usr/share/fonts", "/usr/share/X11/fonts/Type1", "/usr/share/X11/fonts/TTF"),
    "/usr/local/share/fonts",
)
# /usr/local/share is there everywhere, the folder of fonts in it is not.
_MOUNTS = """
set -e
mount --make-rprivate /
for folder in /usr/share/fonts /usr/share/X11/fonts/Type1 /usr/share/X11/fonts/TTF; do
  if [ -d "$folder" ]; then mount -t tmpfs none "$folder"; fi
done
mount -t tmpfs none /usr/local/share
if [ -n "$1" ]; then
  mkdir /usr/local/share/fonts
  mount --bind "$1" /usr/local/share/fonts
fi
shift
exec "$@"
"""
Reading = dict[str, str]


def _elsewhere(fonts: Path | None, command: list[str]) -> list[str]:
    space = ["--mount"] if os.geteuid() == 0 else ["--mount", "--map-root-user"]
    return ["unshare", *space, "sh", "-c", _MOUNTS, "sh", str(fonts or ""), *command]


@cache
def why_not() -> str | None:
    """Return why no child can be given other fonts here, None where it can."""
    if not shutil.which("unshare"):
        return "no unshare on this machine to hide its fonts with"
    done = subprocess.run(  # noqa: S603 - fixed commands
        _elsewhere(None, ["true"]), capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return None
    return f"a namespace that would hide the machine's fonts is refused: {done.stderr.strip()}"


def read_here(files: list[Path], place: Path) -> tuple[list[str], Reading]:
    """Read files on this machine; return its fonts, and a hash of each reading.

    A reading is every file of an extract folder, or the pixels of a page.
    """
    return _read([], files, place)


def read_elsewhere(fonts: Path | None, files: list[Path], place: Path) -> tuple[list[str], Reading]:
    """Read files on a machine that has a folder of fonts, or none at all."""
    return _read(_elsewhere(fonts, []), files, place)


def _read(inside: list[str], files: list[Path], place: Path) -> tuple[list[str], Reading]:
    command = [*inside, sys.executable, "-m", "tests.reading.font_places", place, *files]
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        command, cwd=PROJECT_DIR, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    fonts, reading = json.loads(done.stdout)
    return fonts, reading


def _main(place: Path, files: list[Path]) -> None:
    from dagster_project.reading import extract_document
    from dagster_project.reading.decoders.pdf import render_page
    from dagster_project.reading.decoders.pdf.opening import open_pdf

    reading = {}
    for file in files:
        outcome = extract_document([file], place)
        assert outcome.folder is not None
        for written in sorted(outcome.folder.rglob("*")):
            if written.is_file():
                name = f"{file.name}: {written.name}"
                reading[name] = hashlib.sha256(written.read_bytes()).hexdigest()
        with open_pdf(file.read_bytes()) as pdf:
            for page in range(1, len(pdf) + 1):
                pixels = render_page(pdf, page, 100).tobytes()
                reading[f"{file.name}: page {page}"] = hashlib.sha256(pixels).hexdigest()
    fonts = [str(f) for folder in FOLDERS for f in Path(folder).rglob("*") if f.is_file()]
    print(json.dumps([sorted(fonts), reading]))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
