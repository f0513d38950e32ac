"""Invented paragraphs, one or more per pattern, and what each figure claims."""

from __future__ import annotations

from dataclasses import dataclass

from tests.reading.claims.helpers import Brief

TOTALS = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
EXPENDITURE = "三、支出决算情况说明"
FISCAL = "四、财政拨款收入支出决算总体情况说明"
DETAIL = "（三）一般公共预算财政拨款支出决算具体情况"
THREE = "七、财政拨款“三公”经费支出决算情况说明"
FUND = "八、政府性基金预算财政拨款收入支出决算情况说明"
PROCUREMENT = "（二）政府采购支出情况"
ASSETS = "（三）国有资产占有使用情况说明"
PERFORMANCE = "十、预算绩效管理情况"
ITEM = "一般公共服务支出/邮亭事务/驿路养护"


@dataclass(frozen=True)
class Case:
    """One section: its heading, its paragraphs, and its claims in order."""

    heading: str
    text: str
    claims: tuple[Brief, ...]


def _case(heading: str, text: str, *claims: str) -> Case:
    """Return a case; a claim is written kind|metric|subject|value|unit|direction|base."""
    rows = [tuple((claim + "||||||").split("|")[:7]) for claim in claims]
    return Case(heading, text, tuple(rows))  # type: ignore[arg-type]


