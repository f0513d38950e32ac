"""Defects that a careful reader sees, planted by hand in the text of five clean disclosures.

A reader's notes, by somebody who knew the rules: what is changed, and a word that
whatever is said of it must contain. The figures of a paper follow from its seed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tests.published_forms.paper import Paper, compose


@dataclass(frozen=True)
class Slip:
    """One defect: the first place of ``pattern`` in the narrative becomes ``replacement``.

    ``told`` is what a message about it says, as a pattern; warnings that no slip of the document
    accounts for are false.
    """

    kind: str
    pattern: str
    replacement: str
    told: str


PLANTED: dict[str, tuple[Slip, ...]] = {
    "central-2024": (
        Slip(
            "reason of another thing",
            r"(养老保险缴费支出（项）.{0,80}?主要原因是)[^。]+",
            r"\1当年度无三公经费支出",
            "三公.*2080505",
        ),
        Slip("share", r"(住房保障支出[\d.]+万元，占)(\d)", r"\g<1>9\2", "住房保障支出.*占比"),
        Slip(
            "assets of last year", r"截至2024年12月31日，共有", "截至2023年12月31日，共有", "2023"
        ),
        Slip(
            "contracts beyond procurement", r"(授予中小企业合同金额)(\d)", r"\g<1>9\2", "中小企业"
        ),
    ),
    "sichuan-2024": (
        Slip("a part of procurement", r"(政府采购服务支出)(\d)", r"\g<1>1\2", "采购"),
        Slip("count with decimals", r"(公务用车保有量为\d+)辆", r"\1.50辆", "小数|保有量"),
        Slip(
            "misprint of a fund",
            "政府性基金预算财政拨款年初",
            "政府型基金预算财政拨款年初",
            "政府型",
        ),
        Slip("an end that is none", r"(项目支出[\d.]+万元，占[\d.]+%)。$", r"\1；", "段末标点"),
    ),
    "jiangsu-2023": (
        Slip(
            "names of one's own",
            "津贴补贴、奖金、住房公积金；",
            "津贴补贴、奖金、社保、饭贴；",
            "社保、饭贴",
        ),
        Slip("execution rate", r"(“三公”经费支出预算.*?完成预算的)(\d)", r"\g<1>1\2", "完成率"),
        Slip("year before last", "与2022年度相比", "与2021年度相比", "2021"),
        Slip(
            "money without a count", r"(国内公务接待)\d+批次，\d+人次", r"\g<1>0批次，0人次", "接待"
        ),
    ),
    "ministry-2023": (
        Slip("total of the text", r"(收、支总计均为)(\d)", r"\g<1>1\2", "总计"),
        Slip("nothing behind the glossary", r"(公务接待费。)$", r"\1", "多出“无。”"),
        Slip(
            "another's name",
            "2023年度机关运行经费支出",
            "甲市财政局2023年度机关运行经费支出",
            "甲市财政局",
        ),
    ),
    "hubei-2021": (
        Slip("clause twice", r"(2021年度支出合计[\d.]+万元，)", r"\1\1", "重复"),
        Slip(
            "reason repeats",
            r"(财政拨款收、支总计各.*?主要原因是)[^。]+",
            r"\1财政拨款收支总计有所变化",
            "重复问题",
        ),
        Slip("carry-over", r"(年末结转和结余)[\d.]+万元", r"\g<1>12.34万元", "12.34"),
        Slip(
            "budget of an item",
            r"(（项）。年初预算为)(\d)",
            r"\g<1>9\2",
            "完成率|年初预算|决算数",
        ),
    ),
}


def planted(form: str, organization: str, seed: int) -> Paper:
    """Return a paper with the slips of its form."""
    clean = compose(form, organization=organization, seed=seed)
    parts = list(clean.parts)
    for slip in PLANTED[form]:
        for at, (kind, text) in enumerate(parts):
            changed, times = re.subn(slip.pattern, slip.replacement, text, count=1)
            if kind == "text" and times:
                parts[at] = (kind, changed)
                if slip.told.startswith("多出"):
                    parts.insert(at + 1, (kind, "无。"))
                break
        else:
            raise AssertionError(f"{form}: no place for {slip.kind}")
    return replace(clean, parts=parts)
