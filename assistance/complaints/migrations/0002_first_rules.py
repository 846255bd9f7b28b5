from datetime import date

from django.db import migrations

LETTERS = "信访工作条例"
OWN = "本系统默认，依当地办法调整"
RULES = [
    ("complaints.route_days", "15", f"{LETTERS}第22条：收到之日起15日内登记、受理并转送交办"),
    ("complaints.settle_days", "60", f"{LETTERS}第34条：受理之日起60日内办结"),
    ("complaints.review_days", "30", f"{LETTERS}第35条：收到答复之日起30日内申请复查"),
    ("complaints.review_settle_days", "30", f"{LETTERS}第35、36条：收到申请之日起30日内答复"),
    ("complaints.warn_days", "5", OWN),
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
    dependencies = [("complaints", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
