"""Whether a run is given the addresses it needs: without them the C library ends it unheard."""

from __future__ import annotations

import resource

from dagster_project.runtime.problems import JuesuanError

# A run of six documents maps 3.6 GiB, most of which it never touches (libraries, threads' stacks).
LEAST_GIB = 4


def require_address_space() -> None:
    """Raise JuesuanError where a limit (``ulimit -v``) leaves less than a run maps."""
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY and soft < LEAST_GIB << 30:
        raise JuesuanError(
            f"地址空间被限制在 {soft / 2**30:.1f} GiB,运行需要 {LEAST_GIB} GiB,请先执行 "
            f"ulimit -v unlimited (address space is limited to {soft / 2**30:.1f} GiB and a run "
            f"maps {LEAST_GIB} GiB: ulimit -v unlimited; JUESUAN_MEMORY_LIMIT limits what it uses)"
        )
