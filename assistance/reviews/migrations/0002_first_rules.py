from datetime import date

from django.db import migrations

HUNAN = "湖南省困难职工档案管理办法：每年至少复核一次，每年抽查不少于30%"
OWN = "本系统默认，各地以动态管理办法为准"
RULES = [
    ("reviews.months_between", "12", HUNAN),
    ("reviews.lead_days", "30", OWN),
    ("reviews.spot_check_percent", "30", HUNAN),
    ("reviews.follow_up_months", "6", OWN),
    ("reviews.waiting_too_long_days", "30", OWN),
    ("reviews.borderline_percent", "10", OWN),
    ("reviews.notice_soon_days", "2", OWN),
    (
        "reviews.objection_workdays",
        "0",
        "本系统默认为0：告知后即可审批；各地可规定家庭提出异议的期限",
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
    dependencies = [("reviews", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
