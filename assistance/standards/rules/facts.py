"""What is known of one request for aid, and the words of the field for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

AID_TYPES = {
    "living": "生活救助",
    "medical": "医疗救助",
    "education": "子女助学",
    "temporary": "临时救助",
    "legal_aid": "法律援助",
    "vocational_training": "职业培训",
    "job_placement": "职业介绍",
    "condolence": "慰问金",
    "goods": "慰问品",
}
GIFTS = {"condolence", "goods"}  # what is brought along on a visit: nobody applies for it

SOURCE_KINDS = {
    "central": "中央财政",
    "local": "地方财政",
    "upper_union": "上级工会补助",
    "own": "本级工会经费",
    "donation": "社会捐助",
    "employer": "行政拨付",
    "interest": "利息",
    "other": "其他",
}

TIERS = {
    "national": "全国级",
    "provincial": "省级",
    "prefecture": "地市级",
    "county": "区县级",
    "basic": "基层",
}

LEVELS = {
    "kindergarten": "学前",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "中职",
    "college": "专科（高职）",
    "bachelor": "本科",
    "graduate": "研究生",
    "special": "特殊教育",
}

PAPERS = {
    "application": "申请书",
    "id_copy": "身份证复印件",
    "register": "户口簿复印件",
    "income": "收入证明",
    "bank_card": "银行卡复印件",
    "dibao": "低保证明",
    "diagnosis": "诊断证明",
    "bills": "自付费用票据",
    "accident": "事故（灾害）证明",
    "school": "学生证或录取通知书",
    "fees": "缴费收据",
    "contract": "劳动合同或事实劳动关系证明",
    "certificate": "培训合格证书",
    "case": "案件受理材料",
    "other": "其他材料",
}


@dataclass(frozen=True, slots=True)
class Received:
    """One payment that a family has got or is about to get: paid, or on its way; never a void one.

    `member`: whom of the family it was for, where that is known. `source_kind`: empty until a batch
    says from which money. `key` names why it exists.
    """

    on: date
    amount: Decimal
    aid_type: str
    source_kind: str = ""
    member: int | None = None
    origin: str = ""
    key: str = ""
    payment_id: int = 0
    is_paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One request for aid on a day. None or empty: not known.

    Money in yuan. `dibao` is the local 低保 for a person and month, `dibao_before` that of the last
    day of the year before. `out_of_pocket` is what the person paid for treatment in this calendar
    year, all bills together. `income`, `rigid` and `members` are the family's, as its file says.
    """

    aid_type: str
    on: date
    source_kind: str = ""
    category: str = ""
    tier: str = ""
    asked: Decimal | None = None
    dibao: Decimal | None = None
    dibao_before: Decimal | None = None
    out_of_pocket: Decimal | None = None
    member: int | None = None
    level: str = ""
    income: Decimal | None = None
    rigid: Decimal | None = None
    members: int | None = None
    received: tuple[Received, ...] = ()


LABELS = {
    "rule": "救助标准",
    "source_kind": "拟用资金来源",
    "dibao": "当地低保标准",
    "dibao_before": "上年末当地低保标准",
    "out_of_pocket": "本年自付医疗费",
    "member": "为哪位家庭成员申请",
    "level": "就学阶段",
    "income": "家庭年收入",
    "rigid": "年刚性支出",
    "members": "家庭人数",
}
