"""Texts that nobody should print: figures of any size, statements about nothing, odd headings."""

from __future__ import annotations

from dagster_project.contract.cell_model import HEADING_COLUMNS
from tests.hostile.drafts import Draft
from tests.rules.narratives import figure, remark


def extreme_claims(draft: Draft) -> None:
    """State figures of any size, the same one twice, and one that disagrees by a few 亿元."""
    for printed, unit in (
        *(("1.00", "亿元"), ("30000.00", "万元"), ("999999999999", "万亿元")),
        *(("-99999999999.99", "万元"), ("123456789012345678", "亿元"), ("0.00", "元")),
    ):
        for topic, metric, subject in (
            ("general_public", "final", "社会保障和就业支出"),
            ("income_expenditure", "income_grand_total", "收入总计"),
            ("income_expenditure", "expenditure_grand_total", "支出总计"),
            ("general_public", "expenditure_total", "一般公共预算财政拨款支出"),
            ("general_public", "budget", "社会保障和就业支出"),
            ("three_public", "final", "“三公”经费"),
        ):
            account = "208" if subject.startswith("社会") else ""
            claim = figure(topic, metric, subject, printed, unit, account_code=account)
            draft.claims += [claim] * draft.rng.choice((1, 2))


def extreme_percents(draft: Draft) -> None:
    """State rates of any size on amounts of any size."""
    subject = "社会保障和就业支出"
    draft.claims += [
        figure("general_public", "budget", subject, "0.01", base="年初预算", account_code="208"),
        figure("general_public", "final", subject, "9999999999.99", "万元", account_code="208"),
        figure("general_public", "final", subject, "8.00", "亿元", "change_amount", base="上年"),
    ]
    for kind in ("share", "change_percent", "execution_rate"):
        for printed in ("1000000000000", "0.00", "-50", "99999999999999999", "12345678.123456"):
            for base in ("", "上年", "年初预算", "本年支出合计"):
                claim = figure("general_public", "final", subject, printed, "%", kind, base=base)
                draft.claims.append(claim | {"account_code": "208", "direction": "增加"})


def odd_claims(draft: Draft) -> None:
    """State figures about subjects that look like keys, and about none."""
    for subject in ("a#2", "a", "a", "x|y", "", "x/y/z", "绩效自评项目-优", "绩效自评项目"):
        for metric in ("final", "projects_by_grade", "self_evaluated_projects", "average_score"):
            draft.claims.append(figure("performance_review", metric, subject, "3", "个", "count"))
            draft.claims.append(figure("general_public", metric, subject, "3.00"))
    draft.claims += [r | {"printed_text": "3." + "9" * 400} for r in draft.claims[:2]]


def two_funds(draft: Draft) -> None:
    """State a budget for one account under two funds."""
    for topic in ("general_public", "government_fund", "state_capital"):
        claim = figure(topic, "budget", "行政运行", "5.00", "万元", base="年初预算")
        draft.claims.append(claim | {"account_code": "2080101"})


def odd_statements(draft: Draft) -> None:
    """Say things about accounts that stand twice, and about nothing."""
    for kind in ("comparison", "list", "listed_item", "purpose", "reason"):
        for base in ("personnel", "public", "上年", "basic", ""):
            said = remark(kind, "general_public", "工资", base=base, direction="增加")
            draft.statements += [said, said | {"account_code": "30101"}]


def odd_headings(draft: Draft) -> None:
    """Print headings without a text, with another year, and phrases of the form."""
    for kind in ("residue", "part", "section", "note", "table_title", "statement"):
        for text in (
            "",
            "XX万元",
            "2999 年度",
            "第一部分",
            "预算数为年初预算、全年预算",
            "x" * 5000,
        ):
            draft.headings.append(
                dict.fromkeys(HEADING_COLUMNS, "")
                | {"heading_kind": kind, "printed_text": text, "level": "1", "section_code": "9.99"}
            )
