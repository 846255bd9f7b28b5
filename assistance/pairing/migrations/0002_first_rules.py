from datetime import date

from django.db import migrations

OWN = "本系统默认，依当地督办制度调整"
RULES = [
    ("pairing.task_workdays", "15", "本系统默认，依当地交办制度调整"),
    ("pairing.remind_workdays_before", "3", OWN),
    ("pairing.yellow_workdays_after", "1", OWN),
    ("pairing.red_workdays_after", "5", OWN),
    ("pairing.leader_workdays_after", "10", OWN),
    ("pairing.own_activities_least", "1", "各成员单位一年内也要组织开展一至二次活动"),
]


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.bulk_create(
        apps.get_model("places", "LocalRule")(
            code=code, value=value, source=source, valid_from=date(2000, 1, 1)
        )
        for code, value, source in RULES
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(
        code__in=[code for code, _, _ in RULES], valid_from=date(2000, 1, 1)
    ).delete()


class Migration(migrations.Migration):
    replaces = [("pairing", "0003_fill")]

    dependencies = [("pairing", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
