"""The columns of an old ledger, under the headings that offices give them."""

from assistance.households.imports.codings import CATEGORIES, CAUSES, coded
from assistance.households.models import HardshipFile, Member
from assistance.households.models.codes import (
    DisabilityGrade,
    DisabilityKind,
    Education,
    EmployerState,
    Health,
    Housing,
    Hukou,
    Marital,
    ModelWorker,
    Ownership,
    Political,
    WorkState,
)
from assistance.households.rules.ledgers import RELATIONS
from ground.intake.kinds import Field

WHO_BELONGS = (
    Field(
        "file_no",
        "原档案号",
        longest=40,
        synonyms=("原档案编号", "档案编号", "档案号", "职工编号", "家庭编号", "户编号", "编号"),
        hint="同一编号的各行是一户；编号留在档案上，以后还能按它查到",
    ),
    Field("number", "序号", synonyms=("户序号", "户号"), hint="合并单元格盖住的各行是一户"),
    Field(
        "holder_name",
        "户主姓名",
        "person",
        longest=40,
        synonyms=("户主", "主档人", "困难职工姓名", "职工姓名", "困难职工"),
        personal=True,
    ),
    Field(
        "holder_id",
        "户主身份证号",
        "id_number",
        synonyms=("职工身份证号", "困难职工身份证号", "户主身份证号码", "职工身份证号码"),
        personal=True,
    ),
    Field(
        "relation",
        "与户主关系",
        "choice",
        synonyms=("与本人关系", "与职工关系", "家庭关系", "关系", "称谓"),
        choices=RELATIONS,
        hint="本人、配偶、子女、父母等；一户一行的表可以没有这一列",
    ),
    Field(
        "name",
        "姓名",
        "person",
        longest=40,
        synonyms=("家庭成员姓名", "成员姓名", "家庭成员"),
        example="张建国",
        personal=True,
    ),
    Field(
        "id_no",
        "身份证号",
        "id_number",
        synonyms=("身份证号码", "公民身份号码", "证件号码", "身份证", "成员身份证号"),
        example="11010519491231002X",
        personal=True,
    ),
    Field("sex", "性别", "choice", choices=coded(Member.Sex.choices), personal=True),
    Field(
        "born_on",
        "出生日期",
        "day_or_month",
        synonyms=("出生年月", "出生年月日", "出生时间", "生日"),
        personal=True,
    ),
    Field(
        "told_members",
        "其他成员",
        longest=600,
        synonyms=("家庭成员情况", "家庭成员及关系", "家庭成员信息", "家庭主要成员"),
        hint="一户一行的表：妻李某 1970；女李小某 2001",
        personal=True,
    ),
    Field("family_size", "家庭人口", "number", least=1, most=30, synonyms=("人口数", "家庭人数")),
)
OF_FILE = (
    Field(
        "unit",
        "所在单位",
        "organisation",
        synonyms=("建档单位", "单位名称", "工作单位", "所属单位", "单位"),
        hint="全称、简称或曾用名；整张表都没有单位的，记在导入时选择的单位名下",
    ),
    Field(
        "category",
        "困难类别",
        "choice",
        synonyms=("困难类型", "困难等级", "类别", "家庭类别", "低保类别"),
        choices=CATEGORIES,
        hint="低保户、低保边缘户、意外致困户是旧类别，原样保留，不会变成现行类别",
    ),
    Field(
        "tier",
        "建档标准",
        "choice",
        synonyms=("档案层级", "档案级别", "建档级别"),
        choices=coded(HardshipFile.Tier.choices) | {"市级": "prefecture", "县级": "county"},
    ),
    Field(
        "causes",
        "致困原因",
        "choices",
        synonyms=("主要致困原因", "困难原因"),
        choices=CAUSES,
        hint="第一项是主要原因，其余（至多三项）是次要原因",
    ),
    Field(
        "secondary_causes", "次要致困原因", "choices", synonyms=("其他致困原因",), choices=CAUSES
    ),
    Field(
        "annual_income",
        "家庭年收入",
        "money",
        synonyms=("年收入", "家庭年总收入", "家庭总收入", "全年收入"),
    ),
    Field(
        "rigid_expenses",
        "年刚性支出",
        "money",
        synonyms=("刚性支出", "家庭年支出", "年支出", "必要支出"),
    ),
    Field(
        "mobile",
        "联系电话",
        longest=60,
        synonyms=("手机号", "手机号码", "手机", "电话", "联系方式"),
        hint="手机号；座机记为其他联系方式",
        personal=True,
    ),
    Field(
        "address",
        "家庭住址",
        longest=200,
        synonyms=("住址", "家庭地址", "现住址", "地址"),
        personal=True,
    ),
    Field(
        "situation",
        "家庭情况",
        longest=1900,
        synonyms=("困难情况", "致困情况", "困难简述", "主要困难", "备注"),
        personal=True,
    ),
    Field("opened_on", "申请日期", "day_or_month", synonyms=("申请时间",)),
    Field(
        "approved_on",
        "建档日期",
        "day_or_month",
        synonyms=("批准日期", "建档时间", "批准时间", "审批日期", "建档年月"),
    ),
    Field(
        "confirmed_on",
        "最近核实日期",
        "day_or_month",
        synonyms=("复核日期", "年审日期", "核实日期", "复核时间"),
    ),
)
OF_PERSON = (
    Field("ethnicity", "民族", longest=20),
    Field(
        "political",
        "政治面貌",
        "choice",
        choices=coded(Political.choices, 党员="party", 团员="league"),
    ),
    Field("health", "健康状况", "choice", choices=coded(Health.choices, 健康="1"), personal=True),
    Field(
        "disability_kind",
        "残疾类别",
        "choice",
        choices=coded(DisabilityKind.choices),
        personal=True,
    ),
    Field(
        "disability_grade",
        "残疾等级",
        "choice",
        choices=coded(DisabilityGrade.choices) | {"1级": "1", "2级": "2", "3级": "3", "4级": "4"},
        personal=True,
    ),
    Field("medical_insurance", "医保状况", longest=60, synonyms=("医疗保险",), personal=True),
    Field("marital", "婚姻状况", "choice", choices=coded(Marital.choices)),
    Field(
        "hukou",
        "户口类型",
        "choice",
        synonyms=("户口性质", "户籍类型"),
        choices=coded(Hukou.choices) | {"城镇": "urban", "农村": "rural"},
    ),
    Field(
        "work_state",
        "工作状态",
        "choice",
        synonyms=("身份", "就业状况"),
        choices=coded(WorkState.choices)
        | {
            "下岗": "laid_off",
            "待岗": "laid_off",
            "失业": "unemployed",
            "无业": "unemployed",
            "在职": "employed",
        },
    ),
    Field("model_worker", "劳模类型", "choice", choices=coded(ModelWorker.choices)),
    Field(
        "place_of_work",
        "学校或工作单位",
        longest=80,
        synonyms=("成员单位或学校", "就读学校", "学校", "成员工作单位"),
    ),
    Field(
        "education", "就学阶段", "choice", synonyms=("在读阶段",), choices=coded(Education.choices)
    ),
    Field("monthly_income", "月收入", "money", synonyms=("本人月收入", "月工资")),
)
OF_LIFE = (
    Field("employer", "用人单位", longest=80),
    Field("ownership", "单位性质", "choice", choices=coded(Ownership.choices)),
    Field("employer_state", "企业状况", "choice", choices=coded(EmployerState.choices)),
    Field("industry", "所属行业", longest=40, synonyms=("行业",)),
    Field("work_since", "参加工作时间", "day_or_month", synonyms=("工作时间",)),
    Field("is_migrant", "农民工", "yes_no", synonyms=("是否农民工",)),
    Field(
        "housing",
        "住房类型",
        "choice",
        choices=coded(Housing.choices)
        | {"自购房": "market", "公租房": "low_rent", "廉租房": "low_rent"},
    ),
    Field("single_parent", "单亲家庭", "yes_no", synonyms=("是否单亲",)),
    Field("zero_employment", "零就业家庭", "yes_no", synonyms=("是否零就业",)),
    Field("self_help_capable", "有自救能力", "yes_no", synonyms=("是否有自救能力",)),
    Field("dibao_amount", "低保金额", "money", synonyms=("低保金", "月低保金"), personal=True),
    Field("dibao_since", "享受低保时间", "day_or_month"),
    Field("dibao_certificate", "低保证号", longest=40, synonyms=("低保证编号",), personal=True),
)
OF_CARD = (
    Field(
        "card_holder", "开户人", "person", longest=40, synonyms=("户名", "开户名"), personal=True
    ),
    Field("bank", "开户银行", longest=60, synonyms=("开户行", "银行名称")),
    Field(
        "card_no",
        "银行卡号",
        longest=40,
        synonyms=("银行账号", "卡号", "账号", "开户账号"),
        personal=True,
    ),
)
FIELDS = (*WHO_BELONGS, *OF_FILE, *OF_PERSON, *OF_LIFE, *OF_CARD)
