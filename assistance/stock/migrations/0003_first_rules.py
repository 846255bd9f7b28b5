from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
RULES = [
    ("stock.expiring_days", "30", "本系统默认，保质期剩余天数少于此数即提醒，依当地规定调整"),
    ("stock.stocktake_days", "15", "本系统默认，季末前此天数起提醒盘点，依当地规定调整"),
]


def add(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    rule.objects.bulk_create(
        rule(code=code, value=value, source=source, valid_from=SINCE)
        for code, value, source in RULES
    )


def remove(apps, schema_editor):
    codes = [code for code, _, _ in RULES]
    apps.get_model("places", "LocalRule").objects.filter(code__in=codes, valid_from=SINCE).delete()


class Migration(migrations.Migration):
    """First rules, ours: when goods count as expiring, when a stocktake is due."""

    dependencies = [
        ("stock", "0002_a_ledger_of_goods"),
        ("places", "0001_initial"),
    ]

    operations = [migrations.RunPython(add, remove)]
