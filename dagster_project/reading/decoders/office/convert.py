"""Has LibreOffice convert a document: alone, without macros, and not longer than it may take.

It runs under a guard, a process of its own that ends LibreOffice with all its processes when the
time is up or when the reader is gone: the sandbox kills the reader without asking, and nothing may
be left behind. The limits of the sandbox on memory and processor time hold for all of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.worker import announce_pages

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
# A document of 100 pages takes 5 s, and so does the first start with a new profile.
SECONDS = 90.0
# What the sandbox waits for a page; so many pages give the time above and some to read the result.
_AS_PAGES = 40
_MOST_BYTES = 256 * 1024 * 1024
# Reads nothing from its input; the end of it says that the reader is gone. SIGKILL to the group of
# the guard takes the guard along, so what became of the program is written down before.
_GUARD = """
import os, select, signal, subprocess, sys, time
seconds, command = float(sys.argv[1]), sys.argv[2:]
program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=2, stderr=subprocess.DEVNULL)
end = time.monotonic() + seconds
said = "timeout"
while time.monotonic() < end:
    if select.select([0], [], [], 0.05)[0]:
        said = "alone"
        break
    if program.poll() is not None:
        said = "ended"
        break
try:
    os.write(1, said.encode())
finally:
    os.killpg(0, signal.SIGKILL)
"""
# With a new profile LibreOffice ends and starts anew, and cannot do so where the sandbox keeps it
# from removing its old socket: its name is that of the profile, so another name helps.
_STARTS = 2
# A profile of its own, in which no macro runs and nothing is fetched from anywhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_ITEMS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)


def find_program() -> str | None:
    """Return where LibreOffice is on this machine, None where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _profile(folder: Path) -> Path:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _ITEMS)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")
    return folder / "profile"


def _run(command: list[str], folder: Path, seconds: float) -> str:
    environment = dict(os.environ) | {"HOME": str(folder), "TMPDIR": str(folder)}
    guard = subprocess.Popen(  # noqa: S603 - our own guard; the names of files are ours as well
        [sys.executable, "-I", "-c", _GUARD, str(seconds), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    assert guard.stdout is not None  # noqa: S101 - opened with pipes
    assert guard.stdin is not None  # noqa: S101
    try:
        return guard.stdout.read().decode()
    finally:
        guard.stdin.close()
        guard.stdout.close()
        guard.wait()


def convert(content: bytes, ending: str, target: str, *, seconds: float = SECONDS) -> bytes:
    """Return a document as LibreOffice saves it in the format of ``target``, docx or xlsx.

    Raises RefusedError where LibreOffice is not installed, fails or takes too long.
    """
    program = find_program()
    if program is None:
        raise RefusedError(
            "needs_libreoffice",
            f"读 {ending} 文件要用 LibreOffice，这台机器上没有：请安装 LibreOffice，"
            f"或者把文件另存为 {target} 后再读",
        )
    announce_pages(_AS_PAGES)
    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{ending}"
        source.write_bytes(content)
        made = folder / "out" / f"document.{target}"
        profile, end = _profile(folder), time.monotonic() + seconds
        for _ in range(_STARTS):
            command = [
                *(program, f"-env:UserInstallation={profile.as_uri()}"),
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
                *("--convert-to", target, "--outdir", str(made.parent), str(source)),
            ]
            said = _run(command, folder, end - time.monotonic())
            if said == "timeout" or made.is_file():
                break
            profile = profile.rename(folder / "profile-again")
        if said == "timeout":
            raise RefusedError(
                "timed_out", f"LibreOffice 转换超过{seconds:.0f}秒，请另存为 {target} 后再读"
            )
        if not made.is_file():
            raise RefusedError(
                "broken_file",
                f"LibreOffice 打不开这个 {ending} 文件，可能已损坏或有密码；"
                f"请另存为 {target} 后再读",
            )
        if made.stat().st_size > _MOST_BYTES:
            raise RefusedError("too_large", f"{ending} 文件转换后过大，不读")
        return made.read_bytes()
