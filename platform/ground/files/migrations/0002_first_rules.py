from datetime import date

from django.db import migrations

RULES = [
    ("files.largest_megabytes", "20", "本系统默认，依网络和存储条件调整"),
    ("files.days_kept_unused", "30", "本系统默认：上传后一直没有提交的附件届时删除"),
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
    dependencies = [("files", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
