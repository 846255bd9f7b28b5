from datetime import date

from django.db import migrations

CODE, SINCE = "aid.repeat_days", date(2000, 1, 1)


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.create(
        code=CODE,
        value="30",
        source="本系统默认，同一户同一项目在此日数内再次发放的提醒核实，依当地规定调整",
        valid_from=SINCE,
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(code=CODE, valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("aid", "0004_a_payment_walks_in_its_place"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
