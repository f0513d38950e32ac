"""Modules that are loaded when something of them is used, not when they are imported."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec


def load_when_used(name: str) -> None:
    """Let the next ``from package import module`` of a submodule cost nothing until it is used.

    great_expectations imports scipy.stats for expectations that no gate has: a third of its own
    import, a twentieth of a run of five documents.
    """
    if name in sys.modules:
        return
    parent, _, child = name.rpartition(".")
    package = import_module(parent)
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    setattr(package, child, module)
    spec.loader.exec_module(module)
