"""Family N: figures of the narrative against the cells of the tables that hold them.

Where each figure of 情况说明 stands in the tables is written down here once more, from the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import Tables, claim_key, figure, told, write_narrative
from tests.rules.writing import Record, Write, edit_records, edit_table_json


@dataclass(frozen=True)
class Place:
    """A figure (topic, metric, subject, account) and the cells that hold it."""

    rules: tuple[str, ...]
    topic: str
    metric: str
    subject: str
    cells: tuple[str, ...]
    account: str = ""
    base: str = ""

    def said(self, printed: str, unit: str = "元") -> Record:
        """Return the claim that states it."""
        is_count = self.rules == ("N17",)
        return figure(
            self.topic,
            self.metric,
            self.subject,
            printed,
            "辆" if is_count else unit,
            "count" if is_count else "amount",
            account_code=self.account,
            base=self.base,
        )


def _places(rule: str, topic: str, *lines: str) -> list[Place]:
    """Return places from lines: metric subject table.row.column[,table.row.column]."""
    return [
        Place((rule,), topic, metric, subject, tuple(cells.split(",")))
        for metric, subject, cells in (line.split() for line in lines)
    ]


_THREE_PUBLIC = {
    "“三公”经费": "total",
    "因公出国（境）费": "abroad",
    "公务用车购置及运行维护费": "vehicles",
    "公务用车购置费": "purchase",
    "公务用车运行维护费": "running",
    "公务接待费": "reception",
}
_VEHICLES = {
    "车辆": "vehicles_total",
    "副部（省）级及以上领导用车": "vehicles_ministerial",
    "主要领导干部用车": "vehicles_principal",
    "机要通信用车": "vehicles_confidential",
    "应急保障用车": "vehicles_emergency",
    "执法执勤用车": "vehicles_law_enforcement",
    "特种专业技术用车": "vehicles_special",
    "离退休干部用车": "vehicles_retired",
    "其他用车": "vehicles_other",
}
_FUNDS = {
    "government_fund": ("N13", "gk08", "政府性基金预算", "21208"),
    "state_capital": ("N14", "gk09", "国有资本经营预算", "22301"),
}

PLACES = [
    *_places(
        "N01",
        "overall",
        "grand_total 收入总计 gk01.grand_total.income_amount",
        "grand_total 支出总计 gk01.grand_total.expenditure_amount",
    ),
    *_places(
        "N02",
        "fiscal_overall",
        "fiscal_grand_total 财政拨款收入总计 gk04.grand_total.income_amount",
        "fiscal_grand_total 财政拨款支出总计 gk04.grand_total.total",
    ),
    *_places(
        "N03",
        "income",
        "income_total 本年收入合计 gk02.total.total",
        "income_item 财政拨款收入 gk02.total.fiscal_appropriation",
        "income_item 上级补助收入 gk02.total.superior_subsidy",
        "income_item 事业收入 gk02.total.undertaking",
        "income_item 经营收入 gk02.total.operating",
        "income_item 附属单位上缴收入 gk02.total.affiliated_remittance",
        "income_item 其他收入 gk02.total.other",
        "income_item 一般公共预算财政拨款收入 gk01.general_public_appropriation.income_amount",
        "fund_income 政府性基金预算财政拨款收入 gk01.government_fund_appropriation.income_amount",
        "fund_income 国有资本经营预算财政拨款收入 gk01.state_capital_appropriation.income_amount",
    ),
    *_places(
        "N04",
        "expenditure",
        "expenditure_total 本年支出合计 gk03.total.total",
        "expenditure_item 基本支出 gk03.total.basic",
        "expenditure_item 项目支出 gk03.total.project",
        "expenditure_item 上缴上级支出 gk03.total.remitted_to_superior",
        "expenditure_item 经营支出 gk03.total.operating",
        "expenditure_item 对附属单位补助支出 gk03.total.subsidy_to_affiliated",
    ),
    *_places(
        "N05",
        "general_public",
        "general_public_expenditure 一般公共预算财政拨款支出 gk05.total.total",
        "final 财政拨款支出 gk05.total.total",
        "fiscal_expenditure 财政拨款支出 gk04.expenditure_total.total",
    ),
    # A class as 05 表 and the general public column of 04 表 have it; another of both budgets.
    Place(
        ("N06", "N07"),
        "structure",
        "expenditure_class",
        "社会保障和就业支出",
        ("gk05.208.total", "gk04.208.general_public"),
        "208",
    ),
    Place(
        ("N06", "N07"), "structure", "expenditure_class", "城乡社区支出", ("gk04.212.total",), "212"
    ),
    Place(
        ("N08",),
        "general_public",
        "final",
        "社会保障和就业支出/甲/乙",
        ("gk05.2080101.total",),
        "2080101",
    ),
    Place(
        ("N08",), "general_public", "final", "社会保障和就业支出/甲", ("gk05.20801.total",), "20801"
    ),
    # Accounts of the other two budgets, told in the same section.
    Place(
        ("N08",),
        "general_public",
        "final",
        "城乡社区支出/丙/丁",
        ("gk08.2120801.total",),
        "2120801",
    ),
    Place(
        ("N08",),
        "general_public",
        "final",
        "国有资本经营预算支出/戊/己",
        ("gk09.2230101.total",),
        "2230101",
    ),
    *_places("N09", "basic", "basic_expenditure 财政拨款基本支出 gk05.total.basic"),
    *_places(
        "N10",
        "basic",
        "basic_part 人员经费 gk06.personnel_total.basic",
        "basic_part 公用经费 gk06.public_total.basic",
    ),
    *_places(
        "N11",
        "three_public",
        *(
            f"final {name} gk07.three_public.final_{column}"
            for name, column in _THREE_PUBLIC.items()
        ),
    ),
    *_places(
        "N12",
        "three_public",
        *(
            f"budget {name} gk07.three_public.budget_{column}"
            for name, column in _THREE_PUBLIC.items()
        ),
    ),
    *(
        place
        for topic, (rule, table, name, account) in _FUNDS.items()
        for place in (
            *_places(
                rule,
                topic,
                f"fund_income {name}财政拨款收入 {table}.total.income",
                f"fund_expenditure {name}财政拨款支出 {table}.total.total",
                f"fund_opening {name}财政拨款年初结转和结余 {table}.total.opening",
                f"fund_closing {name}财政拨款年末结转和结余 {table}.total.closing",
            ),
            Place((rule,), topic, "final", "庚/辛", (f"{table}.{account}.total",), account),
        )
    ),
    *_places(
        "N15",
        "operating_expense",
        "operating_expense 机关运行经费 gk10.operating_expense_administrative.amount,"
        "gk10.operating_expense_civil_service_like.amount",
    ),
    *_places(
        "N16",
        "procurement",
        *(
            f"procurement {name} gk10.procurement_{row}.amount"
            for name, row in (
                ("政府采购", "total"),
                ("货物采购", "goods"),
                ("工程采购", "works"),
                ("服务采购", "services"),
            )
        ),
    ),
    *_places(
        "N17",
        "assets",
        *(f"vehicles {name} gk10.{row}.quantity" for name, row in _VEHICLES.items()),
        "equipment_over_threshold 单价100万元以上设备（不含车辆） gk10.equipment_over_1m.quantity",
    ),
]
_SUMMED = ("gk10.operating_expense_civil_service_like.amount",)
_SAME = {"gk04.208.general_public": "gk05.208.total"}


def _base_value(cell: str) -> int:
    """Return a whole number of hundreds of yuan, another one for every cell."""
    cells = sorted({cell for place in PLACES for cell in place.cells})
    return 100 * (1001 + 7 * cells.index(_SAME.get(cell, cell)))


def _value(cell: str, fen: str) -> Decimal:
    """Return what a cell prints: a count, or hundreds of yuan and some fen."""
    if cell.endswith("quantity"):
        return Decimal(_base_value(cell) // 100)
    return _base_value(cell) + (Decimal(0) if cell in _SUMMED else Decimal(fen))


def _tables(fen: str) -> Tables:
    """Return tables that print every place's cells, and nothing else."""
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for cell in {cell for place in PLACES for cell in place.cells}:
        table, row, column = cell.split(".")
        printed = str(_value(cell, fen))
        rows.setdefault(table, {}).setdefault(row, {})[column] = printed
    roles = {3: "class", 5: "section", 7: "item"}
    return {
        table: [
            (
                row,
                roles[len(row)] if row.isdecimal() else "total" if "total" in row else "line",
                row,
                figures,
            )
            for row, figures in sorted(found.items())
        ]
        for table, found in sorted(rows.items())
    }


