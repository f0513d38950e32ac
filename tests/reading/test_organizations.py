"""One organization under several spellings, with its province left out, and under a former name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.form.seeds import read_seed
from dagster_project.reading.identity import organization
from dagster_project.reading.identity.organization import find_organization


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("上海市普陀区财政局", "", "putuo-finance"),
        ("上海市普陀区财政局（公章）", "", "putuo-finance"),
        ("上海市 普陀区 财政局", "", "putuo-finance"),
        ("上海市普陀区财政局（本级）", "", "putuo-finance"),
        ("普陀区财政局", "上海市普陀区财政局2024年度部门决算", "putuo-finance"),
        ("中共普陀区委社会工作部", "本部门依上海市有关规定公开", "putuo-social-work"),
        ("山西省忻州市人力资源和社会保障局", "", "xinzhou-hrss"),
        # 舟山 has a 普陀区, too; nothing says which.
        ("普陀区财政局", "浙江省舟山市", None),
        ("普陀区财政局", "", None),
        ("上海市普陀区财政局会计核算中心", "", None),
        ("上海市闵行区财政局", "", None),
    ],
)
def test_an_organization_is_known_by_each_of_its_spellings(
    name: str, text: str, known: str | None
) -> None:
    assert find_organization(name, 2024, text).organization_id == known


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    event = {
        "event_no": "9",
        "organization_id": "putuo-environment",
        "event": "renamed",
        "event_year": "2019",
        "former_name_zh": "上海市普陀区环境保护局",
        "former_organization_id": "",
        "note": "",
    }

    def read(path: Path) -> list[dict[str, str]]:
        rows = list(read_seed(path))
        return [*rows, event] if path.stem == "organization_events" else rows

    monkeypatch.setattr(organization, "read_seed", read)
    organization._known.cache_clear()
    yield
    organization._known.cache_clear()


@pytest.mark.usefixtures("renamed")
def test_a_renamed_organization_stays_the_same_one() -> None:
    before = find_organization("普陀区环境保护局", 2018, "上海市")
    assert before.organization_id == "putuo-environment"
    assert before.region_code == "310107"
    # It is called what it was called.
    assert before.name == "普陀区环境保护局"
    after = find_organization("上海市普陀区生态环境局", 2020)
    assert after.organization_id == before.organization_id
