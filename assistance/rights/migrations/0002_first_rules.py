from datetime import date

from django.db import migrations

RULES = [
    ("rights.days_to_answer", "15", "本系统默认；法律要求及时处理，依当地规定调整"),
    ("rights.retention_years", "10", "湖南：困难职工档案退档后保存不少于10年（转载件）"),
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
    dependencies = [("rights", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