def _as_counts(records: list[Record]) -> list[Record]:
    count = {"value_kind": "count", "value_unit": "辆", "amount_yuan": "", "printed_decimals": "0"}
    return [r | (count if r["column_code"] == "quantity" else {}) for r in records]


def _stated(fen: str, *claims: Record) -> Write:
    def write(raw_dir: Path, document_id: str) -> None:
        told(*claims, tables=_tables(fen))(raw_dir, document_id)
        edit_records(raw_dir / "2022" / document_id, "gk10", _as_counts)

    return write


def _expected(place: Place, fen: str) -> Decimal:
    """Return what the text should say: the cells' sum, or the one figure that all of them print."""
    values = [_value(cell, fen) for cell in place.cells]
    return values[0] if place.rules == ("N06", "N07") else sum(values, Decimal(0))


def _in_ten_thousands(place: Place) -> Record:
    """Return the claim as printed in 万元 with two decimals, the odd yuan left out."""
    hundreds = sum(_base_value(cell) for cell in place.cells[: 1 + (place.rules == ("N15",))])
    return place.said(f"{Decimal(hundreds) / 10_000:.2f}", "万元")


MONEY = [place for place in PLACES if place.rules != ("N17",)]


def _unread(raw_dir: Path, document_id: str) -> None:
    folder = factories.write_document(raw_dir, document_id, tables={})
    for table in (f"gk{n:02d}" for n in range(1, 10)):
        edit_table_json(folder, table, presence="missing", read_status="not_read", statement=None)
    claims = [place.said("1.00") for place in PLACES]
    write_narrative(folder, claims, ())


