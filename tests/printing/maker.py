"""What all invented tables share: figures, and what is printed above and below a table."""

from __future__ import annotations

from collections.abc import Sequence

from tests.printing.choices import Choices
from tests.printing.figures import Invention
from tests.printing.table import InventedTable, Spot

NAMES = {
    "shanghai": "上海市宝山区云溪事务局",
    "shanxi": "山西省云溪县事务局",
    "national": "河南省云溪市事务局",
}
_OWNER = {"one_line": "部门", "two_lines": "编制单位", "unit_under_title": "单位名称"}


class Maker:
    """Makes tables of one disclosure."""

    def __init__(self, choices: Choices) -> None:
        """Draw the accounts of the disclosure."""
        self.choices = choices
        self.inventing = Invention(choices)
        self.name = NAMES[choices.form]

    def new_table(self, code: str, title: str, widths: Sequence[float]) -> InventedTable:
        """Return an empty table."""
        number = "" if self.choices.form == "shanghai" else f"公开{code[2:]}表"
        return InventedTable(code, number, title, self.choices["unit"], widths, [])

    def figure(self, value: int, row: str, column: str) -> Spot:
        """Return the place of one figure."""
        return Spot(self.inventing.write(value), (row, column))

    def dress(self, table: InventedTable) -> None:
        """Add what is printed above and below the table."""
        kind, unit = self.choices["fields_above"], f"金额单位：{table.unit}"
        year = f"{self.choices.year}年度"
        owner = f"{_OWNER.get(kind, '公开部门')}：{self.name}"
        table.fields = [["", "", table.number]] if table.number else []
        if kind == "two_lines":
            table.fields += [[owner, year, ""], ["", "", unit.removeprefix("金额")]]
        elif kind == "unit_under_title":
            table.fields = [["", f"（{unit}）", ""], *table.fields, [owner, year, ""]]
        else:
            table.fields.append([owner, year, unit])
        note = f"注：本表反映部门本年度{table.title.removesuffix('决算表')}情况。"
        if self.choices["notes"] == "long":
            note = note.replace("：", "：1.", 1) + (
                "2.本表金额转换为万元时，因四舍五入可能存在尾差，"
                "合计数与明细数之和相差0.01属于正常情况。"
            )
        if self.choices["notes"] != "none":
            table.notes.insert(0, note)
