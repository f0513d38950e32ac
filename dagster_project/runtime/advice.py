"""What the system refuses, as one sentence of advice in both languages.

DuckDB, SQLite and Python each say it in words of their own; what to do is the same.
"""

from __future__ import annotations

import re

_ADVICE: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left on device|disk is full|Disk quota exceeded",
        "磁盘已满,请腾出空间后再运行",
        "the disk is full: make room and run again",
    ),
    (
        r"Read-only file system|readonly database|database is read-only",
        "磁盘或文件夹是只读的,请改为可写后再运行",
        "the place is read-only: make it writable and run again",
    ),
    (
        r"Permission denied|Operation not permitted|unable to open database file",
        "不能读写此处,请检查文件夹的所有者、权限与是否只读后再运行",
        "not permitted here: look at owner and permissions of the folder and run again",
    ),
    (
        r"File too large|File size limit",
        "文件大小受限,请放宽限制(ulimit -f)后再运行",
        "files may not grow so large: raise the limit (ulimit -f) and run again",
    ),
    (
        r"Too many open files",
        "可打开的文件数不够,请放宽限制(ulimit -n)后再运行",
        "too few files may be open: raise the limit (ulimit -n) and run again",
    ),
    (
        r"start new thread|Resource temporarily unavailable",
        "可用的进程数不够,请放宽限制(ulimit -u)后再运行",
        "too few processes may run: raise the limit (ulimit -u) and run again",
    ),
    (
        r"Out of Memory|Cannot allocate memory|MemoryError|bad_alloc|could not allocate"
        r"|failed to (allocate|pin)|Allocation failure|out of memory",
        "内存不够,请关闭其他程序,或调整 JUESUAN_MEMORY_LIMIT 后再运行",
        "too little memory: close other programs or change JUESUAN_MEMORY_LIMIT, and run again",
    ),
    (
        r"Input/output error|disk I/O error",
        "磁盘读写出错,请检查磁盘(是否已满)后再运行",
        "the disk cannot be read or written: look at it (is it full?) and run again",
    ),
)


def find_advice(*texts: str) -> str | None:
    """Return what to do about a refusal that any of these texts tells of, or None."""
    for pattern, chinese, english in _ADVICE:
        if any(re.search(pattern, text, re.IGNORECASE) for text in texts):
            return f"{chinese} ({english})"
    return None


def advise(error: BaseException) -> str | None:
    """Return what to do about an error, or about what caused it; None for one of the program."""
    texts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(texts) < 10:
        texts.append(f"{type(seen).__name__}: {seen}")
        seen = seen.__cause__ or seen.__context__
    return find_advice(*texts)
