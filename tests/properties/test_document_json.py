"""Whatever ``document.json`` says, the folder is taken or quarantined in words."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.loading.folders import list_folders
from dagster_project.loading.policy import read_load_policy
from dagster_project.loading.validation import validate_folder
from tests import factories

_SOUND = factories.document_json("any", factories.default_tables(), factories.YEAR)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(("公开03表", "gk03", "2022", "read", "元")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value[:2])) if isinstance(value, list) else []
    for name, item in inner:
        found += _places(item, (*path, name))
    return found


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(_places(_SOUND)), values), min_size=1, max_size=3),
)
def test_any_document_json_is_answered(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    document: Any = json.loads(json.dumps(_SOUND))
    for path, value in changes:
        document = _put(document, path, value)
    with tempfile.TemporaryDirectory() as name:
        folder = factories.write_document(Path(name), "any")
        (folder / "document.json").write_text(json.dumps(document), encoding="utf-8")
        (listed,) = list_folders(Path(name))
        found = validate_folder(listed, read_load_policy())
    for problem in found.problems:
        assert re.search("[\u4e00-\u9fff]", problem.message_zh)
        assert not re.search(r"[a-z](Error|Exception)\b|<class", problem.message_zh)


def _put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    owner = document
    for name in path[:-1]:
        try:
            owner = owner[name]
        except (KeyError, IndexError, TypeError):
            return document
    if isinstance(owner, dict) or (isinstance(owner, list) and path[-1] in range(len(owner))):
        owner[path[-1]] = value
    return document
