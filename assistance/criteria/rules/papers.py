"""Which papers an application needs, by cause (岳阳市总工会2018年建档所需材料; domain 2.3)."""

from collections.abc import Collection

BASIC = (
    "本人书面申请",
    "本人身份证和户口簿全部页的复印件",
    "近一年的工资条或收入证明（没有工作的带失业证明）",
    "工会会员证或会员证明",
    "本人银行卡复印件（写明开户行）",
    "家庭经济状况核对授权书（到现场签）",
)
BY_CAUSE = {
    "illness": "二级以上医院的诊断证明、近一年自付的医疗费单据",
    "disability": "残疾人证",
    "study": "学生证或录取通知书、缴费单据",
    "housing": "租房合同或房贷还款记录",
    "event": "公安、民政等部门的证明和费用、损失单据",
    "migrant": "一年以上的劳动合同，或事实劳动关系的证明",
}


def papers(causes: Collection[str]) -> list[str]:
    """What to bring: what everybody needs, then what the causes ask for."""
    return [*BASIC, *(words for cause, words in BY_CAUSE.items() if cause in causes)]
