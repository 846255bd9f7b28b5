"""Code lists of the national form (domain.md, 2.4). Closed; a new one comes with a form version."""

from django.db.models import TextChoices


class Cause(TextChoices):
    """致困原因."""

    NO_ABILITY = "1", "无劳动能力"
    NOT_EMPLOYED = "2", "有劳动能力而未就业"
    LAID_OFF = "3", "下岗失业"
    NOT_INSURED = "4", "未参加社会保险"
    INSURANCE_SHORT = "5", "社会保险待遇落实不到位"
    ILLNESS = "6", "患重特大疾病"
    DISASTER = "7", "遭受自然灾害"
    ACCIDENT = "8", "遭受意外事故"
    SCHOOLING = "9", "子女上学"
    OTHER = "10", "其他"


class LegacyCategory(TextChoices):
    """Classes of the forms of 2006 to about 2019. They are never turned into today's by themselves."""

    DIBAO = "dibao", "低保户"
    NEAR_DIBAO = "near_dibao", "低保边缘户"
    ACCIDENTAL = "accidental", "意外致困户"


class Political(TextChoices):
    PARTY = "party", "中共党员"
    LEAGUE = "league", "共青团员"
    MASSES = "masses", "群众"
    DEMOCRATIC = "democratic", "民主党派"
    OTHER = "other", "其他"


class Health(TextChoices):
    GOOD = "1", "良好"
    CANCER = "2", "癌症"
    HEART = "3", "心血管病"
    BRAIN = "4", "脑血管病"
    URAEMIA = "5", "尿毒症"
    MENTAL = "6", "精神病"
    LIVER = "7", "肝病"
    BLOOD = "8", "血液病"
    DIABETES = "9", "糖尿病"
    TUMOUR = "10", "肿瘤病"
    SPINE = "11", "腰颈椎病"
    PRESSURE = "12", "高血压病"
    LUNG = "13", "肺病"
    COMMON = "14", "一般疾病"
    DISABLED = "15", "残疾"


class DisabilityKind(TextChoices):
    SIGHT = "1", "视力"
    HEARING = "2", "听力"
    SPEECH = "3", "言语"
    INTELLECT = "4", "智力"
    LIMBS = "5", "肢体"
    MIND = "6", "精神"
    MULTIPLE = "7", "多重"


class DisabilityGrade(TextChoices):
    FIRST = "1", "一级"
    SECOND = "2", "二级"
    THIRD = "3", "三级"
    FOURTH = "4", "四级"


class WorkState(TextChoices):
    EMPLOYED = "employed", "在岗"
    LAID_OFF = "laid_off", "下（待）岗"
    UNEMPLOYED = "unemployed", "失（无）业"
    RETIRED = "retired", "退休"
    SICK_RETIRED = "sick_retired", "病休"
    EARLY_RETIRED = "early_retired", "内退"
    VETERAN = "veteran", "离休"


class ModelWorker(TextChoices):
    NATIONAL = "national", "全国劳模"
    PROVINCIAL = "provincial", "省部级劳模"
    PREFECTURE = "prefecture", "地市级劳模"
    NONE = "none", "其他"


class Marital(TextChoices):
    MARRIED = "married", "已婚"
    SINGLE = "single", "未婚"
    DIVORCED = "divorced", "离异"
    WIDOWED = "widowed", "丧偶"


class Hukou(TextChoices):
    URBAN = "urban", "非农业"
    RURAL = "rural", "农业"
    CONVERTED = "converted", "农转居"


class Education(TextChoices):
    KINDERGARTEN = "kindergarten", "学前"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中职"
    COLLEGE = "college", "专科（高职）"
    BACHELOR = "bachelor", "本科"
    GRADUATE = "graduate", "研究生"
    SPECIAL = "special", "特殊教育"


class Ownership(TextChoices):
    PUBLIC = "public", "国有机关/事业单位"
    STATE = "state", "国有企业"
    COLLECTIVE = "collective", "集体企业"
    PRIVATE = "private", "民营/私营/个体企业"
    OTHER = "other", "其他"


class EmployerState(TextChoices):
    NORMAL = "normal", "正常"
    STRAINED = "strained", "生产经营困难"
    HALTED = "halted", "停产半停产"
    RESTRUCTURED = "restructured", "改制"
    BANKRUPT = "bankrupt", "破产/关闭"
    HOPELESS = "hopeless", "长期停产扭亏无望"


class Housing(TextChoices):
    SELF_BUILT = "self_built", "自建房"
    MARKET = "market", "商品房"
    AFFORDABLE = "affordable", "经济适用房"
    CAPPED = "capped", "两限房"
    PUBLIC_RENT = "public_rent", "承租单位公房"
    LOW_RENT = "low_rent", "政府廉租房"
    RENT = "rent", "租房"
    NONE = "none", "无房"
    OTHER = "other", "其他"


class KeyGroup(TextChoices):
    """五类重点群体, vocabulary of 2016 to 2020, still on forms."""

    DIBAO_ABLE = "1", "低保范围内有劳动能力而未充分就业"
    BELOW_LINE = "2", "收入或生活水平低于低保线而未纳入低保"
    EXPENSES = "3", "支出性生活困难"
    MIGRANT = "4", "城市困难农民工"
    SUPPLY_SIDE = "5", "供给侧结构性改革中的困难职工"
    OTHER = "6", "其他"
