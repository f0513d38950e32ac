"""What the sentences so far have said: the reader's memory while it goes through a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dagster_project.form.enumerators import ITEM, SECTION, SUBSECTION
from dagster_project.reading.narrative.claims.accounts import economic_code_of
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.listed import Listed
from dagster_project.reading.narrative.claims.numbers import NumberToken, growth_fits
from dagster_project.reading.narrative.claims.subjects import Subject, SubjectReader

_SENTENCE_ENDS = re.compile(r"[。！？]")
_LIST_OPENS = re.compile(r"其中|以下方面|具体如下|主要包括")
# “三公”经费财政拨款支出决算中，…占…: the whole that the following shares are of.
_WHOLE = re.compile(r"([^，。；：！？]{1,60}?)中，")
# 本年收入的具体构成为：财政拨款收入…，占…: the same, whatever was listed before.
_COMPOSED = re.compile(
    r"(?P<whole>本年(?:收入|支出))(?:合计)?的?(?:具体)?(?:构成|结构)(?:情况)?(?:为|是|如下|：)"
)
# 收入总计50.00万元，其中年初结转和结余5.00万元，较上年增加…: what changed is the total.
_PART_BETWEEN = re.compile(r"其中：?[^，。；、]*结转[^，。；、]*，(?:较|比|与|同比)[^。；]*$")
_TOTALS = ("grand_total", "fiscal_grand_total")
_SIDES = {"收入": "支出", "支出": "收入"}
# Where 收入决算 and 支出决算 are told, and nothing of the name of either was.
_BOTH_SIDES = ("", "overall", "income", "expenditure")
# Where what came in and what was spent is of the treasury alone.
_OF_ONE_MONEY = ("fiscal_overall", "general_public", "government_fund", "state_capital")
_OTHER_SIDE = {metric: metric for metric in _TOTALS} | {
    "income_total": "expenditure_total",
    "expenditure_total": "income_total",
}
_BUDGET = re.compile(r"(?:年初|全年|调整后?)?预算")
_YEAR = re.compile(r"(20\d\d)年")
# 2021年度收入总计80.00万元, but not 与2021年度相比，收入总计…; 上年购置公务用车1辆 and
# 上年的收入, but not 上年结转….
_YEAR_OF_CLAUSE = re.compile(
    r"(?:^|[，。；：！？]|原因[是为])[^，。；：！？与较比和同]{0,8}"
    r"(?:(?P<year>20\d\d)年|(?:上|去)年度?"
    r"(?=的(?!结[转余])|[^，。；：！？]*(?:购置|更新|新购|购入|接待|组织|出访)))[^，。；：！？]*$"
)
# 收入支出总体与上年相比，增加…: a sentence that names what has changed, in front of its figures.
_COMPARED = re.compile(
    r"^(?P<name>[^，。；：、\d“”（）]{2,30}?)[与较同比](?:上年|去年|20\d\d年)度?[^，。；：\d]{0,8}相比，(?:各|共|均)?(?:增加|减少|增长|下降|降低)?$"
)
# 运行维护费支出决算比预算无增减变化，比上年增加…: the clause before says whose change it is.
_LEVEL = (
    r"(?:^|[，；：])(?P<name>[^，。；：、\d与较比和同]{2,30}?)(?:与|较|比|和|同)"
    r"[^，。；：、]{2,20}?(?:{})，(?:与|较|比|和|同)[^，。；：、]{2,16}$"
)
# 3.公务用车运行维护费支出情况。预算3.00万元: a title in a paragraph names what its figures are of,
# whatever follows its name.
_TITLE = re.compile(
    rf"(?:^|[。；])(?P<mark>{ITEM}|{SUBSECTION}|{SECTION}|[①-⑳])?"
    r"(?P<name>[^，。；：！？\d—－/]{2,30}?)(?:支出|决算|使用|开支|具体|有关|的)*(?P<tail>情况|说明)*"
    r"(?:[。：/]|[—－]+|$)"
)
_SPENT = re.compile(r"(?:费|经费|费用)$")
# 本年支出按性质分为：基本支出…，占…: what is divided is what the following shares are of.
_DIVIDED = re.compile(
    r"(?:^|[，。；：])(?P<whole>[^，。；：\d]{2,30}?)(?:按照?[^，。；：]{2,12}?)?"
    r"(?:可?分(?:别)?为|划分为?|构成(?:情况)?(?:为|是|如下)?|组成(?:情况)?(?:为|是|如下)?|包括)：(?=[^，。；：\d]*$)"
)
_YEARS_OWN = re.compile(r"^.*(?=本年(?:支出|收入))")
# 年末结转和结余0万元。支出较上年增加…: what came in or stayed over is not what was spent.
_NOT_SPENT = re.compile(r"结转|结余|收入(?!支出)[^支]*$")
_NOT_RECEIVED = re.compile(r"结转|结余|支出|费$")
# What a section or a sentence of functional classes says, and what one of other divisions does.
_FUNCTIONAL = re.compile(r"功能|以下方面")
_FUNCTIONAL_TOPICS = ("general_public", "government_fund", "state_capital", "structure")
_PARTS_OF_ALL = ("基本支出", "项目支出")
_NATURE = re.compile(r"(?:基本|项目)支出$")
_ECONOMIC = ("economic_class", "basic_part", "basic_expenditure")
# 教育支出增加8.00万元；卫生健康因体检费在上年支付，支出减少3.00万元: whose change a clause tells
# is named before its reason.
_CAUSED = re.compile(
    r"[。；：](?P<name>[^，。；：、\d“”（）较比增减]{2,20}?)(?:(?<!原)因(?!公|此)|由于)[^。；：]*，[^，。；：\d]*$"
)
# 比上年预算数字下降20%，比上年决算数字下降11%: behind last year's budget the sentence goes on.
_LAST_BUDGET = re.compile(r"预算(?:数字?)?")
_WITH_LAST_FINAL = re.compile(r"(?:比|较|与|同)(?:上一?年|去年|20\d\d年)度?决算")
PRIOR_YEAR = "上年"
_RATE_BEHIND = re.compile(
    r"^[，、]?(?:同比)?(?P<way>增长|增加|上升|提高|下降|减少|降低|减幅|降幅|增幅)(?:了|为)?"
    r"(?P<rate>\d+(?:\.\d+)?)%"
)
_LESS = ("下降", "减少", "降低", "减幅", "降幅")
# 与2021年相比，收入增加…，主要是…。支出增加…: the other side is compared as the first one is.
_OTHER_SIDE_CHANGED = r"^(?:收入|支出)(?:总计|合计)?(?:各|共)?{}$"
# 2023年度“三公”经费预算…, in a text of 2022: of what is still to come.
_YEAR_OF_SENTENCE = re.compile(r"^[^，。；：！？与较比和同]{0,8}?(20\d\d)年")


# 接待240人次，人均90元，比上年减少0.24万元: what decreased in another unit is not the average.
_AVERAGED = re.compile(r"(?:均|平均每|每)[^，。；：\d]{0,8}$")


def _before_change(text: str, grammar: Grammar) -> str:
    """Return a text without the word that says which way its next figure changed."""
    return grammar.slot("direction", "(?:{})了?$").sub("", text)


@dataclass
class State:
    """Topic, subject and list head that a figure without its own words refers to."""

    grammar: Grammar
    subjects: SubjectReader
    topic: str = ""
    heading_topic: str = ""
    subject: Subject = field(default_factory=lambda: Subject(""))
    metric: str = ""
    last_metric: str = ""
    last_base: str = ""
    compared_with: str = ""
    parent: str = ""
    whole: Subject = field(default_factory=lambda: Subject(""))
    span: str = ""
    span_closes: re.Pattern[str] = _SENTENCE_ENDS
    # Whether the paragraph compares the budgets of two years.
    compares_budgets: bool = False
    # The year that the title names first: figures of the year before are not this year's.
    fiscal_year: int = 0
    # The last amount, and that of the whole whose parts were listed last.
    last_amount: NumberToken | None = None
    last_amount_of: Subject = field(default_factory=lambda: Subject(""))
    whole_amount: NumberToken | None = None
    # The year that most titles of sections name, 0 where none does.
    titled_year: int = 0
    # A budget or an amount of last year whose parts are listed.
    listed: Listed = field(default_factory=Listed)
    # The part of a total whose own change was told.
    changed_part: Subject | None = None
    # What was spoken of before a budget of last year that it is compared with, and its metric.
    before_budget: tuple[Subject, str] | None = None
    # The last figure was a budget, told behind what was spent of it.
    is_beside_budget: bool = False
    # A title was read and no figure since: 全年支出0.42万元 is of what the title names.
    is_titled: bool = False
    # The average told last: its unit, its name, and what was spoken of before it.
    averaged: tuple[str, Subject, Subject, str] | None = None

    def open_section(self, topic: str) -> None:
        """Forget everything: a heading starts afresh."""
        self.topic = self.heading_topic = topic
        self.subject, self.metric, self.last_metric = Subject(""), "", ""
        self.whole, self.listed = Subject(""), Listed()
        self.parent = self.span = self.compared_with = self.last_base = ""
        self.is_titled, self.averaged, self.changed_part = False, None, None

    def take_title(self, text: str, *, is_heading: bool = False) -> None:
        """Take what the last title in a text names as what the following figures are of."""
        found = None
        for match in _TITLE.finditer(text):
            # Without a mark behind it, only what says that it is a title is one.
            if is_heading or match["tail"] or match.end() < len(text) or match[0][-1] in "：。":
                found = match
        if found is None:
            return
        named = self.subjects.titled(found["name"], self.topic)
        numbered = found["mark"] and found["tail"] and self.topic == "three_public"
        if named is None and numbered and _SPENT.search(found["name"]):
            named = Subject(found["name"], "final")
        if named is not None:
            self.subject, self.metric, self.is_titled = named, named.metric, True

    def spoken_of(self, phrase: str) -> Subject:
        """Return what words that name nothing new go on to speak of: 支出, 较上年.

        支出 and 收入 are no words for what stayed over, nor for one another.
        """
        cleaned = self.subjects.clean(phrase)
        for word, other in (("支出", _NOT_SPENT), ("收入", _NOT_RECEIVED)):
            if cleaned in (word, f"本年{word}") and other.search(self.subject.name):
                if of_money := self._other_side_of_money(word):
                    return of_money
                whole = f"本年{word}"
                return self.subjects.named(whole, self.topic) or Subject(whole)
        return self.subject

    def _other_side_of_money(self, side: str) -> Subject | None:
        """Return what was spent of the money whose income was told: 本年收入…；本年支出….

        Only where the section is of that money alone.
        """
        name = self.subject.name
        if self.topic not in _OF_ONE_MONEY or not name.endswith(f"财政拨款{_SIDES[side]}"):
            return None
        return self.subjects.named(name.removesuffix(_SIDES[side]) + side, self.topic)

    def return_to(self, outside: State) -> None:
        """Be where the sentence was before a bracket: what it named in there is no subject now."""
        self.subject, self.metric, self.last_metric = (
            outside.subject,
            outside.metric,
            outside.last_metric,
        )
        self.parent, self.span, self.whole = outside.parent, outside.span, outside.whole
        self.compared_with, self.last_base = outside.compared_with, outside.last_base

    def leave_average(self, token: NumberToken) -> None:
        """Speak again of what was told before an average, where money is of another unit."""
        if self.averaged is None or token.unit_kind != "money":
            return
        unit, average, subject, metric = self.averaged
        self.averaged = None
        if token.unit != unit and self.subject == average:
            self.subject, self.metric = subject, metric

    def take_average(self, lead: str, token: NumberToken, before: tuple[Subject, str]) -> None:
        """Note that a figure is an average, told in passing, and what was spoken of before it."""
        if token.unit_kind == "money" and _AVERAGED.search(lead):
            self.averaged = (token.unit, self.subject, *before)

    def hear(self, text: str) -> None:
        """Take in the words between two figures: topics, accounts, lists, reasons."""
        if not self.fiscal_year and (year := _YEAR.search(text)):
            self.fiscal_year = int(year[1])
        self._hear_topic(text)
        self._hear_spans(text)
        ends = list(_SENTENCE_ENDS.finditer(text))
        last = text[ends[-1].end() :] if ends else text
        # 比上年减少3.00万元。其中：公务接待费减少…: the parts are compared as the whole is.
        sides = self.grammar.slot("direction", _OTHER_SIDE_CHANGED)
        if ends and not last.startswith("其中") and not sides.match(last):
            self.compared_with = ""
        self.listed.hear(text)
        priors = list(self.grammar.slot("prior").finditer(last))
        prior = [match.start() for match in priors]
        budgets = list(self.grammar.slot("prior_budget").finditer(last))
        if budgets and (not prior or budgets[-1].start() >= prior[-1]):
            self.compared_with = _BUDGET.findall(budgets[-1][0])[0]
        elif prior:
            self.compared_with = self._year_compared_with(priors[-1][0])
        if _LIST_OPENS.search(text):
            self.parent, self.whole = self.subject.name, self.subject
            self.whole_amount = self.last_amount
        composed = _COMPOSED.search(text)
        if composed is not None:
            self.parent = f"{composed['whole']}合计"
        whole = _WHOLE.search(text)
        if whole is not None and (named := self.subjects.named(whole[1], self.topic)):
            self.parent = named.name
        compared = _COMPARED.match(last)
        if compared and (ends or text is last) and not self.subjects.says_nothing(compared["name"]):
            named = self.subjects.named(compared["name"], self.topic, self.subject.path)
            self.subject = named or Subject(self.subjects.literal(compared["name"]))
            self.metric = self.subject.metric
        level = self.grammar.slot("level", _LEVEL).search(_before_change(last, self.grammar))
        if level and (named := self.subjects.named(level["name"], self.topic)):
            self.subject, self.metric = named, named.metric
        self._hear_cause(text)
        if self.before_budget and _WITH_LAST_FINAL.search(last):
            self.subject, self.metric = self.before_budget
            self.compares_budgets = False
        self.before_budget = None
        self.take_title(text)
        divided = _DIVIDED.search(text)
        is_judged_by_scores = self.topic.startswith("performance")
        if divided is not None and composed is None and not is_judged_by_scores:
            named = self.subjects.named(divided["whole"], self.topic)
            self.parent = named.name if named else _YEARS_OWN.sub("", divided["whole"])
        path = self.subjects.last_path(text, self.subject.path)
        if path is not None:
            self.subject, self.metric = path[0], "final"

    def note_budget(self, subject: Subject) -> None:
        """Keep what was spoken of where it is compared with a budget that a bare word names."""
        if _LAST_BUDGET.fullmatch(subject.name) and subject != self.subject:
            self.before_budget = (self.subject, self.metric)

    def _hear_cause(self, text: str) -> None:
        """Take the name before a reason as what the figure behind the reason is of."""
        caused = _CAUSED.search(text)
        if caused is None or not self.subjects.literal(caused["name"]):
            return
        name = caused["name"]
        if self.subjects.says_nothing(name):
            return
        names = (self.subjects.named(one, self.topic) for one in (name, f"{name}支出"))
        named = next(filter(None, names), None)
        self.subject = named or Subject(self.subjects.literal(name))
        self.metric = "final" if self.subject.path else self.subject.metric

    def in_account(self, subject: Subject, sentence: str) -> Subject:
        """Return the part of an account as that: 教育支出9.00万元，其中：基本支出8.00万元.

        What was spent on all together is told elsewhere, and both are no figure of one another.
        """
        listed = subject.name in _PARTS_OF_ALL and _LIST_OPENS.search(sentence)
        whole = self.whole
        of_account = whole.path or (not whole.metric and self.subjects.names_account(whole.name))
        return Subject(f"{whole.name}/{subject.name}") if listed and of_account else subject

    def in_context(self, subject: Subject, words: str) -> Subject:
        """Return whose class a bare name is that is one of either classification: 其他支出.

        ``words`` are those of the sentence before its figure. It is a functional class only where
        the section, the sentence or the account named before speaks of functional ones.
        """
        economic = economic_code_of(subject.name) if len(subject.path) == 1 else ""
        if not economic or "（类）" in words or _FUNCTIONAL.search(words) or self.subject.path:
            return subject
        before = self.subject
        if before.metric in _ECONOMIC or self.topic == "basic" or "经济分类" in words:
            return Subject(subject.name, "economic_class", economic)
        if self.topic in _FUNCTIONAL_TOPICS and not _NATURE.search(before.name):
            return subject
        return Subject(subject.name, "expenditure_item")

    def on_side_of(self, words: str) -> Subject:
        """Return what words that name nothing are of: 收入 of a total of 支出 is that of 收入."""
        side = next((one for one in _SIDES if one in words), "")
        other = _SIDES.get(side, "")
        subject = self.subject
        alone = side == "收入" or self.topic in _BOTH_SIDES
        if side and alone and not subject.name and other not in words:
            return Subject(side)
        if not side or other in words or other not in subject.name:
            return subject
        if side in subject.name:
            return (
                Subject(f"{side}总计", subject.metric) if subject.metric == _TOTALS[0] else subject
            )
        if metric := _OTHER_SIDE.get(subject.metric):
            return Subject(subject.name.replace(other, side), metric)
        return self._other_side_of_money(side) or Subject(side)

    def changed(self, subject: Subject, sentence: str, token: NumberToken, tail: str) -> Subject:
        """Return what a change is of: of the total, where only a part stands in between.

        “三公”经费60万元，其中公务接待费20万元，比上年减少20万元，下降25%: the rate tells of which.
        """
        rate = _RATE_BEHIND.match(tail)
        of_part = of_whole = False
        if rate is not None and subject == self.last_amount_of and self.whole.metric:
            of_part, of_whole = (
                growth_fits(amount, token, rate["rate"], rate["way"] in _LESS)
                for amount in (self.last_amount, self.whole_amount)
            )
        if subject.metric.startswith("carry_over") and self.whole.metric in _TOTALS:
            # 其中年初结转22.72万元，较上年增加4.32万元，增长23.48%: by its rate of the part.
            if of_part and not of_whole:
                self.changed_part = subject
            is_part = subject == self.changed_part or not _PART_BETWEEN.search(sentence)
            return subject if is_part else self.whole
        return self.whole if of_whole and not of_part else subject

    def is_of_last_year(self, lead: str) -> bool:
        """Return whether the clause before a figure dates it to a year before the fiscal year."""
        clause = _YEAR_OF_CLAUSE.search(lead)
        if clause is None:
            return False
        return clause["year"] is None or int(clause["year"]) < self.fiscal_year

    def is_to_come(self, sentence: str) -> bool:
        """Return whether a sentence is of the budget of a year after the one the titles are of.

        What was spent in a year to come is a slip in the titles.
        """
        year = _YEAR_OF_SENTENCE.match(sentence) if "预算" in sentence else None
        return year is not None and 0 < self.titled_year < int(year[1])

    def _year_compared_with(self, words: str) -> str:
        """Return 上年, or the year itself where it is an older one: 比2019年减少.

        The year two before is most often that of a text which was taken over.
        """
        year = _YEAR.search(words)
        older = year is not None and 0 < int(year[1]) < self.fiscal_year - 2
        return f"{year[1]}年" if year and older else PRIOR_YEAR

    def _hear_topic(self, text: str) -> None:
        # Sections of many things name each in their text: 绩效, 其他说明 without titles inside.
        place = "aside" if self.heading_topic == "other" else "text"
        if place == "text" and not self.heading_topic.startswith("performance"):
            return
        best = -1
        for topic in self.grammar.topics:
            if topic.place != place:
                continue
            for match in topic.pattern.finditer(text):
                if match.end() > best:
                    best, self.topic = match.end(), topic.topic
                    self._hear_review(topic.topic, text[: match.start()])

    def _hear_review(self, topic: str, before: str) -> None:
        if topic == "performance_review":
            name = re.split(r"[，。；：、！？]", before)[-1].strip("“")
            self.subject = Subject(self.subjects.clean(name) or name)
            self.parent, self.metric = self.subject.name, ""
        elif topic == "performance_whole":
            self.subject, self.metric = Subject("部门（单位）整体"), ""

    def _hear_spans(self, text: str) -> None:
        """Open and close the stretches of reasons and purposes; 其中 ends them as well."""
        position = 0
        while position < len(text):
            if not self.span:
                opened = [
                    (match.start(), match.end(), span)
                    for span in self.grammar.spans
                    if (match := span.opens.search(text, position))
                ]
                if not opened:
                    return
                _, position, span = min(opened, key=lambda one: one[:2])
                self.span, self.span_closes = span.name, span.closes
            close = self.span_closes.search(text, position)
            listed = _LIST_OPENS.search(text, position)
            stops = [match.end() for match in (close, listed) if match]
            if not stops:
                return
            position, self.span = min(stops), ""
