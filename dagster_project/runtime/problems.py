"""Problems found in an extract folder: what, where, and how to repair it."""

from __future__ import annotations

from dataclasses import dataclass, field

_MAX_LETTERS = 300


@dataclass(frozen=True)
class Problem:
    """One reason why a folder is quarantined; ``line_no`` counts physical lines from 1."""

    file: str
    line_no: int | None
    problem_code: str
    message_zh: str


@dataclass
class ProblemList:
    """Collects the problems of one folder; the same kind in one file is listed up to ``limit``."""

    limit: int
    problems: list[Problem] = field(default_factory=list)
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(
        self, file: str, line_no: int | None, problem_code: str, what: str, remedy: str
    ) -> None:
        """Record one problem; the message says where, what and the remedy, in this order."""
        key = (file, problem_code)
        self._seen[key] = self._seen.get(key, 0) + 1
        if self._seen[key] > self.limit:
            return
        if len(what) > _MAX_LETTERS:
            # A cell may hold a whole page.
            what = f"{what[:_MAX_LETTERS]}…(共 {len(what):,} 字)"
        where = f"{file} 第 {line_no} 行" if line_no else file
        self.problems.append(Problem(file, line_no, problem_code, f"{where}:{what}。{remedy}。"))

    def finished(self) -> list[Problem]:
        """Return the problems, with one closing line per kind that was cut short."""
        rest = [
            Problem(file, None, code, f"{file}:同类问题另有 {count - self.limit} 处,未逐一列出。")
            for (file, code), count in self._seen.items()
            if count > self.limit
        ]
        return self.problems + rest

    def has(self, problem_code: str) -> bool:
        """Return whether a problem of this kind was found."""
        return any(code == problem_code for _, code in self._seen)

    def __bool__(self) -> bool:
        """Return whether anything was found."""
        return bool(self.problems)


class JuesuanError(Exception):
    """The program cannot go on, for a reason the user can understand: one plain line (exit 2)."""
