"""How departments word their accounts where no model text is followed: invented, of known kinds."""

from __future__ import annotations

from tests.reading.claims.cases import ASSETS, INCOME, PERFORMANCE, THREE, Case, _case

OPERATING = "（一）机关运行经费支出情况说明"
PUBLISHED: tuple[Case, ...] = (
    # The year before stands between the comparison and the change: an amount of its own.
    _case(
        THREE,
        "2031年度“三公”经费支出6.00万元，较上年8.00万元减少2.00万元，下降25.00%。",
        "amount|final|“三公”经费|6.00|万元",
        "amount|final|“三公”经费|8.00|万元||上年",
        "change_amount|final|“三公”经费|2.00|万元|减少|上年",
        "change_percent|final|“三公”经费|25.00|%|减少|上年",
    ),
    _case(
        THREE,
        "公务接待费支出3.00万元，比上年累计支出4.00万元下降1.00万元，下降25%。",
        "amount|final|公务接待费|3.00|万元",
        "amount|final|公务接待费|4.00|万元||上年",
        "change_amount|final|公务接待费|1.00|万元|减少|上年",
        "change_percent|final|公务接待费|25|%|减少|上年",
    ),
    _case(
        INCOME,
        "2031年度收入总计50.00万元，上年收入60.00万元，与上年相比减少10.00万元。",
        "amount|grand_total|收入总计|50.00|万元",
        "amount|grand_total|收入总计|60.00|万元||上年",
        "change_amount|grand_total|收入总计|10.00|万元|减少|上年",
    ),
    _case(
        OPERATING,
        "2031年度机关运行经费支出12.00万元，2030年为10.00万元，较2030年增加2.00万元。",
        "amount|operating_expense|机关运行经费|12.00|万元",
        "amount|operating_expense|机关运行经费|10.00|万元||上年",
        "change_amount|operating_expense|机关运行经费|2.00|万元|增加|上年",
    ),
    # A near miss: what is for the year is no amount of the year before.
    _case(
        OPERATING,
        "2031年度机关运行经费支出为12.00万元。",
        "amount|operating_expense|机关运行经费|12.00|万元",
    ),
    # What was counted last is no money: the change is that of the money spent on it.
    _case(
        THREE,
        "公务接待5批次，40人次，支出3.00万元，较上年减少1.00万元，下降25.00%。",
        "count|reception_batches|公务接待费|5|批次",
        "count|reception_persons|公务接待费|40|人次",
        "amount|final|公务接待费|3.00|万元",
        "change_amount|final|公务接待费|1.00|万元|减少|上年",
        "change_percent|final|公务接待费|25.00|%|减少|上年",
    ),
    _case(
        THREE,
        "公务接待5批次，支出3.00万元。",
        "count|reception_batches|公务接待费|5|批次",
        "amount|final|公务接待费|3.00|万元",
    ),
    _case(
        THREE,
        "年末公务用车保有量6辆。公务用车购置及运行费支出决算数比预算数减少2.00万元，下降10.00%。",
        "count|vehicles_held|公务用车|6|辆",
        "change_amount|final|公务用车购置及运行维护费|2.00|万元|减少|预算",
        "change_percent|final|公务用车购置及运行维护费|10.00|%|减少|预算",
    ),
    # What stands in brackets is an aside; behind them the sentence goes on where it was.
    _case(
        THREE,
        "国内公务接待共9批次（其中外事接待1批次），70人次（其中外事接待8人次）。",
        "count|reception_batches|国内公务接待费|9|批次",
        "count|reception_batches|外事接待费|1|批次",
        "count|reception_persons|国内公务接待费|70|人次",
        "count|reception_persons|外事接待费|8|人次",
    ),
    _case(
        THREE,
        "公务接待费用4.00万元，接待7批（次）80人（次）。",
        "amount|final|公务接待费|4.00|万元",
        "count|reception_batches|公务接待费|7|批（次）",
        "count|reception_persons|公务接待费|80|人（次）",
    ),
    # The whole that a bracket explains, and not the last of its parts.
    _case(
        THREE,
        "因公出国（境）经费、公务接待费、公车运行费（“三公”经费）决算总额9.00万元，比上年下降10%。",
        "amount|final|“三公”经费|9.00|万元",
        "change_percent|final|“三公”经费|10|%|减少|上年",
    ),
    _case(
        THREE,
        "用财政拨款开支的公务接待费、车辆费（简称“三公”经费）支出合计9.00万元。",
        "amount|final|“三公”经费|9.00|万元",
    ),
    _case(
        OPERATING,
        "为保障机构运行购买货物和服务的各项支出合计14.00万元，较2030年增加2.00万元。",
        "amount|operating_expense|机关运行经费|14.00|万元",
        "change_amount|operating_expense|机关运行经费|2.00|万元|增加|上年",
    ),
    # A near miss: 本年支出合计 is what it is wherever it stands.
    _case(
        THREE,
        "本年支出合计90.00万元，“三公”经费支出9.00万元，占本年支出合计的10.00%。",
        "amount|expenditure_total|本年支出合计|90.00|万元",
        "amount|final|“三公”经费|9.00|万元",
        "share|final|“三公”经费|10.00|%||本年支出合计",
    ),
    _case(
        THREE,
        "2031年实际支出“三公经费”决算为9.00万元。公务接待费3.00万元，占“三公”经费的33.33%。",
        "amount|final|“三公”经费|9.00|万元",
        "amount|final|公务接待费|3.00|万元",
        "share|final|公务接待费|33.33|%||“三公“经费",
    ),
    # The clause before says whose change it is, in words.
    _case(
        THREE,
        "“三公”经费支出决算5.00万元，比上年增加1.00万元。其中，公务用车运行维护费支出决算比预算"
        "无增减变化，比上年增加1.00万元，增长25.00%。",
        "amount|final|“三公”经费|5.00|万元",
        "change_amount|final|“三公”经费|1.00|万元|增加|上年",
        "change_amount|final|公务用车运行维护费|1.00|万元|增加|上年",
        "change_percent|final|公务用车运行维护费|25.00|%|增加|上年",
    ),
    _case(
        THREE,
        "“三公”经费支出决算总额为5.00万元，比上年增加1.00万元。其中，因公出国支出决算比预算无增减"
        "变化，比上年无增减变化。",
        "amount|final|“三公”经费|5.00|万元",
        "change_amount|final|“三公”经费|1.00|万元|增加|上年",
    ),
    # The year of the budget makes it no comparison with last year.
    _case(
        THREE,
        "1.因公出国（境）费支出0.00万元，与2031年度预算相比无变化。",
        "amount|final|因公出国（境）费|0.00|万元|持平|预算",
    ),
    _case(
        THREE,
        "公务接待费支出2.00万元，与上年预算数持平。",
        "amount|final|公务接待费|2.00|万元",
    ),
    _case(
        THREE,
        "公务接待费支出2.00万元，与2030年度决算数持平。",
        "amount|final|公务接待费|2.00|万元|持平|上年",
    ),
    # What came in and went out, without a word for the whole.
    _case(
        INCOME,
        "2031年度，本单位收入为40.00万元，其中：财政拨款收入30.00万元，占75.00%；"
        "其他收入10.00万元，占25.00%。",
        "amount|income_total|收入合计|40.00|万元",
        "amount|income_item|财政拨款收入|30.00|万元",
        "share|income_item|财政拨款收入|75.00|%||收入合计",
        "amount|income_item|其他收入|10.00|万元",
        "share|income_item|其他收入|25.00|%||收入合计",
    ),
    _case(
        "三、支出决算情况说明",
        "2031年度，本单位支出为40.00万元。其中：基本支出30.00万元，占75.00%。",
        "amount|expenditure_total|支出合计|40.00|万元",
        "amount|expenditure_item|基本支出|30.00|万元",
        "share|expenditure_item|基本支出|75.00|%||支出合计",
    ),
    _case(
        ASSETS,
        "截止2031年12月31日，某某联合会所属车辆总数8辆，其中领导用车3辆，机要用车5辆。",
        "count|vehicles|车辆|8|辆",
        "count|vehicles|领导用车|3|辆",
        "count|vehicles|机要用车|5|辆",
    ),
    # What another budget is evaluated for is no second figure of the projects.
    _case(
        PERFORMANCE,
        "组织对2031年度一般公共预算项目支出全面开展绩效自评，共涉及资金90.00万元。"
        "组织对2031年度政府性基金预算项目支出开展绩效自评，共涉及资金30.00万元。",
        "amount|self_evaluation_funds|项目支出|90.00|万元",
        "amount|self_evaluation_funds|政府性基金预算项目支出|30.00|万元",
    ),
)
