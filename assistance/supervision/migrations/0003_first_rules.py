from datetime import date

from django.db import migrations

RULES = [
    ("supervision.appeal_workdays", "5", "本系统默认，各地以考核办法为准"),
    ("supervision.registered_within_days", "7", "本系统默认：走访后应在几天内登记"),
    ("supervision.excellent_from", "90", "本系统默认，占满分的百分比"),
    ("supervision.good_from", "80", "本系统默认，占满分的百分比"),
    ("supervision.pass_from", "60", "本系统默认，占满分的百分比"),
    ("supervision.bulletin_months", "3", "定期通报制度：每季度一期；1为每月一期，0为不自动拟稿"),
    (
        "supervision.difference_shown",
        "10",
        "本系统默认：自评与系统得分相差分值的百分之几以上突出显示",
    ),
]


def add(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    rule.objects.bulk_create(
        rule(code=code, value=value, source=source, valid_from=date(2000, 1, 1))
        for code, value, source in RULES
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(
        code__in=[code for code, _, _ in RULES], valid_from=date(2000, 1, 1)
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_what_is_final"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
