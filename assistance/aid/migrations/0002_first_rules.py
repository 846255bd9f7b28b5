from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
RULES = [
    ("aid.receipt_hands", "2", "本系统默认，现场发放由经办人和证明人两人签名，依当地财务规定调整"),
    ("aid.receipt_workdays", "10", "本系统默认，发放后收齐回执的工作日，依当地财务规定调整"),
    ("aid.answer_is_receipt", "0", "本系统默认，以银行回单为回执；以回盘文件为准的改为1"),
    ("aid.proxy_families", "1", "本系统默认，一人代领超过此户数的提示审核人"),
]


def add(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    rule.objects.bulk_create(
        rule(code=code, value=value, source=source, valid_from=SINCE)
        for code, value, source in RULES
    )


def remove(apps, schema_editor):
    codes = [code for code, _, _ in RULES]
    apps.get_model("places", "LocalRule").objects.filter(code__in=codes, valid_from=SINCE).delete()


class Migration(migrations.Migration):
    replaces = [
        ("aid", "0008_receipts_stay"),
    ]

    dependencies = [("aid", "0001_initial"), ("places", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
