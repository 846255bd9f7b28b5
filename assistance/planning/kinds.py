"""The closed vocabularies of the profiles: needs, functions, industries, states of an enterprise."""

from django.db.models import TextChoices


class Need(TextChoices):
    """What an enterprise needs help with: the categories of its problems."""

    FUNDING = "funding", "资金"
    LABOUR = "labour", "用工"
    PERMITS = "permits", "证照"
    LAND = "land", "土地"
    TAX = "tax", "税费"
    INSURANCE = "insurance", "社保"
    SALES = "sales", "销售"
    SAFETY = "safety", "安全"
    OTHER = "other", "其他"


class Function(TextChoices):
    """What an agency does by its office."""

    COORDINATION = "coordination", "综合协调"
    ECONOMY = "economy", "发改工信"
    FINANCE = "finance", "财政"
    BANKING = "banking", "金融"
    TAXATION = "taxation", "税务"
    LABOUR = "labour", "人社劳动"
    HEALTH_INSURANCE = "health_insurance", "医疗保障"
    CIVIL_AFFAIRS = "civil_affairs", "民政"
    MARKET = "market", "市场监管"
    LAND = "land", "自然资源"
    CONSTRUCTION = "construction", "住建规划"
    ENVIRONMENT = "environment", "生态环境"
    SAFETY = "safety", "应急安监"
    POLICE = "police", "公安消防"
    JUSTICE = "justice", "司法"
    COMMERCE = "commerce", "商务招商"
    TRANSPORT = "transport", "交通运输"
    UTILITIES = "utilities", "水电气保障"
    AGRICULTURE = "agriculture", "农业农村"
    SCIENCE = "science", "科技"
    EDUCATION = "education", "教育"
    HEALTH = "health", "卫生健康"
    CULTURE = "culture", "宣传文旅"
    MASS = "mass", "工会群团"


# Which needs a function serves: read by the matching and printed beside the agency's form.
SERVES: dict[Function, tuple[Need, ...]] = {
    Function.COORDINATION: (Need.PERMITS, Need.LAND, Need.OTHER),
    Function.ECONOMY: (Need.FUNDING, Need.SALES, Need.LAND),
    Function.FINANCE: (Need.FUNDING, Need.TAX),
    Function.BANKING: (Need.FUNDING,),
    Function.TAXATION: (Need.TAX,),
    Function.LABOUR: (Need.LABOUR, Need.INSURANCE),
    Function.HEALTH_INSURANCE: (Need.INSURANCE,),
    Function.CIVIL_AFFAIRS: (Need.INSURANCE, Need.OTHER),
    Function.MARKET: (Need.PERMITS, Need.SALES),
    Function.LAND: (Need.LAND, Need.PERMITS),
    Function.CONSTRUCTION: (Need.LAND, Need.PERMITS, Need.SAFETY),
    Function.ENVIRONMENT: (Need.PERMITS, Need.SAFETY),
    Function.SAFETY: (Need.SAFETY,),
    Function.POLICE: (Need.SAFETY, Need.PERMITS),
    Function.JUSTICE: (Need.LABOUR, Need.OTHER),
    Function.COMMERCE: (Need.SALES, Need.FUNDING),
    Function.TRANSPORT: (Need.SALES, Need.PERMITS),
    Function.UTILITIES: (Need.LAND, Need.OTHER),
    Function.AGRICULTURE: (Need.SALES, Need.FUNDING),
    Function.SCIENCE: (Need.FUNDING, Need.OTHER),
    Function.EDUCATION: (Need.LABOUR, Need.OTHER),
    Function.HEALTH: (Need.SAFETY, Need.INSURANCE),
    Function.CULTURE: (Need.SALES, Need.OTHER),
    Function.MASS: (Need.LABOUR, Need.INSURANCE, Need.OTHER),
}


class Industry(TextChoices):
    """The sections of GB/T 4754, A to T."""

    A = "A", "农、林、牧、渔业"
    B = "B", "采矿业"
    C = "C", "制造业"
    D = "D", "电力、热力、燃气及水的生产和供应业"
    E = "E", "建筑业"
    F = "F", "批发和零售业"
    G = "G", "交通运输、仓储和邮政业"
    H = "H", "住宿和餐饮业"
    I = "I", "信息传输、软件和信息技术服务业"  # noqa: E741 -- the section's letter
    J = "J", "金融业"
    K = "K", "房地产业"
    L = "L", "租赁和商务服务业"
    M = "M", "科学研究和技术服务业"
    N = "N", "水利、环境和公共设施管理业"
    O = "O", "居民服务、修理和其他服务业"  # noqa: E741 -- the section's letter
    P = "P", "教育"
    Q = "Q", "卫生和社会工作"
    R = "R", "文化、体育和娱乐业"
    S = "S", "公共管理、社会保障和社会组织"
    T = "T", "国际组织"


class Sector(TextChoices):
    PARTY = "party", "党委"
    CONGRESS = "congress", "人大"
    GOVERNMENT = "government", "政府"
    CPPCC = "cppcc", "政协"
    MASS = "mass", "群团"
    INSTITUTION = "institution", "企事业"


class Ownership(TextChoices):
    STATE = "state", "国有"
    COLLECTIVE = "collective", "集体"
    PRIVATE = "private", "民营"
    SOLE = "sole", "私营"
    SELF_EMPLOYED = "self_employed", "个体"
    NON_PUBLIC = "non_public", "其他非公"
    TOWNSHIP = "township", "乡镇企业"
    RESTRUCTURED = "restructured", "改制企业"


class Scale(TextChoices):
    ABOVE = "above", "规模以上"
    BELOW = "below", "规模以下"


class OperatingState(TextChoices):
    NORMAL = "normal", "正常"
    DIFFICULT = "difficult", "生产经营困难"
    HALF_STOPPED = "half_stopped", "停产半停产"
    RESTRUCTURING = "restructuring", "改制"
    HOPELESS = "hopeless", "长期停产扭亏无望"
    CLOSED = "closed", "破产/关闭"


class Insurance(TextChoices):
    """The five insurances (五险)."""

    PENSION = "pension", "养老保险"
    MEDICAL = "medical", "医疗保险"
    UNEMPLOYMENT = "unemployment", "失业保险"
    INJURY = "injury", "工伤保险"
    MATERNITY = "maternity", "生育保险"


class Coverage(TextChoices):
    NONE = "none", "未参保"
    PARTIAL = "partial", "部分参保"
    FULL = "full", "全员参保"
