from datetime import date

from django.db import migrations

CODE, SINCE = "checks.answer_workdays", date(2000, 1, 1)


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.create(
        code=CODE,
        value="20",
        source="本系统默认，依与民政部门商定的核对答复期限调整",
        valid_from=SINCE,
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(code=CODE, valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
