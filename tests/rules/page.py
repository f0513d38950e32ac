"""docs/rules.md: every rule of the catalogue with its formula and verdicts seen in the tests.

``make docs`` writes the page; a test compares it with what the rules do today.
"""

from __future__ import annotations

from pathlib import Path

from dagster_project.contract.words import word, words_of
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_warehouse

PAGE = PROJECT_DIR / "docs" / "rules.md"
_FAMILIES = {
    "S": "结构",
    "K": "科目代码",
    "I": "表内",
    "X": "表间",
    "N": "情况说明",
    "P": "绩效自评",
    "Y": "年度之间",
    "D": "部门与单位",
    "A": "合理性(只提示)",
}
_INTRODUCTION = """# 勾稽规则

由 `make docs` 从规则目录(`dbt/seeds/rules/`)和规则测试的判定写成,请勿手改。
`make test` 比较本页与规则。

- 性质:警告须处理,提示供参考(尾差、截尾、用词、合理性),阻断使文件不被采用。
- 依据:只有确实看到条文时才写出处;其余写“算术”“表注”“惯例”。
- 相符、不符各举一例,取自规则测试的虚构文件或随附的公开文件;金额以元计。
- 无法判断、不适用、尾差容许见 [architecture.md](architecture.md)。
"""
_QUERY = """
with verdicts as (

    select
        rule_id, status, subject_zh, left_amount, right_amount, message_zh, document_id, subject,
        row_number() over (
            partition by rule_id, status
            order by left_amount is null, left_amount = 0, document_id, subject
        ) as place
    from reconciliation.rule_verdicts
    where status in ('pass', 'fail')

)

select
    rules.rule_id,
    rules.family,
    rules.title_zh,
    formulas.formula_zh,
    rules.statement_zh,
    rules.severity,
    rules.basis,
    rules.citation,
    rules.cannot_tell_zh,
    rules.applies_form,
    passed.subject_zh,
    passed.left_amount,
    passed.right_amount,
    failed.message_zh
from seeds.rule_catalog as rules
inner join reconciliation.rule_formulas as formulas on rules.rule_id = formulas.rule_id
left join verdicts as passed
    on rules.rule_id = passed.rule_id and passed.status = 'pass' and passed.place = 1
left join verdicts as failed
    on rules.rule_id = failed.rule_id and failed.status = 'fail' and failed.place = 1
where rules.status = 'active'
order by rules.rule_order
"""


def render(warehouse: Path) -> str:
    """Return the page from a warehouse in which every rule was seen to pass and to fail."""
    with open_warehouse(warehouse, read_only=True) as connection:
        cursor = connection.execute(_QUERY)
        names = [column[0] for column in cursor.description]
        rules = [
            dict(zip([*names[:10], "passed", "left", "right", "failed"], row, strict=True))
            for row in cursor.fetchall()
        ]
    parts = [_INTRODUCTION]
    for family, title in _FAMILIES.items():
        chosen = [rule for rule in rules if rule["family"] == family]
        if chosen:
            parts.append(f"## {family} {title}\n")
            parts += [_entry(rule) for rule in chosen]
    return "\n".join(parts)


def _entry(rule: dict[str, object]) -> str:
    lines = [f"### {rule['rule_id']} {rule['title_zh']}\n", f"- 公式:{rule['formula_zh']}"]
    if rule["statement_zh"] != rule["formula_zh"]:
        lines.append(f"- 说明:{rule['statement_zh']}")
    basis = word(rule["basis"], "basis") + (f",{rule['citation']}" if rule["citation"] else "")
    lines.append(f"- 性质:{word(rule['severity'], 'severity')};依据:{basis}")
    if rule["applies_form"]:
        lines.append(f"- 适用表式:{words_of(rule['applies_form'], 'form')}")
    if rule["cannot_tell_zh"]:
        lines.append(f"- 局限:{rule['cannot_tell_zh']}")
    both = rule["left"] is not None and rule["right"] is not None
    figures = f"({rule['left']:,} 与 {rule['right']:,})" if both else ""
    lines.append(f"- 相符例:{rule['passed'] or '测试中没有'}{figures}")
    lines.append(f"- 不符例:{rule['failed'] or '测试中没有'}")
    return "\n".join(lines) + "\n"
