from datetime import date

from django.db import migrations

XINGTAI = "邢台市职工困难帮扶公告（2021年7月9日）：前12个月收入减刚性支出，按家庭全部成员计算"
PINGDINGSHAN = "平顶山市总工会《困难职工家庭认定标准》"
QINGDAO = "青岛市困难职工认定自测说明（转载件，未见原文）"
NOT_FILED = "邢台市职工困难帮扶公告等列明的不予建档情形；各地文字略有出入"
OWN = "本系统默认，各地可另定比例"

CRITERIA = [
    (
        "deep_income",
        "income_test",
        "深度困难收入标准",
        "deep",
        XINGTAI,
        {"measure": "net", "divisor": "all", "upper": "1", "inclusive": True},
    ),
    (
        "relative_income",
        "income_test",
        "相对困难收入标准",
        "relative",
        PINGDINGSHAN,
        {"measure": "net", "divisor": "all", "upper": "2"},
    ),
    (
        "accidental_costs",
        "cost_share_test",
        "意外致困支出标准",
        "accidental",
        f"{PINGDINGSHAN}；比例见{QINGDAO}",
        {
            "percent": "80",
            "events": ["disaster", "accident", "epidemic", "security"],
            "needs_event": True,
        },
    ),
    (
        "two_dwellings",
        "exclusion",
        "两套以上住房",
        "",
        NOT_FILED,
        {"ground": "dwellings", "dwellings": 2},
    ),
    ("vehicle", "exclusion", "机动车", "", NOT_FILED, {"ground": "vehicle", "counts_used": True}),
    ("employs_others", "exclusion", "雇工经营", "", NOT_FILED, {"ground": "employs_others"}),
    ("controls_company", "exclusion", "企业控股", "", NOT_FILED, {"ground": "controls_company"}),
    (
        "high_fee_school",
        "exclusion",
        "高收费民办学校",
        "",
        f"{NOT_FILED}；青岛市：收费高于同级公办学校两倍",
        {"ground": "high_fee_school"},
    ),
    ("studies_abroad", "exclusion", "自费留学", "", NOT_FILED, {"ground": "studies_abroad"}),
    ("refuses_check", "exclusion", "不接受核查", "", NOT_FILED, {"ground": "refuses_check"}),
    ("refuses_work", "exclusion", "有劳动能力不就业", "", NOT_FILED, {"ground": "refuses_work"}),
    (
        "migrant",
        "exclusion",
        "农民工条件",
        "",
        "岳阳市总工会2018年：工会会员，签订一年以上合同或事实劳动关系满一年，长期在城镇生活",
        {"ground": "migrant", "months": 12},
    ),
    ("borderline", "borderline", "边缘困难", "relative", OWN, {"percent": "10"}),
]


def add(apps, schema_editor):
    ruleset = apps.get_model("criteria", "RuleSet").objects.create(
        code="hardship",
        name="困难职工建档标准（全国通行）",
        division=None,
        version=1,
        valid_from=date(2000, 1, 1),
        state="published",
        source="依各地总工会公开的困难职工认定办法中通行的条件整理，不是任何一地的原文；请以本地文件为准另拟本地标准",
        is_seed=True,
        published_on=date(2000, 1, 1),
    )
    row = apps.get_model("criteria", "Criterion")
    row.objects.bulk_create(
        row(
            ruleset=ruleset,
            position=position,
            code=code,
            kind=kind,
            label=label,
            category=category,
            source=source,
            parameters=parameters,
        )
        for position, (code, kind, label, category, source, parameters) in enumerate(CRITERIA)
    )


def remove(apps, schema_editor):
    apps.get_model("criteria", "Criterion").objects.filter(ruleset__is_seed=True).delete()
    apps.get_model("criteria", "RuleSet").objects.filter(is_seed=True).delete()


class Migration(migrations.Migration):
    dependencies = [("criteria", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
