from datetime import date

from django.db import migrations

CODE = "criteria.checks_per_hour"


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.create(
        code=CODE,
        value="60",
        valid_from=date(2000, 1, 1),
        source="本系统默认：自测页同一网络地址每小时次数，防止刷屏",
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(
        code=CODE, valid_from=date(2000, 1, 1)
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("criteria", "0003_published_is_final"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
