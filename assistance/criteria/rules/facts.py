"""What is known of a family, and the words for it."""

from dataclasses import dataclass
from decimal import Decimal

CATEGORIES = {"deep": "深度困难", "relative": "相对困难", "accidental": "意外致困"}  # gravest first

EVENTS = {
    "none": "没有突发事件",
    "illness": "突发重大疾病",
    "injury": "意外伤害",
    "disaster": "自然灾害",
    "accident": "重大事故",
    "epidemic": "突发公共卫生事件",
    "security": "社会安全事件",
    "other": "其他突发事件",
}

VEHICLES = {
    "none": "没有机动车",
    "own": "有机动车",
    "used": "经常使用他人机动车（不是受雇驾驶）",
    "substitute": "只有残疾或疾病代步车",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One family as it stands on the day of the test. None: not known.

    Money in yuan: `dibao` for a person and month; `yearly_income`, `rigid_expenses` (illness,
    disability, study, housing, other) and `event_costs` for the whole family and the twelve months
    before; `event_costs` is what remains after compensation, insurance and relief; `savings` are
    investments and savings less debts. `area_per_head` in square metres.
    """

    dibao: Decimal | None = None
    yearly_income: Decimal | None = None
    rigid_expenses: Decimal | None = None
    savings: Decimal | None = None
    members: int | None = None
    living_together: int | None = None
    event: str | None = None
    event_costs: Decimal | None = None
    has_casualty: bool | None = None
    dwellings: int | None = None
    area_per_head: Decimal | None = None
    vehicle: str | None = None
    employs_others: bool | None = None
    controls_company: bool | None = None
    high_fee_school: bool | None = None
    studies_abroad: bool | None = None
    refuses_check: bool | None = None
    refuses_work: bool | None = None
    is_migrant: bool | None = None
    is_union_member: bool | None = None
    lives_in_city: bool | None = None
    contract_months: int | None = None


LABELS = {
    "dibao": "当地低保标准",
    "yearly_income": "家庭年收入",
    "rigid_expenses": "年刚性支出",
    "savings": "投资净资产和储蓄",
    "members": "家庭人数",
    "living_together": "共同生活人数",
    "event": "有无突发事件",
    "event_costs": "突发事件自付费用或损失",
    "has_casualty": "有无人员伤亡",
    "dwellings": "住房套数",
    "area_per_head": "人均住房面积",
    "vehicle": "机动车情况",
    "employs_others": "是否雇工经营",
    "controls_company": "是否企业控股人",
    "high_fee_school": "子女是否就读高收费民办学校",
    "studies_abroad": "是否自费出国留学",
    "refuses_check": "是否接受核查",
    "refuses_work": "有劳动能力的是否愿意就业",
    "is_migrant": "是否农民工",
    "is_union_member": "是否工会会员",
    "lives_in_city": "是否长期在城镇居住",
    "contract_months": "劳动合同或事实劳动关系月数",
}
