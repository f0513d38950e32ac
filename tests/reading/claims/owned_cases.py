"""Whose a figure is beside another name: a source of funds, an account, a part of one."""

from __future__ import annotations

from tests.reading.claims.cases import (
    EXPENDITURE,
    FISCAL,
    INCOME,
    PROCUREMENT,
    THREE,
    TOTALS,
    Case,
    _case,
)

GENERAL = "五、一般公共预算财政拨款支出决算情况说明"

OWNED: tuple[Case, ...] = (
    # 一般公共预算 is where the money came from, no budget of it.
    _case(
        INCOME,
        "本年收入合计50.00万元；包括财政拨款收入40.00万元（其中，一般公共预算36.00万元，政府性基金预算4.00万元，"
        "国有资本经营预算0万元），占收入合计80%；其他收入10.00万元，占收入合计20%。",
        "amount|income_total|本年收入合计|50.00|万元",
        "amount|income_item|财政拨款收入|40.00|万元",
        "amount|income_item|一般公共预算财政拨款收入|36.00|万元",
        "amount|fund_income|政府性基金预算财政拨款收入|4.00|万元",
        "amount|fund_income|国有资本经营预算财政拨款收入|0|万元",
        "share|income_item|财政拨款收入|80|%||收入",
        "amount|income_item|其他收入|10.00|万元",
        "share|income_item|其他收入|20|%||收入",
    ),
    _case(
        GENERAL,
        "2031年一般公共预算支出50.00万元，为调整预算的95.00%。",
        "amount|general_public_expenditure|一般公共预算财政拨款支出|50.00|万元",
        "execution_rate|general_public_expenditure|一般公共预算财政拨款支出|95.00|%||调整预算",
    ),
    # A near miss: what a word says is budgeted of it is a budget.
    _case(
        GENERAL,
        "一般公共预算支出年初预算为50.00万元，支出决算为40.00万元。",
        "amount|budget|一般公共预算财政拨款支出|50.00|万元||年初预算",
        "amount|final|一般公共预算财政拨款支出|40.00|万元",
    ),
    # Elsewhere: where no income is spoken of, nobody knows what of it came from there.
    _case(
        GENERAL,
        "“助学”项目40.00万元，其中一般公共预算36.00万元，政府性基金预算4.00万元。",
        "amount|unknown|助学“项目|40.00|万元",
        "amount|unknown|一般公共预算|36.00|万元",
        "amount|unknown|政府性基金预算|4.00|万元",
    ),
    # 支出 left out behind the name of the fund.
    _case(
        GENERAL,
        "2031年一般公共预算财政拨款支出50.00万元，占本年支出合计的80.00%。与2030年相比，"
        "一般公共预算财政拨款增加2.00万元，增长4.17%。",
        "amount|general_public_expenditure|一般公共预算财政拨款支出|50.00|万元",
        "share|general_public_expenditure|一般公共预算财政拨款支出|80.00|%||本年支出合计",
        "change_amount|general_public_expenditure|一般公共预算财政拨款支出|2.00|万元|增加|上年",
        "change_percent|general_public_expenditure|一般公共预算财政拨款支出|4.17|%|增加|上年",
    ),
    # Two accounts with one figure: it is of neither.
    _case(
        EXPENDITURE,
        "公共安全、国防支出20.00万元；教育支出30.00万元、卫生健康支出5.00万元。",
        "amount|unknown|公共安全、国防支出|20.00|万元",
        "amount|expenditure_class|教育支出|30.00|万元",
        "amount|expenditure_class|卫生健康支出|5.00|万元",
    ),
    _case(
        EXPENDITURE,
        "2、教育、文化体育与传媒支出20.00万元。",
        "amount|unknown|教育、文化体育与传媒支出|20.00|万元",
    ),
    # What a part of an account was spent on is no part of the whole.
    _case(
        GENERAL,
        "一般公共预算财政拨款支出900.00万元，其中：基本支出700.00万元，项目支出200.00万元。"
        "教育支出206.00万元，其中：基本支出150.00万元，项目支出56.00万元。",
        "amount|general_public_expenditure|一般公共预算财政拨款支出|900.00|万元",
        "amount|expenditure_item|基本支出|700.00|万元",
        "amount|expenditure_item|项目支出|200.00|万元",
        "amount|expenditure_class|教育支出|206.00|万元",
        "amount|unknown|教育支出/基本支出|150.00|万元",
        "amount|unknown|教育支出/项目支出|56.00|万元",
    ),
    _case(
        GENERAL,
        "普通教育支出206.00万元，其中：基本支出206.00万元，项目支出0.00万元。",
        "amount|unknown|普通教育支出|206.00|万元",
        "amount|unknown|普通教育支出/基本支出|206.00|万元",
        "amount|unknown|普通教育支出/项目支出|0.00|万元",
    ),
    # A near miss: the next sentence is of the whole again.
    _case(
        EXPENDITURE,
        "教育支出206.00万元，其中：小学教育支出100.00万元。基本支出700.00万元。",
        "amount|expenditure_class|教育支出|206.00|万元",
        "amount|unknown|小学教育支出|100.00|万元",
        "amount|expenditure_item|基本支出|700.00|万元",
    ),
    # An account that opens a clause is whose change stands behind its reason.
    _case(
        EXPENDITURE,
        "教育支出比上年增加8.00万元；卫生健康因体检费在上年支付，支出减少3.00万元，下降25.00%；"
        "林场因停工，支出减少1.00万元。",
        "change_amount|final|教育支出|8.00|万元|增加|上年",
        "change_amount|final|卫生健康支出|3.00|万元|减少|上年",
        "change_percent|final|卫生健康支出|25.00|%|减少|上年",
        "change_amount|unknown|林场|1.00|万元|减少|上年",
    ),
    # Purchase and running costs under other names, and by a bare one.
    _case(
        THREE,
        "公务用车购置费和运行维护费9.00万元，其中：购置费4.00万元，运行维护费5.00万元；公务接待费1.00万元。",
        "amount|final|公务用车购置及运行维护费|9.00|万元",
        "amount|final|公务用车购置费|4.00|万元",
        "amount|final|公务用车运行维护费|5.00|万元",
        "amount|final|公务接待费|1.00|万元",
    ),
    # A near miss: what else is bought or kept running is none of vehicles.
    _case(
        THREE,
        "公务接待费1.00万元；设备购置费4.00万元，系统运行维护费5.00万元。",
        "amount|final|公务接待费|1.00|万元",
        "amount|unknown|设备购置费|4.00|万元",
        "amount|unknown|系统运行维护费|5.00|万元",
    ),
    # Compared with last year's budget, then with what was spent.
    _case(
        THREE,
        "“三公”经费决算数共计8.00万元，比上年预算数字下降20.00%，比上年决算数字下降11.11%；其中公务接待费2.00万元，"
        "比上年预算数字下降60.00%，比上年决算数字下降33.33%。",
        "amount|final|“三公”经费|8.00|万元",
        "change_percent|unknown|预算数字|20.00|%|减少|上年",
        "change_percent|final|“三公”经费|11.11|%|减少|上年",
        "amount|final|公务接待费|2.00|万元",
        "change_percent|unknown|预算数字|60.00|%|减少|上年",
        "change_percent|final|公务接待费|33.33|%|减少|上年",
    ),
    # Both sides of the year under the name of their section.
    _case(
        TOTALS,
        "2031年度收入总计50.00万元，支出总计50.00万元。收入支出总体与上年相比，增加5.00万元，增长11.11%。",
        "amount|grand_total|收入总计|50.00|万元",
        "amount|grand_total|支出总计|50.00|万元",
        "change_amount|grand_total|收入支出总计|5.00|万元|增加|上年",
        "change_percent|grand_total|收入支出总计|11.11|%|增加|上年",
    ),
    _case(
        FISCAL,
        "财政拨款收入支出总体与上年相比，减少5.00万元，下降10.00%。",
        "change_amount|fiscal_grand_total|财政拨款收入支出总计|5.00|万元|减少|上年",
        "change_percent|fiscal_grand_total|财政拨款收入支出总计|10.00|%|减少|上年",
    ),
    # 中小微企业 are those of all three sizes.
    _case(
        PROCUREMENT,
        "政府采购支出总额20.00万元，授予中小微企业合同金额15.00万元，占政府采购支出总额的75.00%；"
        "其中授予小微企业合同金额5.00万元。",
        "amount|procurement|政府采购|20.00|万元",
        "amount|procurement_awarded|中小微企业|15.00|万元",
        "share|procurement_awarded|中小微企业|75.00|%||政府采购支出总额",
        "amount|procurement_awarded|小微企业|5.00|万元",
    ),
    # A near miss: 因 behind words that name nothing leaves what was spoken of.
    _case(
        EXPENDITURE,
        "教育支出8.00万元；主要因新增教师，比上年增加2.00万元。",
        "amount|expenditure_class|教育支出|8.00|万元",
        "change_amount|expenditure_class|教育支出|2.00|万元|增加|上年",
    ),
)
