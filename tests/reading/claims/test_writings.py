"""However a text writes the names of accounts, the same accounts are read.

The accounts are those that the tables of the shipped disclosures print, so that the right code of
each sentence is known without the reader; the sentences are the standard ones, written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import duckdb
import pytest
from jinja2 import Template

from dagster_project.reading.narrative.claims import Account, ClaimReading, Paragraph, read_claims
from dagster_project.reading.narrative.claims.model import accounts_of
from dagster_project.reading.narrative.claims.names import account_name
from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR
from tests.reading.cells import named_cells
from tests.reading.claims.helpers import read_text
from tests.reading.conftest import read_rows
from tests.sampling import one_in

FOLDERS = sorted(path.parent for path in (PROJECT_DIR / "raw").glob("*/*/gk05.csv"))
SHARED = PROJECT_DIR.parent / "shared" / "documents"
QUOTES = ("“”", "””", "““", "‘’", '""', "''", "＂＂", "「」", "『』", "﹁﹂", "﹃﹄")
HEADING = "（三）一般公共预算财政拨款支出决算具体情况"


@dataclass(frozen=True)
class Writing:
    """One item as a text may write it: a mark, three names with their levels, quotes around."""

    mark: str
    names: tuple[str, str, str]
    levels: tuple[str, str, str] = ("（类）", "（款）", "（项）")
    open: str = ""
    close: str = ""

    def text(self) -> str:
        """Return the writing."""
        path = "".join(name + level for name, level in zip(self.names, self.levels, strict=True))
        return f"{self.mark}{self.open}{path}{self.close}"


Change = Callable[[Writing], Writing]


def _marked(mark: str) -> Change:
    return lambda writing: replace(writing, mark=mark)


def _quoted_whole(open: str, close: str) -> Change:
    return lambda writing: replace(writing, open=open, close=close)


def _quoted_names(quotes: str) -> Change:
    return lambda w: replace(w, names=tuple(f"{quotes[0]}{n}{quotes[1]}" for n in w.names))


def _levels(*levels: str) -> Change:
    return lambda writing: replace(writing, levels=levels)


def _names(change: Callable[[str], str]) -> Change:
    return lambda w: replace(w, names=tuple(change(name) for name in w.names))


def _both(*changes: Change) -> Change:
    def change(writing: Writing) -> Writing:
        for one in changes:
            writing = one(writing)
        return writing

    return change


CHANGES: dict[str, Change] = {
    "plain": lambda writing: writing,
    **{f"quoted {q}": _quoted_whole(*q) for q in QUOTES},
    **{f"only closing {q[1]}": _quoted_whole("", q[1]) for q in QUOTES},
    **{f"only opening {q[0]}": _quoted_whole(q[0], "") for q in QUOTES},
    **{f"names quoted {q}": _quoted_names(q) for q in QUOTES},
    **{
        f"mark {mark}": _marked(mark)
        for mark in ("1.", "1、", "12．", "（1）", "(1)", "①", "一、", "（一）", "(一)", "1.“", "⑴")
    },
    "mark and closing quote": _both(_marked("3.“"), _quoted_whole("", "”")),
    "half brackets": _levels("(类)", "(款)", "(项)"),
    "square brackets": _levels("【类】", "【款】", "【项】"),
    "tortoise brackets": _levels("〔类〕", "〔款〕", "〔项〕"),
    "spaces in brackets": _levels("（ 类 ）", "（ 款 ）", "( 项 )"),
    "spaces between": _levels(" （类） ", " （款） ", " （项） "),
    "level words": _levels("（类级科目）", "（款级）", "（项级科目）"),
    "strokes between": _levels("（类）-", "（款）——", "（项）"),
    "slashes between": _levels("（类）/", "（款）/", "（项）"),
    "commas between": _levels("（类），", "（款），", "（项）"),
    "no level words": _levels("-", "-", ""),
    "no level words, long stroke": _levels("—", "—", ""),
    "without 支出": _names(lambda name: name.removesuffix("支出")),
    "with 支出": _names(lambda name: name.removesuffix("支出") + "支出"),
    "支出 behind the levels": _levels("（类）支出", "（款）", "（项）支出"),
}


@cache
def _tree(folder: Path) -> tuple[list[Account], dict[str, tuple[str, str, str]]]:
    """Return the accounts of a disclosure and, per item, its names from the class down."""
    tables = {path.stem: read_rows(path) for path in folder.glob("gk*.csv")}
    labels = {
        cell["account_code"]: re.sub(r"\s", "", cell["printed_label"])
        for cell in tables["gk05"]
        if cell["row_role"] in ("class", "section", "item")
    }
    items = {
        code: (labels[code[:3]], labels[code[:5]], labels[code])
        for code in labels
        if len(code) == 7
    }
    return accounts_of({code: named_cells(own) for code, own in tables.items()}), items


def _codes(reading: ClaimReading) -> list[str]:
    return [claim.account_code for claim in reading.claims if claim.claim_kind == "amount"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("change", CHANGES)
def test_an_account_is_known_however_it_is_written(folder: Path, change: str) -> None:
    accounts, items = _tree(folder)
    sentences = {
        code: CHANGES[change](Writing(f"{number}.", names)).text()
        for number, (code, names) in enumerate(items.items(), start=1)
    }
    for behind in ("12.34万元。", "。年初预算为10.00万元，支出决算为12.34万元。"):
        texts = [sentence + behind for sentence in sentences.values()]
        found = _codes(read_text(HEADING, *texts, accounts=accounts))
        each = behind.count("万元")
        wrong = [
            (text, code)
            for (right, text), code in zip(
                [(c, t) for c, t in zip(sentences, texts, strict=True) for _ in range(each)],
                found,
                strict=True,
            )
            if code != right
        ]
        assert wrong == []


@pytest.mark.parametrize("quotes", QUOTES)
def test_a_class_and_a_section_of_it_are_known_in_quotes(quotes: str) -> None:
    """The central form: “教育支出”（类）…其中：“进修及培训”（款）…."""
    accounts = [
        Account("205", "教育支出"),
        Account("20508", "进修及培训"),
        Account("208", "社会保障和就业支出"),
        Account("20805", "行政事业单位养老支出"),
    ]
    opening, closing = quotes
    text = (
        f"1.{opening}教育支出{closing}（类）2031年度决算13.90万元，其中："
        f"{opening}进修及培训{closing}（款）2031年度决算13.90万元。"
        f"2、{opening}社会保障和就业{closing}（类）2031年度决算5.00万元，其中："
        f"{opening}行政事业单位养老支出{closing}（款）2031年度决算4.00万元。"
    )
    reading = read_text(HEADING, text, accounts=accounts)
    assert _codes(reading) == ["205", "20508", "208", "20805"]


def test_a_former_name_is_the_account_it_became() -> None:
    accounts = [
        Account("207", "文化旅游体育与传媒支出"),
        Account("20703", "体育"),
        Account("2070308", "群众体育"),
    ]
    text = "10、“文化体育与传媒支出（类）体育（款）群众体育（项）”20.00万元。"
    assert _codes(read_text(HEADING, text, accounts=accounts)) == ["2070308"]


def test_a_code_that_was_given_to_something_else_is_not_its_former_name() -> None:
    accounts = [
        Account("207", "文化旅游体育与传媒支出"),
        Account("20799", "其他文化旅游体育与传媒支出"),
        Account("2079903", "文化产业发展专项支出"),
    ]
    path = "文化旅游体育与传媒支出（类）其他文化旅游体育与传媒支出（款）国家电影发展专项支出（项）"
    assert _codes(read_text(HEADING, f"1.{path}20.00万元。", accounts=accounts)) == [""]


def test_a_name_that_nobody_knows_stays_unknown() -> None:
    text = "1.“教育支出（类）灯塔事务（款）灯塔养护（项）”20.00万元。"
    assert _codes(read_text(HEADING, text)) == [""]


_PATH = re.compile(
    r"[一-鿿、和（）室]{2,30}?（类）(?:[^，。；：（]{2,40}（款）[^。；：（]{2,40}（项）)?"
)


def _paragraphs(name: str) -> list[Paragraph]:
    lines = (SHARED / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [Paragraph(line, locator=f"L{n}") for n, line in enumerate(lines, start=1)]


@cache
def _known_accounts(name: str) -> list[tuple[str, str]]:
    """Return the figures of a text as it is, each with its account."""
    [folder] = [folder for folder in FOLDERS if folder.name == name]
    claims = read_claims(_paragraphs(name), _tree(folder)[0]).claims
    return [(claim.value_numeric, claim.account_code) for claim in claims]


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/documents: the texts themselves")
@pytest.mark.parametrize(
    ("name", "quotes"),
    [
        *(("putuo-yichuan-2025", quotes) for quotes in QUOTES),
        # A long text: every fourth pair stands for all.
        *(("putuo-environment-2025", quotes) for quotes in one_in(4, QUOTES, 0)),
    ],
)
def test_quotes_put_into_a_real_text_change_no_account(name: str, quotes: str) -> None:
    [folder] = [folder for folder in FOLDERS if folder.name == name]
    accounts, _ = _tree(folder)
    plain = _paragraphs(name)
    quoted = [replace(p, text=_PATH.sub(rf"{quotes[0]}\g<0>{quotes[1]}", p.text)) for p in plain]
    assert quoted != plain
    known = _known_accounts(name)
    after = read_claims(quoted, accounts).claims
    assert sum(code != "" for _, code in known) > 40
    assert [(claim.value_numeric, claim.account_code) for claim in after] == known


def _comparable_names(names: list[str]) -> list[str]:
    """Return what the warehouse makes of names: the macro itself, run by DuckDB."""
    source = (DBT_DIR / "macros" / "comparable_name.sql").read_text(encoding="utf-8")
    call = Template(source + "{{ comparable_name('written') }}").render()
    numbered = "select unnest($1) as written, generate_subscripts($1, 1) as place"
    rows = duckdb.execute(f"select {call} from ({numbered}) order by place", [names]).fetchall()
    return [name for (name,) in rows]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_warehouse_compares_the_same_names(folder: Path) -> None:
    _, items = _tree(folder)
    names = sorted({name for path in items.values() for name in path})
    marks = ("", "1.", "（一）", "(2)", "①", "其中：", "20101", "“", "「", "3、“", " 二、")
    ends = ("", "”", "」", '"', " ")
    written = {f"{m}{name}{e}": name for name in names for m in marks for e in ends}
    expected = [account_name(name) for name in written.values()]
    assert [account_name(text) for text in written] == expected
    assert _comparable_names(list(written)) == expected


def test_an_item_named_before_a_comma_is_not_the_item_before() -> None:
    reading = read_text(
        "（四）高等学校财政拨款支出决算表说明",
        "学校2031年度财政拨款支出总计为42.43万元，其中：基本支出32.00万元；项目支出10.43万元。具体包括：",
        "1.驿路养护，2031年度决算数为30.46万元。",
        "2.渡口修缮支出，2031年度决算数为11.97万元。",
    )
    found = [(c.metric, c.subject, c.account_code, c.value_numeric) for c in reading.claims[-2:]]
    assert found == [
        ("final", "一般公共服务支出/邮亭事务/驿路养护", "2019802", "30.46"),
        ("final", "渡口修缮支出", "", "11.97"),
    ]


def _brief(*texts: str) -> list[tuple[str, str, str]]:
    return [(c.metric, c.subject, c.value_numeric) for c in read_text(*texts).claims]


def test_traditional_characters_say_the_same() -> None:
    heading, text = (
        "（一）收入決算情況",
        "2031年度，本單位收入合計87.45萬元，其中：財政撥款收入86.64萬元。",
    )
    assert _brief(heading, text) == [
        ("income_total", "收入合计", "87.45"),
        ("income_item", "财政拨款收入", "86.64"),
    ]


def test_a_budget_fulfilled_is_that_of_what_was_named() -> None:
    text = "其中：公务接待费支出决算为1.76万元，完成预算5万元的35.2%。"
    assert _brief("（七）“三公”经费支出决算情况说明", text) == [
        ("final", "公务接待费", "1.76"),
        ("budget", "公务接待费", "5"),
        ("final", "公务接待费", "35.2"),
    ]


def test_a_text_without_parts_begins_with_what_came_in() -> None:
    texts = ("一、单位情况", "本院编制320人。", "二、收入决算情况说明", "2031年总收入28.72万元。")
    found = read_claims([Paragraph(t, page=1, locator="L1") for t in texts], ()).claims
    assert [c.value_numeric for c in found] == ["28.72"]


def test_what_a_sentence_compares_is_not_what_the_last_one_ended_with() -> None:
    texts = (
        "2031年度支出总计434.72万元，其中：本年支出合计434.17万元，年末结转和结余0.55万元。",
        "收入支出总体与上年相比，增加58.21万元，增长15.46%。",
    )
    found = _brief("一、收入支出决算总体情况说明", *texts)[-2:]
    assert [(subject, value) for _, subject, value in found] == [
        ("收入支出总计", "58.21"),
        ("收入支出总计", "15.46"),
    ]
    assert "carry_over_closing" not in {metric for metric, _, _ in found}
