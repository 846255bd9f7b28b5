from datetime import date

from django.db import migrations

RULES = [
    ("visits.days_to_record", "30", "本系统默认，依当地走访制度调整"),
    ("households.notice_workdays", "5", "多地规定公示不少于5个工作日"),
    ("households.investigators", "2", "入户调查不少于2人"),
    ("campaigns.send_warmth_per_family", "6000", "默认上限，依当地送温暖资金办法调整"),
    ("campaigns.autumn_study_per_family", "5000", "默认上限，依当地金秋助学办法调整"),
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
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
