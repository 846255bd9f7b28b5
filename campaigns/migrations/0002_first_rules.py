from datetime import date

from django.db import migrations

EXAMPLE = "（示例，依当地办法调整）"
A11 = f"天门2024年金秋助学{EXAMPLE}"
A13 = f"某省2019年助学标准上限{EXAMPLE}"
BEGINNING, A8_FROM = date(2000, 1, 1), date(2019, 1, 1)
RULES = [
    ("campaigns.send_warmth_per_year", "6000", BEGINNING, f"送温暖每人每年{EXAMPLE}"),
    ("campaigns.send_warmth_per_family", "3000", A8_FROM, f"山东2018、白银2019试行办法{EXAMPLE}"),
    ("campaigns.send_warmth_notice_days", "0", BEGINNING, "本系统默认不公示，依当地办法调整"),
    ("campaigns.autumn_study_notice_days", "5", BEGINNING, f"名单须公示{EXAMPLE}"),
    ("campaigns.study_primary_filed", "1500", BEGINNING, A13),
    ("campaigns.study_junior_filed", "3000", BEGINNING, A13),
    ("campaigns.study_senior_filed", "3000", BEGINNING, A11),
    ("campaigns.study_higher_filed", "5000", BEGINNING, A11),
    ("campaigns.study_senior_off_file", "2000", BEGINNING, A11),
    ("campaigns.study_higher_off_file", "4000", BEGINNING, A11),
    (
        "campaigns.light_green",
        "0.90",
        BEGINNING,
        "本系统默认：到期完成九成为绿灯；到期以前，落后时间进度不超过一成为绿灯",
    ),
    (
        "campaigns.light_amber",
        "0.60",
        BEGINNING,
        "本系统默认：到期完成六成为黄灯，以下为红灯；到期以前，落后不超过四成为黄灯",
    ),
    ("campaigns.warn_days", "7", BEGINNING, "本系统默认：发放到位期限前七日提醒"),
    ("campaigns.file_idle_months", "12", BEGINNING, "档案一年没有核实视为长期未动"),
    (
        "campaigns.flat_share",
        "0.90",
        BEGINNING,
        "本系统默认：同一单位九成以上对象金额相同视为平均分配",
    ),
    ("campaigns.flat_least", "5", BEGINNING, "本系统默认：对象不足五个的单位不判断平均分配"),
]


def add(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    rule.objects.bulk_create(
        [
            rule(code=code, value=value, valid_from=valid_from, source=source)
            for code, value, valid_from, source in RULES
        ],
        ignore_conflicts=True,
    )


def remove(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    for code, _, valid_from, source in RULES:
        rule.objects.filter(code=code, valid_from=valid_from, source=source).delete()


class Migration(migrations.Migration):
    replaces = [
        ("campaigns", "0007_first_rules"),
        ("campaigns", "0009_flat_sharing"),
    ]

    dependencies = [("campaigns", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