CLASS = figure(
    "general_public", "expenditure_class", "社会保障和就业支出", "60.00", account_code="208"
)


def _unread_beside(raw_dir: Path, document_id: str) -> None:
    """Write a class of general public spending whose table was not read; gk04 prints all funds."""
    told(CLASS)(raw_dir, document_id)
    folder = raw_dir / "2022" / document_id
    edit_records(folder, "gk05", lambda _: [])
    edit_table_json(folder, "gk05", read_status="not_read", rows=0, cells=0)


def _over_public(printed: str, unit: str = "元", *, public: str = "60.00") -> Write:
    """Return a writer: operating expense against the public expenses of gk06."""
    tables = factories.default_tables()
    row = ("public_total", "total", "公用经费合计", {"basic": public})
    gk06 = [row if r[0] == "public_total" else r for r in tables["gk06"]]
    said = figure("operating_expense", "operating_expense", "机关运行经费", printed, unit)
    return told(said, tables={"gk06": gk06})


TOTAL = PLACES[0]
HERE = _base_value(TOTAL.cells[0])
INITIAL = figure("three_public", "budget", "公务接待费", "5.00", base="年初预算")
PLAIN = figure("three_public", "budget", "公务接待费", "5.00", base="预算")
_NOTE = "注：预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数。"


