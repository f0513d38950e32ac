"""Sentences of the templates that finance offices give out, where they are built unlike others."""

from __future__ import annotations

from tests.reading.claims.cases import DETAIL, FISCAL, FUND, INCOME, THREE, Case, _case

OPERATING = "九、机关运行经费支出情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"

TEMPLATES: tuple[Case, ...] = (
    # What it was last year stands in brackets, or before 相比: what changed is named before it.
    _case(
        OPERATING,
        "2031年度机关运行经费支出20.00万元，比上年（16.00万元）增加4.00万元，增长25.00%。",
        "amount|operating_expense|机关运行经费|20.00|万元",
        "amount|operating_expense|机关运行经费|16.00|万元||上年",
        "change_amount|operating_expense|机关运行经费|4.00|万元|增加|上年",
        "change_percent|operating_expense|机关运行经费|25.00|%|增加|上年",
    ),
    _case(
        INCOME,
        "本年收入合计50.00万元，与2030年决算数40.00万元相比增加10.00万元，其中：财政拨款收入50.00万元，占100.00%。",
        "amount|income_total|本年收入合计|50.00|万元",
        "amount|income_total|本年收入合计|40.00|万元||上年",
        "change_amount|income_total|本年收入合计|10.00|万元|增加|上年",
        "amount|income_item|财政拨款收入|50.00|万元",
        "share|income_item|财政拨款收入|100.00|%||本年收入合计",
    ),
    # 与2031年初预算数相比 is no comparison with a year.
    _case(
        FISCAL,
        "2031年财政拨款收、支总计50.00万元，与2030年决算数相比，各增加10.00万元。"
        "与2031年初预算数相比，财政拨款收、支总计各减少5.00万元。",
        "amount|fiscal_grand_total|财政拨款收入支出总计|50.00|万元",
        "change_amount|fiscal_grand_total|财政拨款收入支出总计|10.00|万元|增加|上年",
        "change_amount|fiscal_grand_total|财政拨款收入支出总计|5.00|万元|减少|年初预算",
    ),
    # What last year began with is none of this year's.
    _case(
        FISCAL,
        "2031年，年初财政拨款结转和结余9.00万元，比2030年年初财政拨款结转和结余8.00万元增加1.00万元。",
        "amount|carry_over_opening|年初结转和结余|9.00|万元",
        "amount|carry_over_opening|年初结转和结余|8.00|万元||上年",
        "change_amount|carry_over_opening|年初结转和结余|1.00|万元|增加|上年",
    ),
    # Groups of others have persons of their own, where ours had theirs.
    _case(
        THREE,
        "因公出国（境）团组1个、共4人，参加其他单位组织的因公出国（境）团组0个、共0人。",
        "count|abroad_groups|因公出国（境）费|1|个",
        "count|abroad_persons|因公出国（境）费|4|人",
        "count|abroad_groups_joined|参加其他单位组织的出国（境）团组|0|个",
        "count|abroad_persons|参加其他单位组织的出国（境）团组|0|人",
    ),
    # A near miss: all persons are told behind both.
    _case(
        THREE,
        "本单位组织的出国团组1个，参加其他单位组织的出国团组1个，共4人。",
        "count|abroad_groups|因公出国（境）费|1|个",
        "count|abroad_groups_joined|因公出国（境）费|1|个",
        "count|abroad_persons|因公出国（境）费|4|人",
    ),
    # What was paid for what was bought.
    _case(
        THREE,
        "公务用车购置及运行维护费支出决算为5.00万元；2031年度使用财政拨款购置公务用车0辆，支出决算为0万元；"
        "公务用车运行维护费支出决算为5.00万元。",
        "amount|final|公务用车购置及运行维护费|5.00|万元",
        "count|vehicles_purchased|公务用车|0|辆",
        "amount|final|公务用车购置费|0|万元",
        "amount|final|公务用车运行维护费|5.00|万元",
    ),
    # The reason of a difference from the budget ends where the year before comes in.
    _case(
        THREE,
        "公务接待费支出决算为4.00万元，决算数小于预算数的主要原因是厉行节约，与上年相比增加1.00万元，增长33.33%。",
        "amount|final|公务接待费|4.00|万元|小于|预算",
        "change_amount|final|公务接待费|1.00|万元|增加|上年",
        "change_percent|final|公务接待费|33.33|%|增加|上年",
    ),
    # A near miss: of a reason of another change, what increased is a detail.
    _case(
        THREE,
        "公务接待费比上年增加3.00万元，主要原因是会务接待增多，较上年增加1.00万元。",
        "change_amount|final|公务接待费|3.00|万元|增加|上年",
        "change_amount|reason_detail|公务接待费|1.00|万元|增加|上年",
    ),
    # The budget stands behind what was spent: what changed is what was spent.
    _case(
        THREE,
        "公务接待费2031年度决算数3.00万元，预算数5.00万元，比预算数减少2.00万元；比上年决算数4.00万元减少1.00万元。",
        "amount|final|公务接待费|3.00|万元",
        "amount|budget|公务接待费|5.00|万元||预算",
        "change_amount|final|公务接待费|2.00|万元|减少|预算",
        "amount|final|公务接待费|4.00|万元||上年",
        "change_amount|final|公务接待费|1.00|万元|减少|上年",
    ),
    _case(
        THREE,
        "公务接待费支出决算数为3.00万元，全年预算数为5.00万元，预算执行率60.00%，较上年增加1.00万元。",
        "amount|final|公务接待费|3.00|万元",
        "amount|budget|公务接待费|5.00|万元||全年预算",
        "execution_rate|final|公务接待费|60.00|%||预算",
        "change_amount|final|公务接待费|1.00|万元|增加|上年",
    ),
    # A near miss: directly behind a budget nobody can tell what is compared.
    _case(
        THREE,
        "公务接待费支出决算数为3.00万元，全年预算数为5.00万元，较上年增加1.00万元。",
        "amount|final|公务接待费|3.00|万元",
        "amount|budget|公务接待费|5.00|万元||全年预算",
        "change_amount|budget|公务接待费|1.00|万元|增加|上年",
    ),
    # The totals of what the treasury gave are none of all money.
    _case(
        FISCAL,
        "某局2031年度财政拨款总收入50.00万元、总支出50.00万元，与年初预算相比，财政拨款总支出增加5.00万元。",
        "amount|fiscal_grand_total|财政拨款收入总计|50.00|万元",
        "amount|fiscal_grand_total|财政拨款支出总计|50.00|万元",
        "change_amount|fiscal_grand_total|财政拨款支出总计|5.00|万元|增加|年初预算",
    ),
    # 本年支出 is of the money whose income was told.
    _case(
        FISCAL,
        "一般公共预算财政拨款本年收入30.00万元，比上年增加6.00万元；本年支出20.00万元，比上年减少5.00万元。",
        "amount|income_item|一般公共预算财政拨款收入|30.00|万元",
        "change_amount|income_item|一般公共预算财政拨款收入|6.00|万元|增加|上年",
        "amount|general_public_expenditure|一般公共预算财政拨款支出|20.00|万元",
        "change_amount|general_public_expenditure|一般公共预算财政拨款支出|5.00|万元|减少|上年",
    ),
    _case(
        FISCAL,
        "政府性基金预算财政拨款本年收入完成年初预算110.00%；支出完成年初预算90.00%，比年初预算减少1.00万元。",
        "execution_rate|fund_income|政府性基金预算财政拨款收入|110.00|%||年初预算",
        "execution_rate|fund_expenditure|政府性基金预算财政拨款支出|90.00|%||年初预算",
        "change_amount|fund_expenditure|政府性基金预算财政拨款支出|1.00|万元|减少|年初预算",
    ),
    # A near miss: in a section of all income nobody says of which money the expenditure is.
    _case(
        INCOME,
        "财政拨款收入30.00万元，比上年增加6.00万元；本年支出20.00万元。",
        "amount|income_item|财政拨款收入|30.00|万元",
        "change_amount|income_item|财政拨款收入|6.00|万元|增加|上年",
        "amount|unknown|支出|20.00|万元",
    ),
    # 拨款 is 财政拨款; 人员支出 and 公用支出 divide what runs the office.
    _case(
        DETAIL,
        "2031年一般公共预算拨款支出40.00万元，比上年决算数增加8.00万元。",
        "amount|general_public_expenditure|一般公共预算财政拨款支出|40.00|万元",
        "change_amount|general_public_expenditure|一般公共预算财政拨款支出|8.00|万元|增加|上年",
    ),
    _case(
        FUND,
        "2031年度政府性基金预算拨款支出40.00万元，比上年决算数增加8.00万元。",
        "amount|fund_expenditure|政府性基金预算财政拨款支出|40.00|万元",
        "change_amount|fund_expenditure|政府性基金预算财政拨款支出|8.00|万元|增加|上年",
    ),
    _case(
        BASIC,
        "一般公共预算财政拨款基本支出9.00万元，其中：（一）人员支出6.00万元。（二）公用支出2.00万元。"
        "（三）对个人和家庭补助支出1.00万元。",
        "amount|basic_expenditure|一般公共预算财政拨款基本支出|9.00|万元",
        "amount|basic_part|人员经费|6.00|万元",
        "amount|basic_part|公用经费|2.00|万元",
        "amount|economic_class|对个人和家庭的补助|1.00|万元",
    ),
    # Nobody was received: the batches and persons are of the reception named with its money.
    _case(
        THREE,
        "国内公务接待4.00万元，国内公务接待9批次、40人次；国（境）外公务接待0.00万元，0批次、0人次。",
        "amount|final|国内公务接待费|4.00|万元",
        "count|reception_batches|国内公务接待费|9|批次",
        "count|reception_persons|国内公务接待费|40|人次",
        "amount|final|国（境）外接待费|0.00|万元",
        "count|reception_batches|国（境）外接待费|0|批次",
        "count|reception_persons|国（境）外接待费|0|人次",
    ),
)
