"""A tiny hand-made warehouse with the marts that a publication needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

DDL = """
create schema marts;
create table marts.documents (
    document_id varchar, fiscal_year integer, organization_name varchar, gate_status varchar,
    gate_reasons varchar, has_findings boolean, checks integer, passes integer,
    roundings integer, fails integer, no_data integer);
create table marts.findings (
    finding_id varchar, document_id varchar, rule_id varchar, subject varchar, state varchar,
    severity varchar, message_zh varchar, left_amount decimal(18,2), right_amount decimal(18,2),
    difference decimal(18,2), page integer, table_code varchar, waived_by varchar,
    next_step_zh varchar, source_locator varchar, unit varchar, printed_unit varchar,
    left_text varchar, right_text varchar, difference_text varchar);
create table marts.cells (document_id varchar, amount_yuan decimal(18,2));
comment on table marts.documents is '文档:每次修订一行。Grain: one revision.';
comment on column marts.documents.document_id is '文档编号';
comment on column marts.findings.message_zh is '说明';
insert into marts.documents values
    ('a-2022', 2022, '甲局 <script>alert(1)</script>', 'open', null, true, 3, 2, 0, 1, 0),
    ('b-2022', 2022, '乙局', 'quarantined', '表头不对', false, 0, 0, 0, 0, 0);
insert into marts.findings values
    ('f1', 'a-2022', 'X03', '208', 'new', 'warning', '=HYPERLINK("http://x","点我")', 100.10,
     100.00, 0.10, 3, 'gk03', null, '核对', 'L1', '元', '元', '100.10 元', '100.00 元', '0.10 元'),
    ('f2', 'a-2022', 'I01', '合计', 'new', 'blocking', '<b>合计不符</b>', 12345678901.23,
     0.01, 12345678901.22, null, 'gk02', null, '核对', 'L2', '元', '元', '12,345,678,901.23 元',
     '0.01 元', '12,345,678,901.22 元');
insert into marts.cells values ('a-2022', 100.10), ('a-2022', 9999999999999.99);
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(DDL)
    return path


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
def change(warehouse: Path) -> Callable[[int], None]:
    """Change the content of the marts: one more cell."""

    def run(number: int) -> None:
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute("insert into marts.cells values ('a-2022', ?)", [number])

    return run
