"""The charts of one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dagster_project.contract.shown_amounts import format_amount
from dagster_project.contract.words import codes_of, word
from dagster_project.release.marts import Row
from dagster_project.report.chart_specs import Chart, bar, bar_spec, one_bar_per_label

_MOST_BARS = 40
_LEVELS = ("class", "section", "item")


def spending_by_account(rows: Sequence[Row]) -> Chart | None:
    """Show spending by class → section → item, in the order of the codes, indented by level."""
    spent = [row for row in rows if row["total"]]
    spent.sort(key=lambda row: row["row_key"] or row["account_code"] or "")
    if not spent:
        return None
    kept = spent
    for level in reversed(_LEVELS[1:]):
        # Too many accounts for one view: leave the finest level to the table.
        if len(kept) > _MOST_BARS:
            kept = [row for row in kept if row["account_level"] != level]
    values = [
        bar(
            # The library trims labels: a character without width in front keeps the indentation.
            "\u200b"
            + "\u3000" * _LEVELS.index(row["account_level"] or "class")
            + f"{row['account_code']} {row['account_name'] or ''}",
            row["total"],
            word(row["account_level"], "level"),
        )
        for row in kept[:_MOST_BARS]
    ]
    note = "各级相互包含,不能相加。" + (
        f"共 {len(spent)} 个科目,图中为其中 {len(values)} 个。" if len(values) < len(spent) else ""
    )
    levels = [word(level, "level") for level in _LEVELS]
    drawn = {value["series"] for value in values}
    spec = bar_spec(values, [level for level in levels if level in drawn])
    one_bar_per_label(spec)
    # Shades of one colour for what contains one another; labels on the left, so that they indent.
    colour = spec["layer"][0]["encoding"]["color"]["scale"]
    colour["range"] = [f"var(--level-{levels.index(level) + 1})" for level in colour["domain"]]
    spec["encoding"]["y"]["axis"]["labelAlign"] = "left"
    figures = [
        (str(row["account_code"]), str(row["account_name"] or ""), format_amount(row["total"]))
        for row in spent
    ]
    return Chart(
        "function", "支出构成:类、款、项", note, spec, ("科目", "名称", "支出(元)"), figures
    )


def basic_and_project(rows: Sequence[Row]) -> Chart | None:
    """Show basic against project expenditure, by class."""
    classes = [
        row for row in rows if row["account_level"] == "class" and (row["basic"] or row["project"])
    ]
    classes.sort(key=lambda row: row["total"] or Decimal(0), reverse=True)
    if not classes:
        return None
    series = {"basic": "基本支出", "project": "项目支出"}
    values = [
        bar(f"{row['account_code']} {row['account_name'] or ''}", row[measure], label)
        for row in classes
        for measure, label in series.items()
        if row[measure] is not None
    ]
    figures = [
        (
            f"{row['account_code']} {row['account_name'] or ''}",
            format_amount(row["basic"]),
            format_amount(row["project"]),
        )
        for row in classes
    ]
    spec = bar_spec(values, list(series.values()), stacked=True)
    header = ("类", "基本支出(元)", "项目支出(元)")
    return Chart("nature", "基本支出与项目支出", "", spec, header, figures)


def economic_structure(rows: Sequence[Row]) -> Chart | None:
    """Show economic classes, coloured as personnel or public expenses."""
    measure = "total" if any(row["total"] for row in rows) else "basic"
    classes = [row for row in rows if row["account_level"] == "class" and row[measure]]
    classes.sort(key=lambda row: row[measure], reverse=True)
    if not classes:
        return None
    values = [
        bar(
            f"{row['account_code']} {row['account_name'] or ''}",
            row[measure],
            word(row["expense_group"], "expense_group") or "其他",
        )
        for row in classes
    ]
    series = list(dict.fromkeys(value["series"] for value in values))
    spec = bar_spec(values, sorted(series))
    one_bar_per_label(spec)
    what = "全部支出" if measure == "total" else "基本支出"
    figures = [
        (f"{row['account_code']} {row['account_name'] or ''}", format_amount(row[measure]))
        for row in classes
    ]
    return Chart(
        "economic", "经济分类构成", f"按{what}。", spec, ("经济分类", f"{what}(元)"), figures
    )


def three_public(rows: Sequence[Row]) -> Chart | None:
    """Show budget and final figure of each of the three public expenses."""
    if not rows:
        return None
    row = rows[0]
    parts = [part for part in codes_of("three_public") if part != "total"]
    budget_name = word(row["budget_basis"], "budget_basis") or "预算数"
    series = {"budget": budget_name, "final": "决算数"}
    values = [
        bar(word(part, "three_public"), row[f"{side}_{part}"], label)
        for part in parts
        for side, label in series.items()
    ]
    figures = [
        (
            word(part, "three_public"),
            format_amount(row[f"budget_{part}"]),
            format_amount(row[f"final_{part}"]),
        )
        for part in [*parts, "total"]
    ]
    if not any(value["value"] for value in values):
        return None
    spec = bar_spec(values, list(series.values()))
    header = ("项目", f"{budget_name}(元)", "决算数(元)")
    return Chart("three-public", "“三公”经费:预算与决算", "", spec, header, figures)


def year_on_year(rows: Sequence[Row]) -> Chart | None:
    """Show each measure beside the year before: as disclosed then, and as the text implies."""
    series = {"amount": "本年", "prior_disclosed": "上年公开数", "prior_implied": "推算上年数"}
    priors = ("prior_disclosed", "prior_implied")
    compared = [row for row in rows if any(row[prior] is not None for prior in priors)]
    if not compared:
        return None
    order = {metric: number for number, metric in enumerate(codes_of("metric"))}
    compared.sort(key=lambda row: order.get(row["metric"], len(order)))
    values = [
        bar(word(row["metric"], "metric"), row[measure], label)
        for row in compared
        for measure, label in series.items()
        if row[measure] is not None
    ]
    used = [label for label in series.values() if any(v["series"] == label for v in values)]
    figures = [
        (
            word(row["metric"], "metric"),
            *(format_amount(row[measure]) for measure in series),
            row["not_comparable_reason"] or "",
        )
        for row in compared
    ]
    header = ("指标", *(f"{label}(元)" for label in series.values()), "可比性")
    return Chart("year-on-year", "与上年比较", "", bar_spec(values, used), header, figures)


def findings_by_family(matrix: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Show open findings by family of rules, stacked by severity; unit: findings."""
    if not matrix:
        return None
    severities = [
        code for code in codes_of("severity") if any(line["counts"][code] for line in matrix)
    ]
    values = [
        {
            "label": f"{line['family']} {word(line['family'], 'family')}",
            "series": word(code, "severity"),
            "value": line["counts"][code],
            "short": str(line["counts"][code]),
            "text": f"{line['counts'][code]} 条",
        }
        for line in matrix
        for code in severities
        if line["counts"][code]
    ]
    labels = [word(code, "severity") for code in severities]
    spec = bar_spec(values, labels, stacked=True, unit="条")
    colour = spec["layer"][0]["encoding"]["color"]["scale"]
    colour["range"] = [f"var(--{code})" for code in severities]
    return Chart("families", "待处理问题", "按规则类别与严重程度。", spec, (), [])


def performance_scores(rows: Sequence[Row]) -> Chart | None:
    """Show self-evaluation scores of the projects, the lowest first."""
    scored = [row for row in rows if row["score"] is not None]
    scored.sort(key=lambda row: row["score"])
    if not scored:
        return None
    values = [
        {
            "label": str(row["project_name"] or row["project_key"] or ""),
            "series": str(row["grade"] or "得分"),
            "value": float(row["score"]),
            "short": f"{row['score'].normalize():f}",
            "text": f"{row['score'].normalize():f} 分",
        }
        for row in scored[:_MOST_BARS]
    ]
    spec = bar_spec(values, list(dict.fromkeys(str(v["series"]) for v in values)), unit="分")
    one_bar_per_label(spec)
    figures = [
        (
            str(row["project_name"] or row["project_key"] or ""),
            f"{row['score'].normalize():f}",
            str(row["grade"] or ""),
            format_amount(row["full_year_budget"]),
            format_amount(row["executed"]),
        )
        for row in scored
    ]
    header = ("项目", "得分", "等级", "全年预算(元)", "执行数(元)")
    return Chart("performance", "绩效自评得分", "由低到高。", spec, header, figures)