CASES = (
    # The title of an item is what its figures are of, and not the item before; a year inside of a
    # name does not end it.
    _case(
        "四、财政拨款“三公”经费支出决算情况",
        "2031年“三公”经费决算数22.51万元，比2031年年初预算数45.00万元减少22.49万元。其中：",
        "amount|final|“三公”经费|22.51|万元",
        "amount|budget|“三公”经费|45.00|万元||年初预算",
        "change_amount|final|“三公”经费|22.49|万元|减少|年初预算",
    ),
    _case(
        "四、财政拨款“三公”经费支出决算情况",
        "1.因公出国（境）费用。2031年决算数0万元，比2031年年初预算数15.00万元减少15.00万元。",
        "amount|final|因公出国（境）费|0|万元",
        "amount|budget|因公出国（境）费|15.00|万元||年初预算",
        "change_amount|final|因公出国（境）费|15.00|万元|减少|年初预算",
    ),
    _case(
        "四、财政拨款“三公”经费支出决算情况",
        "（二）公务接待费：本年支出决算0.90万元，比年初预算数2.00万元减少1.10万元。",
        "amount|final|公务接待费|0.90|万元",
        "amount|budget|公务接待费|2.00|万元||年初预算",
        "change_amount|final|公务接待费|1.10|万元|减少|年初预算",
    ),
    _case(
        "四、财政拨款“三公”经费支出决算情况",
        "3.公务用车购置及运行维护费。2031年决算数21.61万元。其中，公务用车购置费2031年决算数3.00万元，"
        "2031年购置（更新）0辆；公务用车运行维护费2031年决算数18.61万元。",
        "amount|final|公务用车购置及运行维护费|21.61|万元",
        "amount|final|公务用车购置费|3.00|万元",
        "count|vehicles_purchased|公务用车|0|辆",
        "amount|final|公务用车运行维护费|18.61|万元",
    ),
    # A title stands behind a sentence as well, and may say 支出情况, 情况说明 or nothing.
    _case(
        THREE,
        "1.因公出国（境）支出情况。2031年度无因公出国（境）支出。2.公务用车运行维护费支出情况。"
        "预算3.00万元，支出决算2.86万元，决算数较上年减少0.05万元。3.公务接待费。决算支出0.42万元。",
        "amount|budget|公务用车运行维护费|3.00|万元||预算",
        "amount|final|公务用车运行维护费|2.86|万元",
        "change_amount|final|公务用车运行维护费|0.05|万元|减少|上年",
        "amount|final|公务接待费|0.42|万元",
    ),
    _case(
        THREE,
        "③公务接待费情况说明：全年支出0.42万元，比2030年减少0.13万元。",
        "amount|final|公务接待费|0.42|万元",
        "change_amount|final|公务接待费|0.13|万元|减少|上年",
    ),
    # 总体情况 names nothing.
    _case(
        THREE,
        "2031年“三公”经费支出决算3.28万元。（一）总体情况。比上年减少0.18万元。",
        "amount|final|“三公”经费|3.28|万元",
        "change_amount|final|“三公”经费|0.18|万元|减少|上年",
    ),
    _case(
        "（二）公务接待费支出决算情况",
        "2031年度支出决算为0.42万元，比上年减少0.13万元。",
        "amount|final|公务接待费|0.42|万元",
        "change_amount|final|公务接待费|0.13|万元|减少|上年",
    ),
    _case(
        "九、机关运行经费支出决算情况说明",
        "2031年支出47.89万元，比上年减少2.14万元。",
        "amount|operating_expense|机关运行经费|47.89|万元",
        "change_amount|operating_expense|机关运行经费|2.14|万元|减少|上年",
    ),
    # Two projects have two names; whose spending on projects it is, is none.
    _case(
        EXPENDITURE,
        "某局项目支出90.00万元，其中：驿灯项目支出60.00万元；渡船项目支出30.00万元。",
        "amount|expenditure_item|项目支出|90.00|万元",
        "amount|unknown|驿灯项目支出|60.00|万元",
        "amount|unknown|渡船项目支出|30.00|万元",
    ),
    # What is divided is the whole of the parts.
    _case(
        TOTALS,
        "支出总计100.00万元，其中：结余分配10.00万元。本年支出按性质分为：基本支出60.00万元，占66.67%。",
        "amount|grand_total|支出总计|100.00|万元",
        "amount|carry_over_closing|结余分配|10.00|万元",
        "amount|expenditure_item|基本支出|60.00|万元",
        "share|expenditure_item|基本支出|66.67|%||本年支出合计",
    ),
    # 支出 is no word for what stayed over.
    _case(
        FUND,
        "收入10.00万元；支出8.00万元；年末结转和结余2.00万元。支出较上年增加3.00万元，增长60.00%。",
        "amount|fund_income|政府性基金预算财政拨款收入|10.00|万元",
        "amount|fund_expenditure|政府性基金预算财政拨款支出|8.00|万元",
        "amount|fund_closing|政府性基金预算财政拨款年末结转和结余|2.00|万元",
        "change_amount|fund_expenditure|政府性基金预算财政拨款支出|3.00|万元|增加|上年",
        "change_percent|fund_expenditure|政府性基金预算财政拨款支出|60.00|%|增加|上年",
    ),
    _case(
        TOTALS,
        "年末结转和结余2.00万元，比上年增加1.00万元。",
        "amount|carry_over_closing|年末结转和结余|2.00|万元",
        "change_amount|carry_over_closing|年末结转和结余|1.00|万元|增加|上年",
    ),
    # Whose year it is, is no name: what is spent is of the section.
    _case(
        FUND,
        "某局2031年度本年支出9.00万元。",
        "amount|fund_expenditure|政府性基金预算财政拨款支出|9.00|万元",
    ),
    # A title that names nothing known leaves the subject as it was.
    _case(
        THREE,
        "公务接待费支出1.00万元。1.具体情况。支出决算1.00万元。",
        "amount|final|公务接待费|1.00|万元",
        "amount|final|公务接待费|1.00|万元",
    ),
    # Groups that came are no journeys of one's own; persons before batches; cars there are.
    _case(
        THREE,
        "因公出国（境）团组0个，累计0人次。2031年共接待国内来访团组14个，98人次（不包括陪同人员）。",
        "count|abroad_groups|因公出国（境）费|0|个",
        "count|abroad_persons|因公出国（境）费|0|人次",
        "count|reception_batches|国内公务接待费|14|个",
        "count|reception_persons|国内公务接待费|98|人次",
    ),
    _case(
        THREE,
        "其他国内公务接待支出4.35万元，接待来访团组5个、来宾42人次。接待426人次，51批次。",
        "amount|final|国内公务接待费|4.35|万元",
        "count|reception_batches|国内公务接待费|5|个",
        "count|reception_persons|国内公务接待费|42|人次",
        "count|reception_persons|国内公务接待费|426|人次",
        "count|reception_batches|国内公务接待费|51|批次",
    ),
    _case(
        THREE,
        "2031年12月31日，单位共有公务用车16辆，其中：轿车3辆。",
        "count|vehicles_held|公务用车|16|辆",
        "count|unknown|轿车|3|辆",
    ),
    # What was bought the year before is not what was bought.
    _case(
        THREE,
        "主要原因是上年更新购置公务用车1辆，本年无购置。本年度购置（更新）公务用车0辆。",
        "count|vehicles_purchased|公务用车|1|辆||上年",
        "count|vehicles_purchased|公务用车|0|辆",
    ),
    # One section that tells of many things without titles: each sentence says of which.
    _case(
        "（五）其他说明",
        "2031年度政府采购支出总额9.00万元，其中：政府采购货物支出4.00万元。"
        "机关运行经费支出3.00万元。",
        "amount|procurement|政府采购|9.00|万元",
        "amount|procurement|货物采购|4.00|万元",
        "amount|operating_expense|机关运行经费|3.00|万元",
    ),
    _case(
        "（一）高等学校收支决算总表说明",
        "2031年度支出总计9.00万元，与2030年度相比，增加1.00万元。",
        "amount|grand_total|支出总计|9.00|万元",
        "change_amount|grand_total|支出总计|1.00|万元|增加|上年",
    ),
    _case(
        "九、其他重要事项的情况说明",
        "（二）政府采购支出情况。2031年度政府采购支出总额9.00万元，其中：政府采购货物支出4.00万元。",
        "amount|procurement|政府采购|9.00|万元",
        "amount|procurement|货物采购|4.00|万元",
    ),
    _case(
        PERFORMANCE,
        "驿路养护经费项目自评综述：共设置绩效指标12个，设立年度目标3个。",
        "count|indicators_set|驿路养护经费|12|个",
        "count|goals_set|驿路养护经费|3|个",
    ),
    _case(
        PERFORMANCE,
        "驿路养护经费项目自评综述：设立2个目标，设置11个三级指标。",
        "count|goals_set|驿路养护经费|2|个",
        "count|indicators_set|驿路养护经费|11|个",
    ),
    _case(
        INCOME,
        "收入合计100.00元，其中：其他收入10.00元，占10.00%，其中：银行存款利息收入2.00元、"
        "捐赠收入8.00元。",
        "amount|income_total|收入合计|100.00|元",
        "amount|income_item|其他收入|10.00|元",
        "share|income_item|其他收入|10.00|%||收入合计",
        "amount|other_income_part|其他收入/银行存款利息收入|2.00|元",
        "amount|other_income_part|其他收入/捐赠收入|8.00|元",
    ),
    _case(
        THREE,
        "公务接待费支出决算减少为0.00万元，与2030年持平；会议费增加到3.20万元。",
        "amount|final|公务接待费|0.00|万元|减少|",
        "amount|final|会议费|3.20|万元|增加|",
    ),
    _case(
        TOTALS,
        "某局2031年度收入支出总计98.76万元。与2030年度相比，收入支出总计减少5.43万元，下降5.21%。",
        "amount|grand_total|收入支出总计|98.76|万元",
        "change_amount|grand_total|收入支出总计|5.43|万元|减少|上年",
        "change_percent|grand_total|收入支出总计|5.21|%|减少|上年",
    ),
    _case(
        TOTALS,
        "2031年度收、支总计均为98.76万元。与上年相比，收、支总计各增加5.43万元，增长5.82%，"
        "主要是人员经费增加4.2万元。",
        "amount|grand_total|收入支出总计|98.76|万元",
        "change_amount|grand_total|收入支出总计|5.43|万元|增加|上年",
        "change_percent|grand_total|收入支出总计|5.82|%|增加|上年",
        "change_amount|reason_detail|人员经费|4.2|万元|增加|上年",
    ),
    _case(
        INCOME,
        "本年收入合计61.5万元，其中：财政拨款收入60万元，占97.56%；事业收入（含专户）1.5万元，占比2.44%。",
        "amount|income_total|本年收入合计|61.5|万元",
        "amount|income_item|财政拨款收入|60|万元",
        "share|income_item|财政拨款收入|97.56|%||本年收入合计",
        "amount|income_item|事业收入|1.5|万元",
        "share|income_item|事业收入|2.44|%||本年收入合计",
    ),
    _case(
        FISCAL,
        "某局财政拨款收入总计7万元，支出总计7万元。与去年相比，财政拨款支出总计持平。",
        "amount|fiscal_grand_total|财政拨款收入总计|7|万元",
        "amount|fiscal_grand_total|财政拨款支出总计|7|万元|持平|上年",
    ),
    _case(
        DETAIL,
        "一般公共预算财政拨款支出年初预算为30万元，支出决算为33万元，完成年初预算的110%。"
        "决算数大于预算数的主要原因：追加。",
        "amount|budget|一般公共预算财政拨款支出|30|万元||年初预算",
        "amount|final|一般公共预算财政拨款支出|33|万元|大于|预算",
        "execution_rate|final|一般公共预算财政拨款支出|110|%||年初预算",
    ),
    _case(
        DETAIL,
        "1、一般公共服务支出（类）邮亭事务（款）驿路养护（项）5.1万元。主要用于：修桥3座、路面2万元。"
        "全年预算为6.00万元，支出决算为5.10万元，预算执行率85%。决算数小于全年预算数。",
        f"amount|final|{ITEM}|5.1|万元",
        "count|purpose_detail|修桥|3|座",
        "amount|purpose_detail|路面|2|万元",
        f"amount|budget|{ITEM}|6.00|万元||全年预算",
        f"amount|final|{ITEM}|5.10|万元|小于|全年预算",
        f"execution_rate|final|{ITEM}|85|%||预算",
    ),
    _case(
        DETAIL,
        "邮亭费年初预算8万元的25%已支付。",
        "amount|budget|邮亭费|8|万元||年初预算",
        "execution_rate|budget|邮亭费|25|%||年初预算",
    ),
    _case(
        THREE,
        "“三公”经费财政拨款支出预算9万元，支出决算6万元，完成预算的66.67%，比上年度减少1万元，下降14.29%。"
        "其中：因公出国（境）费支出0元，与上年相同；公务用车购置费支出0元。",
        "amount|budget|“三公”经费|9|万元||预算",
        "amount|final|“三公”经费|6|万元",
        "execution_rate|final|“三公”经费|66.67|%||预算",
        "change_amount|final|“三公”经费|1|万元|减少|上年",
        "change_percent|final|“三公”经费|14.29|%|减少|上年",
        "amount|final|因公出国（境）费|0|元|持平|上年",
        "amount|final|公务用车购置费|0|元",
    ),
    _case(
        THREE,
        "本部门2031年度公务用车购置量0辆，发生公务用车购置费支出0.00万元。",
        "count|vehicles_purchased|公务用车|0|辆",
        "amount|final|公务用车购置费|0.00|万元",
    ),
    _case(
        THREE,
        "全年使用财政拨款安排本部门组织的出国团组3个、参加其他单位组织的出国团组1个；"
        "全年因公出国（境）累计5人次。",
        "count|abroad_groups|因公出国（境）费|3|个",
        "count|abroad_groups_joined|因公出国（境）费|1|个",
        "count|abroad_persons|因公出国（境）费|5|人次",
    ),
    _case(
        THREE,
        "“三公”经费财政拨款支出决算中，公务接待费支出决算0.4万元，占6.67%。"
        "因公出国（境）团组1个，累计3人次。购置公务用车1辆，年末公务用车保有量为7辆。",
        "amount|final|公务接待费|0.4|万元",
        "share|final|公务接待费|6.67|%||“三公”经费",
        "count|abroad_groups|因公出国（境）费|1|个",
        "count|abroad_persons|因公出国（境）费|3|人次",
        "count|vehicles_purchased|公务用车|1|辆",
        "count|vehicles_held|公务用车|7|辆",
    ),
    _case(
        THREE,
        "国内公务接待支出0.4万元，主要用于接待考察团，其中：接待批次2次、接待18人次、陪同4人。"
        "接待外宾1批次、2人次。国内公务接待批次5个，国内公务接待人次30人。",
        "amount|final|国内公务接待费|0.4|万元",
        "count|reception_batches|国内公务接待费|2|次",
        "count|reception_persons|国内公务接待费|18|人次",
        "count|reception_companions|国内公务接待费|4|人",
        "count|reception_batches|外事接待费|1|批次",
        "count|reception_persons|外事接待费|2|人次",
        "count|reception_batches|国内公务接待费|5|个",
        "count|reception_persons|国内公务接待费|30|人",
    ),
    _case(
        FUND,
        "年初结转和结余0万元，本年收入10万元，支出收入9万元，其中基本支出0万元，年末结转和结余1万元。",
        "amount|fund_opening|政府性基金预算财政拨款年初结转和结余|0|万元",
        "amount|fund_income|政府性基金预算财政拨款收入|10|万元",
        "amount|fund_expenditure|政府性基金预算财政拨款支出|9|万元",
        "amount|expenditure_item|基本支出|0|万元",
        "amount|fund_closing|政府性基金预算财政拨款年末结转和结余|1|万元",
    ),
    _case(
        "（一）机关运行经费支出情况",
        "机关运行经费支出9.5万元，比年初预算数减少0.5万元，降低5%。",
        "amount|operating_expense|机关运行经费|9.5|万元",
        "change_amount|operating_expense|机关运行经费|0.5|万元|减少|年初预算",
        "change_percent|operating_expense|机关运行经费|5|%|减少|年初预算",
    ),
    # What a section is about is told by its thing, not by 支出决算 behind it.
    _case(
        "十二、机构运行经费支出决算情况说明",
        "2031年度机构运行经费支出9.5万元，与上年持平。",
        "amount|operating_expense|机关运行经费|9.5|万元|持平|上年",
    ),
    _case(
        "十三、政府采购支出决算情况说明",
        "2031年度政府采购支出总额3.00万元，其中：政府采购货物支出3.00万元。",
        "amount|procurement|政府采购|3.00|万元",
        "amount|procurement|货物采购|3.00|万元",
    ),
    # A name of a project is not the agency's running.
    _case(
        PERFORMANCE,
        "机构运行经费项目全年预算数为9.00万元。",
        "amount|budget|机构运行经费项目|9.00|万元||全年预算",
    ),
    _case(
        "十一、项目支出决算情况说明",
        "2031年度项目支出9.00万元，其中：一般公共预算财政拨款项目支出8.00万元，"
        "政府性基金预算财政拨款项目支出1.00万元。",
        "amount|expenditure_item|项目支出|9.00|万元",
        "amount|expenditure_item|一般公共预算财政拨款项目支出|8.00|万元",
        "amount|expenditure_item|政府性基金预算财政拨款项目支出|1.00|万元",
    ),
    _case(
        PROCUREMENT,
        "某局政府采购金额（以合同签订为准）为31.2万元，其中：货物采购金额1.2万元、政府采购工程支出30万元。",
        "amount|procurement|政府采购|31.2|万元",
        "amount|procurement|货物采购|1.2|万元",
        "amount|procurement|工程采购|30|万元",
    ),
    _case(
        PROCUREMENT,
        "政府采购授予中小企业合同金额8元，占政府采购支出总额的40%，"
        "货物采购授予中小企业合同金额占货物支出金额的90%。",
        "amount|procurement_awarded|中小企业|8|元",
        "share|procurement_awarded|中小企业|40|%||政府采购支出总额",
        "share|procurement_awarded|货物采购授予中小企业合同金额|90|%||货物支出金额",
    ),
    _case(
        PROCUREMENT,
        "面向中小企业预留政府采购项目预算金额6万元。在面向中小企业预留的政府采购项目中，"
        "由中小企业供应商中标或成交的，采购金额5万元；在其他政府采购项目中，由小微企业供应商中标或成交的，采购金额4万元。",
        "amount|procurement_reserved|中小企业|6|万元",
        "amount|procurement_reserved_awarded|中小企业|5|万元",
        "amount|procurement_other_awarded|小微企业|4|万元",
    ),
    _case(
        ASSETS,
        "截至2031年12月31日，某局（部门）共有车辆3辆，其中：主要领导干部用车1辆，其他用车2辆，车辆比上年增加1辆；"
        "单价100万元（含）以上设备（不含车辆）4台（套）。",
        "count|vehicles|车辆|3|辆",
        "count|vehicles|主要领导干部用车|1|辆",
        "count|vehicles|其他用车|2|辆",
        "change_amount|vehicles|车辆|1|辆|增加|上年",
        "count|equipment_over_threshold|单价100万元（含）以上设备（不含车辆）|4|台（套）",
    ),
    _case(
        PERFORMANCE,
        "编报绩效目标的2031年度项目9个，涉及预算金额70万元；绩效跟踪评价的2031年度项目8个；"
        "绩效自评的2031年度项目7个，平均得分93.5分（其中，绩效评级为“优”的项目6个。"
        "绩效自评中共发现问题5个，已经完成整改的4个，正在整改的1个）。",
        "count|performance_projects|编报绩效目标项目|9|个",
        "amount|performance_funds|编报绩效目标项目|70|万元",
        "count|performance_projects|绩效跟踪评价项目|8|个",
        "count|performance_projects|绩效自评项目|7|个",
        "score|average_score|绩效自评项目|93.5|分",
        "count|projects_by_grade|绩效自评项目-优|6|个",
        "count|issues_found|绩效自评项目|5|个",
        "count|issues_fixed|绩效自评项目|4|个",
        "count|issues_fixing|绩效自评项目|1|个",
    ),
    _case(
        PERFORMANCE,
        "对所有项目资金全面开展了绩效自评，涵盖一级项目2个，共涉及资金50元，"
        "其中一般公共预算项目支出40元、政府性基金预算项目支出10元。"
        "对项目支出全面开展绩效自评，共涉及项目10个。",
        "count|self_evaluated_projects|一级项目|2|个",
        "amount|self_evaluation_funds|项目支出|50|元",
        "amount|self_evaluation_funds|一般公共预算|40|元",
        "amount|self_evaluation_funds|政府性基金预算|10|元",
        "count|self_evaluated_projects|项目支出|10|个",
    ),
    _case(
        PERFORMANCE,
        "某局2031年度二级项目绩效自评个数3个，涉及资金90元：2个项目自评等级为“优”，1个项目自评等级为“差”。"
        "其中一般公共预算支出80元。",
        "count|self_evaluated_projects|二级项目|3|个",
        "amount|self_evaluation_funds|二级项目|90|元",
        "count|projects_by_grade|二级项目-优|2|个",
        "count|projects_by_grade|二级项目-差|1|个",
        "amount|self_evaluation_funds|一般公共预算|80|元",
    ),
    _case(
        PERFORMANCE,
        "开展了部门整体支出绩效自评，涉及资金7元，其中一般公共预算支出7元。部门整体绩效自评得分为88分。"
        "部门（单位）全年预算数为9元，执行数为6元，执行率为66.67%。",
        "amount|whole_evaluation_funds|合计|7|元",
        "amount|whole_evaluation_funds|一般公共预算|7|元",
        "score|self_evaluation_score|部门（单位）整体|88|分",
        "amount|budget|部门（单位）整体|9|元||全年预算",
        "amount|executed|部门（单位）整体|6|元",
        "execution_rate|executed|部门（单位）整体|66.67|%",
    ),
    _case(
        PERFORMANCE,
        "组织对“甲”“乙”等2个项目开展了部门评价，涉及资金30元，其中一般公共预算支出30元。",
        "count|department_evaluated_projects|部门评价|2|个",
        "amount|department_evaluation_funds|合计|30|元",
        "amount|department_evaluation_funds|一般公共预算|30|元",
    ),
    _case(
        PERFORMANCE,
        "组织对0等0个0级项目开展了部门评价。",
        "count|placeholder|部门评价|0|",
        "count|department_evaluated_projects|部门评价|0|个",
        "count|placeholder|部门评价|0|级",
    ),
    _case(
        PERFORMANCE,
        "驿路养护经费项目自评综述：项目自评得分91.2分，全年预算数9元，执行数8元，完成预算的88.89%。"
        "新植行道树1200棵，完成全年任务1000棵的120%；修桥3座，完成目标任务的75%；"
        "制定5项标准，合格率98%，罚没金额2.5万元。",
        "score|self_evaluation_score|驿路养护经费|91.2|分",
        "amount|budget|驿路养护经费|9|元||全年预算",
        "amount|executed|驿路养护经费|8|元",
        "execution_rate|executed|驿路养护经费|88.89|%||预算",
        "count|output_count|新植行道树|1200|棵",
        "count|output_target|新植行道树|1000|棵||全年任务",
        "execution_rate|output_target|新植行道树|120|%||全年任务",
        "count|output_count|修桥|3|座",
        "execution_rate|output_count|修桥|75|%||全年任务",
        "count|output_count|制定标准|5|项",
        "share|output_rate|合格率|98|%",
        "amount|output_amount|罚没金额|2.5|万元",
    ),
    _case(
        "（二）支出决算结构情况",
        "某局财政拨款支出20万元，主要用于以下方面：一般公共服务（类）支出15万元，占75%；教育支出（类）5万元，占25%。",
        "amount|fiscal_expenditure|财政拨款支出|20|万元",
        "amount|expenditure_class|一般公共服务支出|15|万元",
        "share|expenditure_class|一般公共服务支出|75|%||财政拨款支出",
        "amount|expenditure_class|教育支出|5|万元",
        "share|expenditure_class|教育支出|25|%||财政拨款支出",
    ),
)
