from datetime import date

from django.db import migrations

OWN = "本系统默认，依当地企业困难问题办理制度调整"
RULES = [
    ("problems.register_workdays", "3", OWN),
    ("problems.dispatch_workdays", "2", OWN),
    ("problems.handle_workdays_normal", "20", OWN),
    ("problems.handle_workdays_urgent", "10", OWN),
    ("problems.handle_workdays_critical", "3", OWN),
    ("problems.ask_workdays", "2", OWN),
    ("problems.confirm_workdays", "10", OWN),
    ("problems.silence_workdays", "10", OWN),
    ("problems.close_workdays", "3", OWN),
    ("problems.card_per_day", "5", "同一张联系卡每日扫码反映件数，防止刷屏"),
    ("problems.address_per_hour", "20", "同一网络地址每小时提交次数，防止刷屏"),
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
    dependencies = [("problems", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
