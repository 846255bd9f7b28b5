from datetime import date

from django.db import migrations

RULES = [("visits.days_to_correct", "15", "本系统默认，依当地走访制度调整")]


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
    replaces = [
        ("visits", "0002_whole"),
        ("visits", "0003_lines_from_texts"),
        ("visits", "0004_texts_go"),
        ("visits", "0005_sealed_by_row"),
    ]

    dependencies = [("visits", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
