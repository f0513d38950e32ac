"""What a sentence says of its own figures (N21, N86 to N89, P28), labels written first."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Verdict
from tests.rules.judging import Book
from tests.rules.narratives import told, written
from tests.rules.writing import Write

OVERALL = "一、收入支出决算总体情况说明"
TOTALS = "某市某局2022年度收入总计100.00元，支出总计100.00元。"


def _said(text: str) -> Write:
    return written((OVERALL, [TOTALS, text]))


PASS, FAIL = "pass", "fail"
NOT_SAID = ""

_SUMS = {
    "retired-right": ("离退休人员97人，其中：离休4人，退休93人。", PASS),
    "retired-wrong": ("离退休人员97人，其中：离休4人，退休95人。", FAIL),
    "retired-short": ("离退休人员97人，其中：离休4人，退休91人。", FAIL),
    "retired-in-brackets": ("年末离退休人员97人（其中离休4人，退休95人）。", FAIL),
    # Only one of the two is told: the other may be the rest.
    "retired-one": ("离退休人员97人，其中离休4人。", NOT_SAID),
    # 遗属 are something else: not all that is listed is of this kind.
    "retired-more": ("离退休人员97人，其中：离休4人，退休91人，遗属2人。", PASS),
    # What follows ； with words of its own is of no part of the list.
    "on-roll-short": (
        "年末编制21人；年末实有人数36人，其中在职人员19人，离休人员1人，退休人员12人；年末其他人员2人；年末学生人数0人。",
        FAIL,
    ),
    "on-roll-right": (
        "年末编制21人；年末实有人数32人，其中在职人员19人，离休人员1人，退休人员12人；年末其他人员2人；年末学生人数0人。",
        PASS,
    ),
    # The same persons by body: more than there are, as many, and a list of some bodies.
    "bodies-too-many": (
        "在职实有人数224人，其中：行政46人，参照公务员法管理38人，其他事业人员140人。其中：局本级46人、河道管理处38人、"
        "勘测设计院52人、防洪排涝中心61人、水文监测中心72人。离退休人员168人。",
        FAIL,
    ),
    "bodies-right": (
        "在职实有人数224人，其中：行政46人，参照公务员法管理38人，其他事业人员140人。其中：局本级46人、河道管理处38人、"
        "勘测设计院52人、防洪排涝中心61人、水文监测中心27人。离退休人员168人。",
        PASS,
    ),
    "bodies-some": ("在职人员224人，其中机关64人、水文监测中心61人。", PASS),
    "bodies-directly": ("在职人员224人，其中机关164人、水文监测中心61人。", FAIL),
    # A near miss: what is listed is of the part named last, not of all.
    "bodies-of-a-part": (
        "在职实有人数224人，其中：行政46人，事业人员140人。退休人员260人，其中局机关200人、水文监测中心60人。",
        PASS,
    ),
    # The body itself is one more than the units below it.
    "units-and-own": (
        "部门决算由纳入独立核算的单位本级决算和4个下属单位决算组成。其中：行政单位1个、参照公务员法管理的事业单位1个、"
        "公益一类事业单位3个。",
        NOT_SAID,
    ),
    "units-and-own-too-many": (
        "部门决算由纳入独立核算的单位本级决算和4个下属单位决算组成。其中：行政单位1个、参照公务员法管理的事业单位1个、"
        "公益一类事业单位4个。",
        FAIL,
    ),
    "units-own-within": (
        "决算由含本级在内的4个下属单位决算组成。其中：行政单位1个、参照公务员法管理的事业单位1个、公益一类事业单位3个。",
        FAIL,
    ),
    # What overlaps is no sum.
    "persons-overlapping": ("在职人员97人，其中：党员80人，女性40人。", NOT_SAID),
    "students-too-many": ("在校生480人，其中本科生300人、硕士研究生150人、博士研究生40人。", FAIL),
    "students-fewer": ("在校生480人，其中本科生300人、硕士研究生100人。", PASS),
    # 博士 is taken out of 研究生, not of the whole.
    "students-nested": ("在校生480人，其中本科生300人，硕士生180人，其中博士生40人。", PASS),
    "posts-held": (
        "行政编制68人，实有人数64人；事业编制112人，实有人数105人，其中行政编制70人。",
        NOT_SAID,
    ),
    "posts-too-many": ("编制总数50名，其中：行政编制40名（含工勤编制5名），事业编制20名。", FAIL),
    "posts-aside": ("编制总数50名，其中：行政编制40名（含事业编制5名），事业编制10名。", PASS),
    "cars-too-many": ("单位共有公务用车6辆，其中：轿车3辆、越野车3辆、旅行车1辆。", FAIL),
    "cars-fewer": ("单位共有公务用车6辆，其中：轿车3辆、越野车1辆。", PASS),
    "bands-too-many": (
        "28个项目中，自评得分90分（含）以上的26个，80分（含）至90分的3个。",
        FAIL,
    ),
    "bands-right": ("28个项目中，自评得分90分（含）以上的25个，80分（含）至90分的3个。", PASS),
    # 80分以上 includes 90分以上.
    "bands-cumulative": (
        "28个项目中，自评得分90分以上的26个，80分以上的28个。",
        NOT_SAID,
    ),
    "procedures-short": (
        "评价项目12个，涉及金额48.50元。其中，普通程序评价项目2个，简易程序评价项目8个。",
        FAIL,
    ),
    "scores-wrong": (
        "自评得分为94.2分，其中：管理得分48.2分（满分50分），履职得分44.0分（满分50分）。",
        FAIL,
    ),
    "scores-right": (
        "自评得分为94.2分，其中：管理得分48.2分（满分50分），履职得分46.0分（满分50分）。",
        PASS,
    ),
    # 数量 may be part of 产出: without full marks that make a hundred nothing is known.
    "scores-nested": ("自评得分为94.2分，其中：产出得分48.2分，数量得分20.0分。", NOT_SAID),
    "costs-too-much": (
        "公务用车运行维护费支出12.60万元，主要用于车辆维护，其中：燃料费5.30万元；维修费4.21万元；"
        "过桥过路费1.06万元；保险费2.12万元。",
        FAIL,
    ),
    "costs-rounded": (
        "公务用车运行维护费支出12.60万元，其中：燃料费5.31万元；维修费5.18万元；保险费2.12万元。",
        PASS,
    ),
    "visits-too-much": (
        "国内公务接待3批次，共计支出3.96万元，具体内容包括：接待督查组1.86万元，"
        "接待外省考察1.43万元，接待市县来人0.76万元。",
        FAIL,
    ),
    "visits-of-little": (
        "某局2022年度共计支出0.40万元，其中接待督查组0.20万元，接待市县来人0.25万元。",
        FAIL,
    ),
    "roll-wrong": ("年末实有人数612人，其中：在职人员487人，离休人员0人，退休人员134人。", FAIL),
    "roll-right": ("年末实有人数612人，其中：在职人员478人，退休人员134人。", PASS),
    # Who is paid by the pension fund may be told beside the whole.
    "roll-beside": ("年末实有人数612人，其中：在职人员612人，离休0人，退休人员134人。", PASS),
    "roll-beside-wrong": ("年末实有人数612人，其中：在职人员611人，退休人员134人。", FAIL),
    # 临聘 are not of these: no more than the whole.
    "roll-others": ("年末实有人数612人，其中：在职人员468人，退休人员134人，临聘5人。", PASS),
    "in-post-too-many": ("年末在职人员88人，其中行政人员36人，事业人员62人。", FAIL),
    # 参公 may be counted among 事业.
    "in-post-overlapping": (
        "年末在职人员88人，其中行政人员36人，参公人员10人，事业人员52人。",
        PASS,
    ),
    "grades-too-many": (
        "某局对6个项目开展绩效自评，涉及资金9.00元，其中自评结果为“优”的5个，自评结果为“良”的2个。",
        FAIL,
    ),
    "grades-right": (
        "某局对6个项目开展绩效自评，涉及资金9.00元，其中自评结果为“优”的5个，自评结果为“良”的1个。",
        PASS,
    ),
    "units-too-many": ("编报的单位共2个。其中：行政单位1个，其他事业单位2个。", FAIL),
    "assets-wrong": (
        "资产总额14.31元，其中，流动资产1.82元，固定资产11.36元，在建工程0.88元，无形资产0.07元，"
        "其他资产0.00元。",
        FAIL,
    ),
    "assets-right": (
        "资产总额14.13元，其中，流动资产1.82元，固定资产11.36元，在建工程0.88元，无形资产0.07元，"
        "其他资产0.00元。",
        PASS,
    ),
    "assets-some": ("资产总额14.31元，其中，流动资产1.82元，固定资产11.36元。", PASS),
    "funds-wrong": (
        "开展整体支出绩效自评，涉及资金25.86元，其中基本支出11.50元、项目支出14.02元。",
        FAIL,
    ),
    "funds-of-projects": ("开展绩效自评，涉及资金25.86元，其中项目支出14.02元。", NOT_SAID),
    "named-wrong": ("新建及硬化村组道路18.6公里，其中新建7.2公里、硬化14.1公里。", FAIL),
    "named-right": ("新建及硬化村组道路18.6公里，其中新建7.2公里、硬化11.4公里。", PASS),
    # 维修 is not among what the whole is called: there may be more.
    "named-otherwise": ("新建村组道路18.6公里，其中新建7.2公里、维修14.1公里。", NOT_SAID),
    "alike-too-many": (
        "完成审计项目18个，其中预算执行审计3个、经济责任审计7个、政府投资审计9个。",
        FAIL,
    ),
    "alike-fewer": (
        "完成审计项目18个，其中预算执行审计3个、经济责任审计7个、政府投资审计7个。",
        PASS,
    ),
    "alike-overlapping": ("完成项目18个，其中民生项目13个、重点项目7个。", NOT_SAID),
    "change-the-other-way": (
        "支出合计减少62.14元，下降2.88%。其中：基本支出增加11.25元，增长2.16%；"
        "项目支出增加50.89元，增长3.11%。",
        FAIL,
    ),
    "change-right": (
        "支出合计增加62.14元，增长2.88%。其中：基本支出增加11.25元，增长2.16%；"
        "项目支出增加50.89元，增长3.11%。",
        PASS,
    ),
    # Part of the change is not told.
    "change-more": ("支出合计减少62.14元。其中：基本支出增加11.25元；项目支出增加5.00元。", PASS),
    "livelihood-too-much": (
        "民生支出合计15.87元，其中：社会保障和就业支出7.69元，医疗卫生支出4.11元，住房保障支出6.77元。",
        FAIL,
    ),
    "livelihood-right": (
        "民生支出合计18.57元，其中：社会保障和就业支出7.69元，医疗卫生支出4.11元，住房保障支出6.77元。",
        PASS,
    ),
    # Two last digits less: each was rounded.
    "livelihood-rounded": (
        "民生支出合计18.55元，其中：社会保障和就业支出7.69元，医疗卫生支出4.11元，住房保障支出6.77元。",
        PASS,
    ),
    # Other classes may be among it.
    "livelihood-some": ("民生支出合计18.57元，其中：教育支出7.69元，农林水支出4.11元。", PASS),
    # What 教育 is spent on is no class.
    "livelihood-otherwise": (
        "民生支出合计15.87元，其中：助学支出7.69元，营养餐支出4.11元，校舍支出6.77元。",
        NOT_SAID,
    ),
    "cases-too-many": (
        "全年受理各类案件4862件，审结4631件，结案率95.25%；其中受理民事案件2915件、刑事案件286件、"
        "行政案件57件、执行案件1622件。",
        FAIL,
    ),
    "cases-right": (
        "全年受理各类案件4862件，审结4631件，结案率95.25%；其中受理民事案件2915件、刑事案件268件、"
        "行政案件57件、执行案件1622件。",
        PASS,
    ),
    "cases-fewer": ("受理各类案件4862件，其中民事案件2915件、刑事案件268件。", PASS),
    # 财产保全 may be of a 民事案件.
    "cases-otherwise": ("受理各类案件462件，其中财产保全案件291件、人身保护案件286件。", NOT_SAID),
    "posts-short": ("编制总数50名，其中：行政编制20名，事业编制20名。", FAIL),
    "posts-with-others": ("编制总数50名，其中：行政编制20名，事业编制20名，工勤10名。", PASS),
    "forest-short": ("完成营造林1.26万亩，其中人工造林0.48万亩、封山育林0.42万亩。", FAIL),
    "forest-right": ("完成营造林1.26万亩，其中人工造林0.84万亩、封山育林0.42万亩。", PASS),
    "forest-rounded": ("完成营造林1.26万亩，其中人工造林0.84万亩、封山育林0.43万亩。", "rounding"),
    "forest-of-some": ("完成营造林1.26万亩，其中人工造林0.48万亩、封山育林0.42万亩等。", PASS),
    "sexes-wrong": ("年末在职职工146人，其中男82人、女54人。", FAIL),
    "sexes-right": ("年末在职职工146人，其中男性82人、女性64人。", PASS),
    "sexes-one": ("年末在职职工146人，其中女54人。", NOT_SAID),
    "allowances-wrong": ("保障低保对象300人，其中城市低保100人、农村低保210人。", FAIL),
    "allowances-right": ("保障低保对象310人，其中城市低保100人、农村低保210人。", PASS),
    "visits-of-kinds": (
        "公务接待费支出3.96万元，其中：接待费国内部分3.96万元，外事接待0.00万元。",
        NOT_SAID,
    ),
}
# Counted in other words: grades in any order, parts before their sum, a part that is more than all.
_COUNTS = {
    # More vehicles than the establishment has make one wonder; as many or fewer do not.
    "vehicles-over": ("由养老保险基金发放的退休人员36人。实有车辆编制3辆，在编实有车辆5辆。", FAIL),
    "vehicles-as-many": ("实有车辆编制3辆，在编实有车辆3辆。", PASS),
    "vehicles-fewer": ("车辆编制数4辆，实有车辆3辆。", PASS),
    "vehicles-outside": ("车辆编制4辆，编外车辆5辆。", NOT_SAID),
    "grades-behind-short": (
        "某局对8个项目开展了绩效自评，涉及资金9.00元。其中6个项目自评等级为“优”，"
        "1个项目自评等级为“良”。",
        FAIL,
    ),
    "grades-behind-right": (
        "某局对8个项目开展了绩效自评，涉及资金9.00元。其中7个项目自评等级为“优”，"
        "1个项目自评等级为“良”。",
        PASS,
    ),
    "grades-told-again-short": (
        "共涉及项目12个，涉及资金9.00元。12个项目中，自评等级为“优”的9个，“良”的2个。",
        FAIL,
    ),
    "grades-bare-too-many": ("对6个项目开展绩效自评，其中优5个、良2个。", FAIL),
    "grades-bare-right": ("对6个项目开展绩效自评，其中优5个、良1个。", PASS),
    # The rest was not evaluated.
    "grades-others": ("对6个项目开展绩效自评，其中优4个、良1个，其余1个未评。", PASS),
    # Of both levels together, and of nothing that is counted.
    "grades-of-levels": ("一级项目3个、二级项目16个，评价结果为优的17个，良的2个。", NOT_SAID),
    "grades-alone": ("3个项目自评结果均为“优”。", NOT_SAID),
    "grades-of-problems": ("对6个项目开展绩效自评，中等以上问题2个、差距3个。", NOT_SAID),
    "bands-short": (
        "评价项目26个，其中，普通程序评价2个，简易程序评价24个。评价结果中，评价得分90（含）－100分的"
        "22个、75（含）－90分的3个、75分以下的0个。",
        FAIL,
    ),
    "sum-behind-wrong": ("保障行政村14个、社区3个共19个村（社区）正常运转。", FAIL),
    "sum-behind-right": ("保障行政村14个、社区3个共17个村（社区）正常运转。", PASS),
    "sum-behind-of-three": ("内设临床科室18个、医技科室7个，行政科室12个，共37个科室。", PASS),
    # 办事处 are nothing to be added to 村.
    "sum-behind-of-some": ("下辖3个办事处，行政村14个、社区3个，共17个。", PASS),
    "sum-behind-with-asides": ("行政村（含移民村）14个、社区（城区）3个共17个。", PASS),
    "sum-behind-other-unit": ("举办培训3期、讲座5场，共200人。", NOT_SAID),
    "sum-behind-money": ("发放补贴1.00万元、奖金2.00万元，共4.00万元。", NOT_SAID),
    "part-beyond": ("教职工586人，其中专任教师628人。", FAIL),
    # Of the pupils, who are more.
    "part-beyond-but-named": ("学生9862人，教职工586人，其中专任教师628人。", FAIL),
    "part-of-another": ("学生9862人，教职工586人，其中本科生628人。", NOT_SAID),
    "part-of-anything": ("举办培训班3个，其中参训单位45个。", NOT_SAID),
    "part-reached": ("举办培训20人，其中惠及群众500人。", NOT_SAID),
    "arrests-beyond": ("共受理审查逮捕案件86件132人，批准逮捕94件98人。", FAIL),
    "arrests-within": ("共受理审查逮捕案件86件132人，批准逮捕64件98人。", PASS),
    "charged-with-older": ("共受理审查起诉案件214件，提起公诉220件（含上年积存）。", NOT_SAID),
    "arrests-alone": ("批准逮捕94件98人。", NOT_SAID),
    "establishment-beyond": ("年末在职职工612人，其中在编286人、编外聘用362人。", FAIL),
    "establishment-short": ("年末在职职工612人，其中在编286人、编外聘用226人。", FAIL),
    "hired-short": ("年末在职职工146人，其中在编82人、聘用54人；离退休人员23人。", FAIL),
    "hired-right": ("年末在职职工146人，其中在编82人、聘用64人；离退休人员23人。", PASS),
    "establishment-right": ("年末在职职工612人，其中在编286人、编外聘用326人。", PASS),
    "establishment-more": (
        "年末在职职工612人，其中在编286人、编外聘用226人、劳务派遣20人。",
        PASS,
    ),
    "law-posts-beyond": ("年末实有在职人员45人，其中政法专项编制43人、工勤人员5人。", FAIL),
    "law-posts-fewer": ("年末实有在职人员45人，其中政法专项编制40人、工勤人员2人。", PASS),
    "receptions-wrong": (
        "公务接待费预算为30.00元，支出决算为12.64元，完成预算的42.1%。其中：外事接待支出7.86元，"
        "接待外宾9批次、68人次；其他国内公务接待支出7.48元，接待32批次、264人次。",
        FAIL,
    ),
    "receptions-right": (
        "公务接待费支出12.64元，比上年减少0.76元。全年国内公务接待32批次。其中：外事接待支出7.86元；"
        "其他国内公务接待支出4.78元。",
        PASS,
    ),
    # 国内公务接待 may hold that of guests from abroad.
    "receptions-nested": (
        "公务接待费支出12.64元，其中：国内公务接待支出12.64元，外事接待支出7.86元。",
        NOT_SAID,
    ),
    "costs-dated-too-much": (
        "公务用车运行维护费2022年决算数16.84元，其中：公务用车加油6.24元，公务用车维修7.21元，"
        "公务用车保险3.48元，公务用车其他支出0.00元。",
        FAIL,
    ),
    "procedure-funds-wrong": (
        "评价项目26个，涉及金额206.86元。其中，普通程序评价2个，涉及金额81.28元；简易程序评价24个，"
        "涉及金额152.57元。",
        FAIL,
    ),
}
_HOW_SURE = {
    "vehicles-over": "notice",
    "units-and-own-too-many": "notice",
    "bodies-too-many": "warning",
    "on-roll-short": "warning",
    "grades-bare-too-many": "warning",
    "grades-told-again-short": "notice",
    "sum-behind-wrong": "notice",
    "part-beyond": "notice",
    "establishment-beyond": "warning",
    "establishment-short": "notice",
    "law-posts-beyond": "notice",
    "livelihood-too-much": "warning",
    "cases-too-many": "warning",
    "posts-short": "notice",
    "forest-short": "notice",
    "hired-short": "notice",
    "sexes-wrong": "warning",
    "receptions-wrong": "warning",
}
_RATES = {
    "target-wrong": ("繁育苗木320万株，完成年度目标300万株的116.67%。", FAIL),
    "target-right": ("繁育苗木320万株，完成年度目标300万株的106.67%。", PASS),
    "target-of-area": ("治理面积5120平方公里，为年度目标任务5000平方公里的112.40%。", FAIL),
    # 万株 are rounded: 106.8% may be.
    "target-rounded": ("繁育苗木3.2万株，完成年度目标3.0万株的105.0%。", PASS),
    "target-other-unit": ("繁育苗木320万株，完成年度目标300亩的116.67%。", NOT_SAID),
    "budget-wrong": (
        "防汛项目全年预算数为1,200.00万元，执行数为1,104.00万元，完成预算的95.00%。",
        FAIL,
    ),
    "budget-right": (
        "防汛项目全年预算数为1,200.00万元，执行数为1,104.00万元，完成预算的92.00%。",
        PASS,
    ),
    "budget-zero": (
        "防汛项目全年预算数为0万元，执行数为0万元，完成预算的0%。",
        "not_applicable",
    ),
    "budget-no-rate": ("防汛项目全年预算数为1,200.00万元，执行数为1,104.00万元。", NOT_SAID),
    "difference-wrong": (
        "与年初预算相比，年初预算数3601.79万元，决算数4052.14万元，预决算差异率21.50%。",
        FAIL,
    ),
    "difference-right": (
        "与年初预算相比，年初预算数3601.79万元，决算数4052.14万元，预决算差异率12.50%。",
        PASS,
    ),
    "difference-less": (
        "与年初预算相比，年初预算数4000.00万元，决算数3000.00万元，预决算差异率-25.00%。",
        PASS,
    ),
}
_RATES |= {
    "level-wrong": ("布设断面145个，较上年增加25个，增长17.2%。", FAIL),
    "level-right": ("布设断面145个，较上年增加25个，增长20.8%。", PASS),
    "level-fell": ("布设断面120个，较上年减少25个，下降17.2%。", PASS),
    "former-wrong": ("门诊31.26万人次，较上年增长6.40%（上年29.48万人次）。", FAIL),
    "former-right": ("门诊31.26万人次，较上年增长6.04%（上年29.48万人次）。", PASS),
    "former-other-way": ("门诊29.48万人次，较上年增长5.69%（上年31.26万人次）。", FAIL),
    # 2019年 is what the rate is of, the figure in brackets something else.
    "former-of-another": ("门诊31.26万人次，较上年增长6.40%（上年29.48万元）。", NOT_SAID),
    "from-to-wrong": ("资助学生由上年的2000人增加到2400人，增长30%。", FAIL),
    "from-to-right": ("资助学生由上年的2000人增加到2400人，增长20%。", PASS),
    "points-wrong": ("药占比26.8%，较上年下降2.7个百分点（上年28.5%）。", FAIL),
    "points-right": ("药占比26.8%，较上年下降1.7个百分点（上年28.5%）。", PASS),
    "points-other-way": ("药占比26.8%，较上年上升1.7个百分点（上年28.5%）。", FAIL),
    # Both were rounded.
    "points-rounded": ("药占比26.8%，较上年下降1.8个百分点（上年28.5%）。", PASS),
    "budget-more": (
        "培训费预算为2.00元，支出决算为1.40元，决算数较预算数增加0.60元。",
        FAIL,
    ),
    "budget-less": (
        "培训费预算为2.00元，支出决算为1.40元，决算数较预算数减少0.60元。",
        PASS,
    ),
    "share-wrong": ("教职工1,486人，其中专任教师1,128人，占57.91%。", FAIL),
    "share-right": ("教职工1,486人，其中专任教师1,128人，占75.91%。", PASS),
    # 40 of 100, not of 80.
    "share-of-another": ("职工100人，专业人员80人，其中高级40人，占40%。", NOT_SAID),
    "accepted-wrong": ("提出审计建议54条，被采纳51条，采纳率96.44%。", FAIL),
    "closed-wrong": ("受理各类案件3215件，审执结3102件，结案率98.49%。", FAIL),
    "closed-right": ("受理各类案件3215件，审执结3102件，结案率96.49%。", PASS),
    "unmet-is-no-whole": ("设定指标18个，完成17个，未完成1个，指标完成率94.44%。", NOT_SAID),
    # Older cases are among those closed.
    "closed-of-new": ("新收案件3215件，审执结3102件，结案率92.49%。", NOT_SAID),
}
# The figure of last year, or the budget, stands between the comparison and the change.
_RATES |= {
    "last-year-wrong": ("培训费支出4.31元，较上年4.83元减少0.32元。", FAIL),
    "last-year-right": ("培训费支出4.31元，较上年4.83元减少0.52元。", PASS),
    "last-year-other-way": ("培训费支出4.31元，比去年支出4.83元增加0.52元。", FAIL),
    "last-year-rounded": ("培训费支出4.3万元，比2021年度累计支出4.83万元减少0.5万元。", PASS),
    "last-year-rate-wrong": ("培训费支出4.31元，比上年支出决算4.83元下降12.77%。", FAIL),
    "last-year-rate-right": ("培训费支出4.31元，比上年支出决算4.83元下降10.77%。", PASS),
    # The whole, and not its part, is what is compared.
    "last-year-of-whole": (
        "收入50.00元，其中结转5.00元，较上年45.00元增加5.00元。",
        NOT_SAID,
    ),
    # A bracket stands between: of what it tells, nothing says which figure is compared.
    "last-year-bracket": ("培训费支出4.31元（含0.20元补助），较上年4.83元减少0.32元。", NOT_SAID),
    "last-year-of-plan": ("培训费支出4.31元，较上年预算4.83元减少0.32元。", NOT_SAID),
    "dated-wrong": ("培训费支出4.83元，2021年为4.31元，较2021年增加0.62元。", FAIL),
    "dated-right": ("培训费支出4.83元，2021年为4.31元，较2021年增加0.52元。", PASS),
    # Compared with another year than the one that is told.
    "dated-other-year": ("培训费支出4.83元，2021年为4.31元，较2020年增加0.62元。", NOT_SAID),
    "of-budget-wrong": ("培训费支出4.31元，比年初预算的4.83元下降12.8%。", FAIL),
    "of-budget-right": ("培训费支出4.31元，比年初预算的4.83元下降10.8%。", PASS),
    "of-budget-more": ("培训费支出4.31元，较预算数4.83元减少0.62元。", FAIL),
    # By how much more than the budget it was says what the budget was.
    "completion-wrong": (
        "培训费支出4.31元，完成年初预算的100%，决算数大于预算数0.31元。",
        FAIL,
    ),
    "completion-right": (
        "培训费支出4.31元，完成年初预算的107.75%，决算数大于年初预算数0.31元。",
        PASS,
    ),
    "completion-other-way": (
        "培训费支出4.31元，完成年初预算的107.75%，决算数小于预算数0.31元。",
        FAIL,
    ),
    "completion-behind-last-year": (
        "培训费支出4.31元，与上年相比减少0.10元，降低2.27%；完成年初预算100%，决算数大于预算数0.31元。",
        FAIL,
    ),
    # What is in the reason is none of it.
    "completion-reason": (
        "培训费支出4.31元，完成年初预算的100%，决算数大于预算数的主要原因是新增课程0.31元。",
        NOT_SAID,
    ),
    "gap-wrong": ("培训费支出4.31元，年初预算为4.83元，差值为0.62元。", FAIL),
    "gap-right": ("培训费支出4.31元，年初预算为4.83元，差值为0.52元。", PASS),
}
# Against targets, from what to what, and shares one behind the other.
_RATES |= {
    "points-of-target-wrong": ("造林成活率92%，较目标值85%高17个百分点。", FAIL),
    "points-of-target-right": ("造林成活率92%，较目标值85%高7个百分点。", PASS),
    "points-of-target-other-way": ("造林成活率82%，较目标值85%高3个百分点。", FAIL),
    "points-beyond-target-wrong": ("群众满意度92%，高于目标值85%17个百分点。", FAIL),
    "points-beyond-target-right": ("群众满意度92%，高于目标值85%7个百分点。", PASS),
    "points-of-another": ("造林成活率92%，较全省平均85%高17个百分点。", NOT_SAID),
    "beyond-wrong": ("开展集中执行行动8次，超过10次的年度目标。", FAIL),
    "beyond-right": ("开展集中执行行动12次，超过10次的年度目标。", PASS),
    "beyond-below": ("抽检不合格率2%，低于5%的目标值。", PASS),
    "beyond-below-wrong": ("抽检不合格率7%，低于5%的目标值。", FAIL),
    "beyond-named-first": ("开展集中执行行动8次，超过年度目标10次。", FAIL),
    # 40次 is by how much, not the target.
    "beyond-by": ("开展巡查8次，超过年度目标10次以上。", NOT_SAID),
    "beyond-other-unit": ("开展集中执行行动8次，超过10场的年度目标。", NOT_SAID),
    "beyond-average": ("开展集中执行行动8次，超过10次的全省平均。", NOT_SAID),
    "rate-and-target-wrong": ("体质辨识3420人，目标人群4180人，管理率61.82%。", FAIL),
    "rate-and-target-right": ("体质辨识3420人，目标人群4180人，管理率81.82%。", PASS),
    "rate-due-wrong": ("应参保4180人，实际参保3420人，覆盖率61.82%。", FAIL),
    # 应用 is no word for what is due.
    "rate-of-uses": ("下载3420人，应用人数4180人，使用率61.82%。", NOT_SAID),
    "rate-of-others": ("体质辨识3420人，随访4180人，管理率61.82%。", NOT_SAID),
    "turned-wrong": ("占比由2018年的61.5%下降到66.2%。", FAIL),
    "turned-right": ("占比由2018年的61.5%提高到66.2%。", PASS),
    "turned-level": ("占比由2018年的61.5%提高到61.5%。", PASS),
    # A rank that becomes better is a smaller number.
    "turned-rank": ("排名由上年的10名上升到3名。", NOT_SAID),
    "turned-time": ("办理时限由10天减少到5天。", NOT_SAID),
    "turned-count": ("病例由2000例减少到2400例。", FAIL),
    "shares-wrong": ("自评结果为：优6个、良2个，占比分别为80%和20%。", FAIL),
    "shares-of-counted": ("共8个项目，优6个、良1个，占比分别为75%和12.5%。", PASS),
    # Of a whole that stands nowhere.
    "shares-of-some": ("优6个、良1个，占比分别为60%和10%。", NOT_SAID),
    "shares-of-money": ("优6个、良2个，涉及金额占比分别为80%和20%。", NOT_SAID),
}
_AVERAGES = {
    "per-head-wrong": ("公务接待费支出0.16万元，接待4批次，共接待32人次，人均500元。", FAIL),
    "per-head-right": ("公务接待费支出0.16万元，接待4批次，共接待32人次，人均50元。", PASS),
    "per-head-of-sentence-before": ("执行数为2,316.00万元。资助学生5,790人，人均资助400元。", FAIL),
    "per-head-of-another": (
        "支出2.00万元，其中交通0.40万元，接待4批次，共接待32人次，人均500元。",
        FAIL,
    ),
    # Of the guests from elsewhere: some total and some count give it.
    "per-head-of-some": (
        "支出0.40万元，其中会议0.16万元，共接待80人次，其中外省32人次，人均50元。",
        PASS,
    ),
    "per-head-standard": ("支出0.16万元，共接待32人次，人均标准不超过130元。", NOT_SAID),
    "per-head-alone": ("接待来宾，人均50元。", NOT_SAID),
    "per-course-wrong": ("举办培训班24期，培训农户1920人次，平均每期180人次。", FAIL),
    "per-course-right": ("举办培训班24期，培训农户1920人次，平均每期80人次。", PASS),
    "per-day-wrong": ("全年清运垃圾5840吨，平均每日清运61吨。", FAIL),
    "per-day-right": ("全年清运垃圾5840吨，平均每日清运16吨。", PASS),
    "per-working-day": ("全年清运垃圾5840吨，平均每日清运23.4吨。", PASS),
    "per-place-wrong": ("改造活动室4处1260平方米，平均每处351平方米。", FAIL),
    "mean-wrong": (
        "对3个项目开展绩效自评，平均得分94分，其中：社区项目93分、环境项目95分、服务项目88分。",
        FAIL,
    ),
    "mean-right": (
        "对3个项目开展绩效自评，平均得分92分，其中：社区项目93分、环境项目95分、服务项目88分。",
        PASS,
    ),
    "mean-of-more": (
        "对9个项目开展绩效自评，平均得分94分，其中：社区项目93分、环境项目91分。",
        PASS,
    ),
}
_LISTS = {
    "list-short": ("所属事业站所4个，分别是：农业中心、社会中心、政务中心。", FAIL),
    "list-long": ("预算单位共计3家，具体包括：某局（本级）、图书馆、文化馆、保护中心。", FAIL),
    "list-numbered": ("二级预算单位共4个，包括：1.某局本级；2.监测中心；3.研究所。", FAIL),
    "list-behind": ("某局下设4个内设机构，分别是：办公室、人事科、财务科。", FAIL),
    "list-behind-right": ("某局下设3个内设机构，分别是：办公室、人事科、财务科。", PASS),
    "list-right": ("所属事业站所3个，分别是：农业中心、社会中心、政务中心。", PASS),
    # 和 may be part of a name.
    "list-and": ("所属单位3个，分别为：文化和旅游中心、图书馆和文化馆。", PASS),
    # 人力资源和社会保障局 is one body.
    "list-and-in-a-name": (
        "决算编制范围的单位共3个，包括：某市人力资源和社会保障局（本级）、某市就业服务中心。",
        FAIL,
    ),
    "list-and-of-words": ("下设3个科室，分别是：综合、财务和人事科。", PASS),
    "list-of-some": ("所属事业站所4个，分别是：农业中心、社会中心等。", NOT_SAID),
    # Counts that come back.
    "again-fewer": ("纳入绩效评价的项目12个，资金9.00元。上述10个项目自评均为优。", FAIL),
    "again-in-next": ("共对12个项目开展绩效自评。从评价情况看，以上15个项目均按期完成。", FAIL),
    "again-right": ("共对12个项目开展绩效自评。上述12个项目均按期完成。", PASS),
    "again-together": ("对一级项目6个、二级项目64个开展自评，上述70个项目均按期完成。", PASS),
    "again-of-a-kind": ("共对12个项目开展绩效自评，上述3个一级项目均按期完成。", NOT_SAID),
    "again-of-some": ("共对12个项目开展绩效自评，其中10个项目为优。", NOT_SAID),
    "list-not-said": ("所属事业站所4个。", NOT_SAID),
}
_SCORES = {
    "score-graded-too-high": ("防汛项目自评得分79.5分，自评结论为“优秀”。", FAIL),
    "score-graded-too-low": ("防汛项目绩效自评得分91.8分，评为“良”。", FAIL),
    "score-at-the-limit": ("防汛项目自评得分90分，自评等级为“优”。", PASS),
    "score-without-grade": ("防汛项目自评得分79.5分。", PASS),
    "score-above-a-hundred": ("防汛项目自评得分106.50分。", FAIL),
    "score-of-120": ("防汛项目自评得分106.50分（满分120分）。", NOT_SAID),
    # Limits that the text states go before the usual ones.
    "score-own-limits": (
        "85分以上为“优”，70分以上为“良”。防汛项目自评得分86.0分，自评等级为“优”。",
        NOT_SAID,
    ),
    "score-of-a-band": ("自评得分90分（含）以上的项目25个，评为“良”的1个。", NOT_SAID),
    "score-not-said": ("本年度对全部项目开展绩效自评。", NOT_SAID),
}
_THREE = "七、“三公”经费财政拨款支出决算情况说明"
_SPENT = "2022年度“三公”经费支出共计27.90元，"
_GROWTH = {
    # 10.00 / (60.00 − 10.00) = 20%: the rate is that of an increase.
    "turned": ("公务接待费支出60.00元，比上年减少10.00元，下降20.00%。", FAIL),
    "turned-not": ("公务接待费支出60.00元，比上年减少10.00元，下降14.29%。", PASS),
    "change-of-budget-wrong": (f"{_SPENT}较年初预算数减少7.10元，下降28.20%。", FAIL),
    "change-of-budget-right": (f"{_SPENT}较年初预算数减少7.10元，下降20.29%。", PASS),
    "change-of-both": (
        f"{_SPENT}较年初预算数减少7.10元，下降20.29%；较上年支出数增加2.90元，增长11.60%。",
        PASS,
    ),
    "change-of-last-year-wrong": (f"{_SPENT}较上年支出数增加2.90元，增长21.60%。", FAIL),
    # The change is of the fee: the average is in another unit.
    "change-behind-average-right": (
        "公务接待费支出2.16万元，共接待240人次，人均90元，比上年减少0.24万元，下降10.00%。",
        PASS,
    ),
    "change-behind-average-wrong": (
        "公务接待费支出2.16万元，共接待240人次，人均90元，比上年减少0.24万元，下降20.00%。",
        FAIL,
    ),
    "change-of-average": (
        "公务接待费支出2.16万元，共接待240人次，人均90元，比上年减少10.00元，下降10.00%。",
        PASS,
    ),
    "change-of-average-wrong": (
        "公务接待费支出2.16万元，共接待240人次，人均90元，比上年减少10.00元，下降20.00%。",
        FAIL,
    ),
    "change-without-rate": (f"{_SPENT}较年初预算数减少7.10元。", NOT_SAID),
}
_INCOME = "二、收入决算情况说明"
_GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
_FISCAL = "四、财政拨款收入支出决算总体情况说明"
# By their rule: sections of a text, and what the worst verdict on it is.
_SECTIONS: dict[str, tuple[str, tuple[tuple[str, list[str]], ...], str]] = {
    "income-share-wrong": (
        "N20",
        (
            (
                _INCOME,
                [
                    "本年收入合计100.00元；包括财政拨款收入90.00元（其中：一般公共预算90.00元），"
                    "占收入合计90.00%；其他收入10.00元，占收入合计14.80%。"
                ],
            ),
        ),
        FAIL,
    ),
    "income-share-right": (
        "N20",
        (
            (
                _INCOME,
                [
                    "本年收入合计100.00元；包括财政拨款收入90.00元（其中：一般公共预算90.00元），"
                    "占收入合计90.00%；其他收入10.00元，占收入合计10.00%。"
                ],
            ),
        ),
        PASS,
    ),
    "income-list-wrong": (
        "N20",
        (
            (
                OVERALL,
                [
                    "2022年收入100.00元，具体情况如下：",
                    "1.财政拨款收入90.00元，其中政府性基金0.00元，占90.00%。",
                    "2.事业收入10.00元，占62.26%。",
                ],
            ),
        ),
        FAIL,
    ),
    "income-list-right": (
        "N20",
        (
            (
                OVERALL,
                [
                    "2022年收入100.00元，具体情况如下：",
                    "1.财政拨款收入90.00元，其中政府性基金0.00元，占90.00%。",
                    "2.事业收入10.00元，占10.00%。",
                ],
            ),
        ),
        PASS,
    ),
    # Of all that there was, with what was left of the year before.
    "income-list-of-totals": (
        "N20",
        (
            (
                OVERALL,
                [
                    "2022年收入总计120.00元，具体情况如下：",
                    "1.财政拨款收入90.00元，其中政府性基金0.00元，占75.00%。",
                    "2.事业收入10.00元，占8.33%。",
                ],
            ),
        ),
        NOT_SAID,
    ),
    # The base stands a paragraph before; 项目支出 is none of 人员经费.
    "nature-shares": (
        "N20",
        (
            (
                _GENERAL,
                [
                    "对项目支出40.00元开展绩效自评，占项目支出的100%。",
                    "其中，人员经费50.00元，占50.00%；公用经费10.00元，占10.00%；项目支出40.00元，占40.00%。",
                ],
            ),
        ),
        NOT_SAID,
    ),
    "explained-elsewhere": (
        "N39",
        (
            (OVERALL, [f"{TOTALS}与上年相比减少5.00元，下降4.76%。"]),
            (
                _FISCAL,
                [
                    "财政拨款收入总计100.00元、支出总计100.00元，与上年相比减少5.00元，下降4.76%，"
                    "主要原因是压减项目。"
                ],
            ),
        ),
        PASS,
    ),
    "explained-nowhere": ("N39", ((OVERALL, [f"{TOTALS}与上年相比减少5.00元。"]),), FAIL),
    "persons-in-total-fewer": (
        "N78",
        ((_THREE, ["公务接待费支出4.00元，累计接待42批次、接待总人数39人次。"]),),
        FAIL,
    ),
    "persons-in-total-more": (
        "N78",
        ((_THREE, ["公务接待费支出4.00元，累计接待42批次、接待总人数396人次。"]),),
        PASS,
    ),
    "average-apart-wrong": (
        "N88",
        (
            (
                _THREE,
                [
                    "公务接待费支出8.06万元，比上年减少1.00万元。",
                    "国内公务接待98批次1075人。2022年本部门人均接待费749.80元，车均购置费0.00万元。",
                ],
            ),
        ),
        FAIL,
    ),
    "average-apart-right": (
        "N88",
        (
            (
                _THREE,
                [
                    "公务接待费支出8.06万元，比上年减少1.00万元。",
                    "国内公务接待98批次1075人。2022年本部门人均接待费74.98元，车均购置费0.00万元。",
                ],
            ),
        ),
        PASS,
    ),
    # The amount stands in the paragraph above.
    "average-of-above-right": (
        "N88",
        (
            (
                _THREE,
                [
                    "公务接待费支出2.16万元。",
                    "公务用车运行维护费支出5.84万元。国内公务接待共接待240人次，人均90元。",
                ],
            ),
        ),
        PASS,
    ),
    "average-of-above-wrong": (
        "N88",
        (
            (
                _THREE,
                [
                    "公务接待费支出2.16万元。",
                    "公务用车运行维护费支出5.84万元。国内公务接待共接待240人次，人均900元。",
                ],
            ),
        ),
        FAIL,
    ),
    # How many came stands nowhere.
    "average-apart-alone": (
        "N88",
        ((_THREE, ["公务接待费支出8.06万元。", "2022年本部门人均接待费749.80元。"]),),
        NOT_SAID,
    ),
    "average-apart-limit": (
        "N88",
        ((_THREE, ["公务接待费支出8.06万元，接待1075人。", "人均接待费不超过130.00元。"]),),
        NOT_SAID,
    ),
    "reason-of-more-is-less": (
        "N71",
        (
            (
                _THREE,
                [
                    "公务接待费支出4.00元。",
                    "2022年度“三公”经费支出决算大于上年决算数的主要情况：受疫情影响，公务往来减少。",
                ],
            ),
        ),
        FAIL,
    ),
    "reason-of-more-is-more": (
        "N71",
        (
            (
                _THREE,
                [
                    "公务接待费支出4.00元。",
                    "2022年度“三公”经费支出决算大于上年决算数的主要情况：公务往来增多。",
                ],
            ),
        ),
        PASS,
    ),
    "reason-of-less-is-less": (
        "N71",
        (
            (
                _THREE,
                [
                    "公务接待费支出4.00元。",
                    "2022年度“三公”经费支出决算小于上年决算数的主要情况：受疫情影响，公务往来减少。",
                ],
            ),
        ),
        PASS,
    ),
    # After the epidemic, or for it: it may be either.
    "reason-of-more-is-unsure": (
        "N71",
        (
            (
                _THREE,
                [
                    "公务接待费支出4.00元。",
                    "2022年度“三公”经费支出决算大于上年决算数的主要情况：受疫情影响，防疫任务较多。",
                ],
            ),
        ),
        PASS,
    ),
    "year-before-the-epidemic": (
        "N58",
        (
            (
                _THREE,
                [
                    "公务接待费支出4.00元，比2020年（疫情前）减少1.00元，下降20.00%。",
                    "2022年度“三公”经费支出4.00元。",
                ],
            ),
        ),
        NOT_SAID,
    ),
    "left-at-the-end": (
        "N21",
        ((OVERALL, ["年末结转和结余2.00元，比上年末4.00元减少2.00元，下降50%。"]),),
        PASS,
    ),
}
CASES = {
    **{f"nt-{name}": written(*sections) for name, (_, sections, _) in _SECTIONS.items()},
    **{
        f"nt-{name}": written((OVERALL, [TOTALS]), (_THREE, [text]))
        for name, (text, _) in _GROWTH.items()
    },
    "nt-none": told(),
    **{
        f"nt-{name}": _said(text)
        for name, (text, _) in (_SUMS | _COUNTS | _RATES | _SCORES | _AVERAGES | _LISTS).items()
    },
}
MESSAGES = [
    ("retired-wrong", "N86", "写为 97人,其中离休 4人、退休 95人,合计 99人,不等于总数"),
    ("cars-too-many", "N86", "合计 7辆,多于总数"),
    (
        "visits-of-little",
        "N86",
        "共计支出:写为 0.40万元,其中接待督查组 0.20万元、接待市县来人 0.25万元,合计 0.45万元",
    ),
    ("target-wrong", "N87", "写为 116.67%,而 320万株 ÷ 300万株 = 106.67%"),
    ("turned", "N21", "= 14.29%;按增加计算则相符,疑为增减方向写反"),
    ("change-of-budget-wrong", "N21", "减少额 7.10元 ÷ (本年数 27.90元 + 减少额 7.10元) = 20.29%"),
    ("level-wrong", "N87", "写为 17.2%,而 25个 ÷ (145 − 25) = 20.83%"),
    ("points-wrong", "N87", "写为 2.7个百分点,而 26.8% − 28.5% = -1.70个百分点"),
    ("former-other-way", "N87", "方向相反"),
    ("change-the-other-way", "N86", "合计 62.14元,方向相反"),
    ("completion-wrong", "N87", "写为 100%,而 4.31元 ÷ (4.31 − 0.31) = 107.75%"),
    ("last-year-wrong", "N87", "写为 0.32元,而 4.31元 − 4.83元 = -0.52元"),
    ("points-of-target-wrong", "N87", "写为 17个百分点,而 92% − 85% = 7.00个百分点"),
    ("beyond-wrong", "N87", "写为 超过10次,而 实际为 8次,方向相反"),
    ("turned-wrong", "N87", "写为 下降到66.2%,而 原为 61.5%,后为 66.2%,方向相反"),
    ("rate-and-target-wrong", "N87", "写为 61.82%,而 3420人 ÷ 4180人 = 81.82%"),
    ("difference-wrong", "N87", "(4052.14 − 3601.79) ÷ 3601.79 = 12.50%"),
]


EXPECTED = [
    *((f"nt-{name}", "N86", "", status) for name, (_, status) in _SUMS.items() if status),
    *((f"nt-{name}", "N87", "", status) for name, (_, status) in _RATES.items() if status),
    *((f"nt-{name}", "N88", "", status) for name, (_, status) in _AVERAGES.items() if status),
    *((f"nt-{name}", "N89", "", status) for name, (_, status) in _LISTS.items() if status),
    *(("nt-none", rule, "", "no_data") for rule in ("N86", "N87", "N88", "N89")),
]


def _verdicts(book: Book, name: str, rule: str) -> list[Verdict]:
    return [
        verdict
        for (document, own_rule, _), verdict in book.items()
        if document == f"nt-{name}" and own_rule == rule
    ]


def _outcome(book: Book, name: str, rule: str) -> str:
    """Return the status of the one figure that the text states, empty where it states none."""
    found = {v.status for v in _verdicts(book, name, rule) if v.reason_code != "nothing_stated"}
    return FAIL if FAIL in found else found.pop() if found else NOT_SAID


@pytest.mark.parametrize(("name", "case"), _SUMS.items())
def test_a_whole_is_judged_by_its_parts(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N86") == case[1]


@pytest.mark.parametrize(("name", "case"), _COUNTS.items())
def test_counts_are_judged_by_each_other(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    found = [
        v.status for v in _verdicts(rule_book, name, "N86") if v.reason_code != "nothing_stated"
    ]
    assert (FAIL if FAIL in found else found[0] if found else NOT_SAID) == case[1]


@pytest.mark.parametrize(("name", "case"), _SECTIONS.items())
def test_what_a_section_says_is_judged(
    rule_book: Book, name: str, case: tuple[str, object, str]
) -> None:
    rule, _, expected = case
    said = {v.status for v in _verdicts(rule_book, name, rule)} & {PASS, FAIL}
    assert (FAIL if FAIL in said else PASS if PASS in said else NOT_SAID) == expected


@pytest.mark.parametrize(("name", "severity"), _HOW_SURE.items())
def test_what_may_be_otherwise_is_a_notice(rule_book: Book, name: str, severity: str) -> None:
    assert {v.severity for v in _verdicts(rule_book, name, "N86") if v.status == FAIL} == {severity}


@pytest.mark.parametrize(("name", "case"), _RATES.items())
def test_a_rate_is_judged_by_its_figures(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N87") == case[1]


@pytest.mark.parametrize(("name", "case"), _SCORES.items())
def test_a_score_is_judged_by_its_grade(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "P28") == case[1]


@pytest.mark.parametrize(("name", "case"), _AVERAGES.items())
def test_an_average_is_judged_by_its_figures(
    rule_book: Book, name: str, case: tuple[str, str]
) -> None:
    assert _outcome(rule_book, name, "N88") == case[1]


@pytest.mark.parametrize(("name", "case"), _LISTS.items())
def test_a_list_is_judged_by_its_length(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N89") == case[1]


@pytest.mark.parametrize(("name", "case"), _GROWTH.items())
def test_a_change_is_judged_by_its_rate(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N21") == case[1]


@pytest.mark.parametrize("rule", ["N86", "N87", "N88", "N89", "P28"])
def test_where_nothing_was_read_nothing_is_judged(rule_book: Book, rule: str) -> None:
    assert {(v.status, v.reason_code) for v in _verdicts(rule_book, "none", rule)} == {
        ("no_data", "narrative_not_read")
    }


@pytest.mark.parametrize(("name", "rule", "words"), MESSAGES)
def test_both_are_told(rule_book: Book, name: str, rule: str, words: str) -> None:
    (verdict,) = _verdicts(rule_book, name, rule)
    assert verdict.severity == "warning"
    assert words in (verdict.message_zh or "")
