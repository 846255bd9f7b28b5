from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
RULES = [
    ("funds.confirm_workdays", "5", "本系统默认，依本级资金管理办法调整"),
    ("funds.balance_low_percent", "10", "本系统默认：可用余额低于本级可支配金额的比例时提醒"),
]
CENTRAL = "本系统默认：中央财政帮扶资金只用于全国级档案，地方档案不得使用；以本地现行规定为准"


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.bulk_create(
        apps.get_model("places", "LocalRule")(code=code, value=value, source=why, valid_from=SINCE)
        for code, value, why in RULES
    )
    apps.get_model("funds", "KindLimit").objects.create(
        kind="central", tiers=["national"], aid_types=[], valid_from=SINCE, reason=CENTRAL
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(
        code__in=[code for code, _, _ in RULES], valid_from=SINCE
    ).delete()
    apps.get_model("funds", "KindLimit").objects.filter(
        valid_from=SINCE, organisation=None
    ).delete()


class Migration(migrations.Migration):
    replaces = [
        ("funds", "0007_passed_once"),
    ]

    dependencies = [("funds", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
