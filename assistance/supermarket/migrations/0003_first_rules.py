from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
WHY = "本系统默认，请按当地爱心超市管理办法规定"


def add(apps, schema_editor):
    rule = apps.get_model("supermarket", "CardRule")
    rule.objects.create(
        kind="monthly",
        valid_from=SINCE,
        face_value="100",
        span="month",
        carries=False,
        per_visit=None,
        visits=2,
        reason=WHY,
    )
    rule.objects.create(
        kind="festival",
        valid_from=SINCE,
        face_value="300",
        span="year",
        carries=False,
        per_visit=None,
        visits=None,
        reason=WHY,
    )


def remove(apps, schema_editor):
    schema_editor.execute("ALTER TABLE supermarket_cardrule DISABLE TRIGGER USER")
    schema_editor.execute(f"DELETE FROM supermarket_cardrule WHERE valid_from = '{SINCE}'")
    schema_editor.execute("ALTER TABLE supermarket_cardrule ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    """First rules, ours: 100 yuan a month for two visits, 300 yuan for the festivals of a year."""

    dependencies = [("supermarket", "0002_cards_and_issues_stay")]

    operations = [migrations.RunPython(add, remove)]