def _noted(claim: Record, note: str) -> Write:
    def write(raw_dir: Path, document_id: str) -> None:
        told(claim, headings=[("note", "", note)])(raw_dir, document_id)
        path = raw_dir / "2022" / document_id / "headings.csv"
        text = path.read_text(encoding="utf-8")
        header, row = text.splitlines()
        at = header.split(",").index("table_code")
        fields = row.split(",")
        fields[at] = "gk07"
        path.write_text(f"{header}\n{','.join(fields)}\n", encoding="utf-8")

    return write


CASES = {
    "n-same": _stated("0.00", *(p.said(str(_expected(p, "0.00"))) for p in PLACES)),
    "n-off": _stated(
        "0.00",
        *(
            p.said(
                str(_expected(p, "0.00") + (Decimal(1) if p.rules == ("N17",) else Decimal("0.01")))
            )
            for p in PLACES
        ),
    ),
    "n-rounded": _stated("50.00", *map(_in_ten_thousands, MONEY)),
    "n-past-rounding": _stated("50.01", *map(_in_ten_thousands, MONEY)),
    "n-unread": _unread,
    "n-unread-beside": _unread_beside,
    "n-read-beside": told(CLASS),
    "n-silent": told(),
    "n-other-words": told(figure("assets", "vehicles_held", "公务用车", "1", "辆", "count")),
    "n-slip-ten-thousand": _stated("0.00", TOTAL.said(str(Decimal(HERE) / 10_000))),
    "n-slip-hundred": _stated("0.00", TOTAL.said(str(HERE * 100))),
    "n-line-missing": told(figure("income", "fund_income", "政府性基金预算财政拨款收入", "1.00")),
    "n-account-absent": told(
        figure("general_public", "final", "甲/乙/丙", "1.00", account_code="2080199")
    ),
    "n-last-year": told(TOTAL.said("100.00"), TOTAL.said("90.00") | {"base": "上年"}),
    "n-hundred-million": _stated("0.00", TOTAL.said("0.01", "亿元")),
    # Scaled by powers of ten to name a slip of the unit: more digits than DECIMAL(18,2) holds.
    "n-stated-in-hundred-millions": _stated("0.00", TOTAL.said("30.00", "亿元")),
    "n-beyond-range": _stated("0.00", TOTAL.said("999999999999", "亿元")),
    "n-operating-at": _over_public("60.00"),
    "n-operating-below": _over_public("12.00"),
    "n-operating-over": _over_public("60.01"),
    "n-operating-rounded": _over_public("0.01", "万元", public="50.00"),
    "n-operating-past-rounding": _over_public("0.01", "万元", public="49.99"),
    "n-other-budget": _noted(INITIAL, _NOTE),
    "n-same-budget": _noted(PLAIN, _NOTE),
    "n-unnoted-budget": told(INITIAL),
}

