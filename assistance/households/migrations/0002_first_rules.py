from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
GATES = [
    ("review", "初审", "keeper", 10),
    ("investigation", "入户调查", "keeper", 15),
    ("check", "家庭经济状况核对", "keeper", 30),
    ("notice", "公示", "keeper", None),
    ("approval", "审批", "approver", 10),
]
YUEYANG = "岳阳市总工会2018年困难职工建档要求"
PAPERS = [
    ("application", "", None),
    ("id_copy", "", None),
    ("register", "", None),
    ("income", "", 12),
    ("bank_card", "", None),
    ("union_card", "", None),
    ("authorisation", "", None),
    ("dibao", "dibao", 12),
    ("diagnosis", "illness", None),
    ("bills", "illness", 12),
    ("disability", "disability", None),
    ("accident", "accident", None),
    ("school", "schooling", None),
    ("fees", "schooling", 12),
    ("contract", "migrant", None),
    ("civil_status", "civil_status", None),
]
TEXTS = [
    (
        "truth",
        "如实申报声明",
        "本人声明：所填家庭成员、收入、支出和财产情况真实、完整。情况变化时及时告知工会。"
        "如有隐瞒或虚报，愿意退回已领取的帮扶款物并承担相应责任。",
    ),
    (
        "check",
        "家庭经济状况核对授权书",
        "本人授权工会帮扶中心委托民政部门的居民家庭经济状况核对机构，查询核对本人的户籍、婚姻、"
        "社会保险、车辆、不动产、工商登记等信息。查询结果仅用于困难职工认定和复核，"
        "授权自签署之日起至退出帮扶之日止，可以随时书面撤回；撤回后不影响此前的核对，"
        "但无法继续核对时档案不能继续办理。",
    ),
    (
        "sensitive",
        "敏感个人信息处理单独同意书",
        "工会帮扶中心为认定困难、发放帮扶，需要处理以下敏感个人信息：健康和残疾状况、银行账户、"
        "低保等身份信息；不满十四周岁未成年人的个人信息。加密保存，只供经办人员凭理由查看，"
        "每次查看都有记录；公示只显示隐去的姓名、单位和类别。退出帮扶后按档案管理规定的年限保存，"
        "期满删除。您可以查阅、复制、更正，也可以撤回同意。不同意的，不影响咨询政策，"
        "但无法建立档案。本人（或监护人）知悉并单独同意。",
    ),
]


def add(apps, schema_editor):
    route = apps.get_model("households", "Route").objects.create(
        name="一般建档流程",
        valid_from=SINCE,
        source="多地困难职工建档规定，依当地办法调整顺序和期限",
        state="published",
    )
    gate = apps.get_model("households", "Gate")
    gate.objects.bulk_create(
        gate(route=route, position=at, kind=kind, label=label, actor=actor, workdays=days)
        for at, (kind, label, actor, days) in enumerate(GATES, 1)
    )
    paper = apps.get_model("households", "PaperRule")
    paper.objects.bulk_create(
        paper(kind=kind, when=when, months=months, valid_from=SINCE, source=YUEYANG)
        for kind, when, months in PAPERS
    )
    text = apps.get_model("households", "ConsentText")
    text.objects.bulk_create(
        text(purpose=purpose, version=1, title=title, text=body, valid_from=SINCE)
        for purpose, title, body in TEXTS
    )

    apps.get_model("places", "LocalRule").objects.create(
        code="households.papers_block",
        valid_from=SINCE,
        value=0,
        source="材料可先办后补；需要材料齐全才能提交的地区改为1",
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(code="households.papers_block").delete()
    for table in ("gate", "route", "paperrule", "consenttext"):
        schema_editor.execute(f"DELETE FROM households_{table}")


class Migration(migrations.Migration):
    replaces = [
        ("households", "0004_kept_by_the_database"),
    ]

    dependencies = [("households", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
