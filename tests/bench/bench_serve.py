"""What the workbench costs: time to findings and to the first page image, memory after many checks.

python -m tests.bench.bench_serve [--documents 200]
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from starlette.testclient import TestClient

from dagster_project.serve.app import build_app
from tests.serve.conftest import BASE, config_in, upload, wait_for
from tests.serve.planted import print_planted

_KEPT = Path("/proc/self/status")


def resident_mebibytes() -> int:
    """Return the memory of this process, which is the server."""
    [found] = re.findall(r"VmRSS:\s+(\d+) kB", _KEPT.read_text(encoding="ascii"))
    return int(found) // 1024


def main() -> None:
    """Check so many documents one after the other and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as name:
        app = build_app(config_in(Path(name)))
        with TestClient(app, base_url=BASE) as client:
            seconds, memory = [], []
            for number in range(documents):
                content = print_planted(by=Decimal(1 + number)).content
                began = time.perf_counter()
                check = upload(client, (f"{number}.pdf", content))
                state = wait_for(client, check)
                if state["status"] != "done":
                    raise SystemExit(f"check {number}: {state}")
                seconds.append(time.perf_counter() - began)
                memory.append(resident_mebibytes())
            began = time.perf_counter()
            page = client.get(f"/look/{check}").text
            [image, *_] = re.findall(r'src="(/look/[^"]+)"', page)
            client.get(image)
            first = time.perf_counter() - began
            began = time.perf_counter()
            client.get(f"/look/{check}")
            client.get(image)
            again = time.perf_counter() - began
    lines = (
        f"documents checked: {documents}",
        f"upload to findings: first {seconds[0]:.1f} s, "
        f"median {sorted(seconds)[len(seconds) // 2]:.1f} s",
        f"first page with its image: {first:.2f} s, again {again:.2f} s",
        f"memory of the server: {memory[0]} MiB after the first, {memory[-1]} MiB after the last, "
        f"{max(memory)} MiB at most",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