CHECKS = [
    *(
        (document_id, rule_id, claim_key(place.said("0")), status, reason, difference)
        for place in PLACES
        for rule_id in place.rules
        for document_id, status, reason, difference in (
            ("n-same", "pass", "compared", "0"),
            ("n-off", "fail", "compared", "1" if rule_id == "N17" else "0.01"),
            ("n-rounded", "rounding", "compared", "-50"),
            ("n-past-rounding", "fail", "compared", "-50.01"),
        )
        if rule_id != "N17" or document_id in ("n-same", "n-off")
    ),
    *(
        ("n-unread", rule_id, claim_key(place.said("0")), status, reason, None)
        for place in PLACES
        for rule_id in place.rules
        for status, reason in [
            ("not_applicable", "table_not_required")
            if rule_id in ("N15", "N16", "N17")
            else ("no_data", "table_not_read")
        ]
    ),
    *(
        (document_id, f"N{number:02d}", "document", status, reason, None)
        for number in range(1, 19)
        for document_id, status, reason in (
            ("n-silent", "no_data", "narrative_not_read"),
            ("n-other-words", "not_applicable", "nothing_stated"),
        )
    ),
]
_TOTAL = claim_key(TOTAL.said("0"))
_OPERATING = "operating_expense|operating_expense|机关运行经费|amount"
EXPECTED = [
    *CHECKS,
    ("n-stated-in-hundred-millions", "N01", _TOTAL, "fail", "compared", str(3_000_000_000 - HERE)),
    ("n-beyond-range", "N01", _TOTAL, "no_data", "figure_beyond_range", None),
    ("n-slip-ten-thousand", "N01", _TOTAL, "fail", "compared", None),
    (
        "n-line-missing",
        "N03",
        "income|fund_income|政府性基金预算财政拨款收入|amount",
        "no_data",
        "line_not_printed",
        None,
    ),
    (
        "n-account-absent",
        "N08",
        "general_public|final|2080199|amount",
        "fail",
        "account_absent_right",
        "1",
    ),
    ("n-last-year", "N01", _TOTAL, "pass", "compared", "0"),
    (
        "n-hundred-million",
        "N01",
        _TOTAL,
        "fail" if abs(1_000_000 - HERE) > 500_000 else "rounding",
        "compared",
        str(1_000_000 - HERE),
    ),
    # What was not read may be what the text was copied from.
    ("n-unread-beside", "N06", claim_key(CLASS), "no_data", "table_not_read", None),
    ("n-read-beside", "N06", claim_key(CLASS), "fail", "compared", "-40"),
    ("n-operating-at", "N18", _OPERATING, "pass", "compared", "0"),
    ("n-operating-below", "N18", _OPERATING, "pass", "compared", "-48"),
    ("n-operating-over", "N18", _OPERATING, "fail", "compared", "0.01"),
    ("n-operating-rounded", "N18", _OPERATING, "rounding", "compared", "50"),
    ("n-operating-past-rounding", "N18", _OPERATING, "fail", "compared", "50.01"),
    ("n-unread", "N18", _OPERATING, "no_data", "table_not_read", None),
    ("n-other-budget", "N12", claim_key(INITIAL), "no_data", "other_budget_base", None),
    ("n-same-budget", "N12", claim_key(PLAIN), "fail", "compared", "5"),
    ("n-unnoted-budget", "N12", claim_key(INITIAL), "fail", "compared", "5"),
]


def test_every_figure_of_the_text_is_compared_with_its_cells(
    rule_book: dict[Key, Verdict],
) -> None:
    wrong = []
    for document_id, rule_id, subject, status, reason, difference in EXPECTED:
        found = rule_book[document_id, rule_id, subject]
        expected = None if difference is None else Decimal(difference)
        if (found.status, found.reason_code) != (status, reason) or (
            expected is not None and found.difference != expected
        ):
            wrong.append((document_id, rule_id, subject, found, (status, reason, expected)))
    assert wrong == []


@pytest.mark.parametrize("document_id", ["n-slip-ten-thousand", "n-slip-hundred"])
def test_a_slip_by_a_power_of_ten_is_named(rule_book: dict[Key, Verdict], document_id: str) -> None:
    found = rule_book[document_id, "N01", _TOTAL]
    assert (found.status, found.subtype, found.severity) == ("fail", "unit_slip", "warning")


def test_a_figure_of_last_year_is_compared_with_no_table(rule_book: dict[Key, Verdict]) -> None:
    about = {key[2] for key in rule_book if key[0] == "n-last-year" and key[1] == "N01"}
    assert about == {_TOTAL}


def test_a_copied_figure_is_told_with_both_values(rule_book: dict[Key, Verdict]) -> None:
    found = rule_book["n-off", "N01", _TOTAL]
    cell, text = f"{HERE:,}.00 元", f"{HERE}.01元"
    assert found.message_zh is not None
    table = "公开01表 收入支出决算总表"
    assert f"正文写为 {text},{table}为 {cell},差 0.01 元" in found.message_zh
