"""Doors that the kernel closes for a process that decodes a file, for good and for its children.

Three, each by the kernel's own means and without rights of root: no file is written but below one
folder (Landlock), there is no network (seccomp, and Landlock for TCP), and no program is started
(seccomp; left open where LibreOffice has to convert). Where a kernel has none of them the decoder
runs all the same, within its limits of time and memory, and ``describe_doors`` says so.

Called by system call numbers: what PyPI has for either is not kept (decision 0081).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PR_GET_SECCOMP, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 21, 22, 38
_SECCOMP_MODE_FILTER = 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every machine
_VERSION_OF_ABI, _PATH_BENEATH = 1, 1
# From linux/landlock.h: everything that makes, changes or removes a file; reading stays free.
_WRITE_FILE, _REMOVE_TO_MAKE_SYM, _REFER, _TRUNCATE = 1 << 1, 0b1_1111_1111 << 4, 1 << 13, 1 << 14
_MAKE_SOCKET = 1 << 9
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
# LibreOffice talks to itself through a socket here, and no option puts it elsewhere. It holds
# nothing, and whoever may not start LibreOffice has no socket to put there either.
_OFFICE_SOCKETS = ("/tmp", "/var/tmp")  # noqa: S108
# Libraries open it to write nothing.
_NOWHERE = "/dev/null"


@dataclass(frozen=True)
class _Machine:
    """What a machine calls itself in seccomp, and the numbers of its system calls."""

    arch: int
    socket: int
    clone: int
    others: tuple[int, ...]  # fork, vfork, execve, execveat


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, 56, (57, 58, 59, 322)),
    "aarch64": _Machine(0xC00000B7, 198, 220, (221, 281)),
}
_CLONE3, _IO_URING_SETUP = 435, 425
_CLONE_THREAD = 0x10000
# Instructions of a filter (linux/bpf_common.h) and what it answers (linux/seccomp.h).
_LOAD, _JUMP_EQUAL, _JUMP_FROM, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
# From here on the numbers are those of a second set of calls (x32), which nobody uses.
_X32 = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Door:
    """A way out of the sandbox, whether this machine closes it, and that in words."""

    name: str
    is_closed: bool
    what_zh: str


def describe_doors() -> list[Door]:
    """Return what this machine can close, without closing anything."""
    abi, has_filter = _landlock_abi(), _has_seccomp()
    kernel = "内核没有 Landlock(Linux 5.13 起)"
    other = "内核没有 seccomp,或不是 x86_64、aarch64"
    return [
        Door(
            "files", abi > 0, "解码进程只能写自己的文件夹" if abi else f"解码进程能写文件:{kernel}"
        ),
        Door(
            "network", has_filter, "解码进程没有网络" if has_filter else f"解码进程能用网络:{other}"
        ),
        Door(
            "programs",
            has_filter,
            "解码进程不能启动程序" if has_filter else f"解码进程能启动程序:{other}",
        ),
    ]


def close_files_and_network(folder: Path) -> None:
    """Let this process write below ``folder`` alone and reach no network, for good."""
    if not _keep_privileges_down():
        return
    _restrict_files(folder)
    if machine := _machine():
        _filter(
            machine,
            *_refuse_number(_IO_URING_SETUP, errno.ENOSYS),
            # Programs on this machine talk over Unix sockets: LibreOffice with itself.
            *_refuse_argument(machine.socket, _JUMP_EQUAL, 1),
        )


def close_programs() -> None:
    """Start no process and no program from here on, and open no socket; threads may start.

    Does nothing in a process that is not confined: a test reads in its own.
    """
    machine = _machine()
    if machine is None or not _is_confined():
        return
    _filter(
        machine,
        *_refuse_number(machine.socket, errno.EACCES),
        # The C library then starts threads by the older call, whose flags can be looked at.
        *_refuse_number(_CLONE3, errno.ENOSYS),
        *(line for number in machine.others for line in _refuse_number(number, errno.EPERM)),
        *_refuse_argument(machine.clone, _JUMP_SET, _CLONE_THREAD),
    )


def remove_dead_sockets() -> None:
    """Remove the sockets of LibreOffice that nobody listens to: it was killed, or not let."""
    for place in _OFFICE_SOCKETS:
        for path in Path(place).glob(f"OSL_PIPE_{os.getuid()}_*"):
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
                try:
                    caller.connect(str(path))
                except ConnectionRefusedError:
                    path.unlink()


def _call(*arguments: object) -> int:
    """Make a system call; raise OSError where it fails."""
    assert _libc is not None  # noqa: S101 - asked before
    result = _libc.syscall(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(result)


def _prctl(option: int, *arguments: object) -> int:
    return -1 if _libc is None else int(_libc.prctl(option, *arguments))


def _keep_privileges_down() -> bool:
    return _prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))) == 0


def _is_confined() -> bool:
    return _prctl(_PR_GET_SECCOMP, *map(ctypes.c_ulong, (0, 0, 0, 0))) == _SECCOMP_MODE_FILTER


def _has_seccomp() -> bool:
    return _machine() is not None and _prctl(_PR_GET_SECCOMP, *[ctypes.c_ulong(0)] * 4) >= 0


def _machine() -> _Machine | None:
    if _libc is None or struct.calcsize("P") != 8:
        return None
    return _MACHINES.get(platform.machine())


def _landlock_abi() -> int:
    if _libc is None:
        return 0
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION_OF_ABI))
    except OSError:
        return 0


def _restrict_files(folder: Path) -> None:
    abi = _landlock_abi()
    if not abi:
        return
    writing = _WRITE_FILE | _REMOVE_TO_MAKE_SYM
    writing |= (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0)
    fields = [writing]
    if abi >= 4:
        fields.append(_BIND_AND_CONNECT_TCP)
    if abi >= 6:
        fields.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    rules = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _call(_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint(0))
    try:
        allowances = (
            *((str(folder), writing), (_NOWHERE, _WRITE_FILE)),
            *((place, _MAKE_SOCKET) for place in _OFFICE_SOCKETS),
        )
        for place, allowed in allowances:
            if not Path(place).exists():
                continue
            with _descriptor(place) as descriptor:
                rule = struct.pack("=Qi", allowed, descriptor)
                _call(_ADD_RULE, ruleset, _PATH_BENEATH, rule, ctypes.c_uint(0))
        _call(_RESTRICT_SELF, ruleset, ctypes.c_uint(0))
    finally:
        os.close(ruleset)


@contextlib.contextmanager
def _descriptor(place: str) -> Iterator[int]:
    descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


_Line = tuple[int, int, int, int]


def _refuse_number(number: int, error: int) -> list[_Line]:
    """Return the lines that refuse one system call."""
    return [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE | error)]


def _refuse_argument(number: int, test: int, value: int) -> list[_Line]:
    """Return the lines that refuse a call unless its first argument passes a test."""
    return [
        (_JUMP_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (test, 1, 0, value),
        (_RETURN, 0, 0, _REFUSE | errno.EACCES),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _filter(machine: _Machine, *lines: _Line) -> None:
    """Install a filter: calls of another kind of machine are refused, what no line names is not."""
    program: list[_Line] = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_JUMP_EQUAL, 1, 0, machine.arch),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_JUMP_FROM, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
        *lines,
        (_RETURN, 0, 0, _ALLOW),
    ]
    # jt and jf of a line stand after its code; the kernel's struct has them in this order.
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    # A struct sock_fprog: how many lines, six bytes of nothing, where they are.
    head = ctypes.create_string_buffer(
        struct.pack("=H6xQ", len(program), ctypes.addressof(code)), 16
    )
    rest = [ctypes.c_ulong(0)] * 2
    _prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), head, *rest)
