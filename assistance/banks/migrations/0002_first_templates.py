from datetime import date
from uuid import UUID

from django.db import migrations

SINCE = date(2000, 1, 1)
CODE = "banks.answer_workdays"
# As they were on the day of this migration; what an office uses later is a row of its own.
TEMPLATES = [
    (
        "xlsx 代发模板",
        {
            "format": "xlsx",
            "headings": True,
            "columns": [
                {"holds": "number", "heading": "序号"},
                {"holds": "name", "heading": "收款人姓名"},
                {"holds": "account", "heading": "收款账号"},
                {"holds": "bank", "heading": "开户行"},
                {"holds": "amount", "heading": "金额"},
                {"holds": "id_no", "heading": "证件号码"},
                {"holds": "purpose", "heading": "用途"},
                {"holds": "reference", "heading": "附言"},
            ],
            "answer": {
                "format": "xlsx",
                "columns": [
                    {"holds": "reference", "heading": "附言"},
                    {"holds": "account", "heading": "收款账号"},
                    {"holds": "name", "heading": "收款人姓名"},
                    {"holds": "amount", "heading": "金额"},
                    {"holds": "outcome", "heading": "处理结果"},
                    {"holds": "reason", "heading": "失败原因"},
                    {"holds": "answered_on", "heading": "处理日期"},
                ],
            },
        },
    ),
    (
        "csv 代发模板",
        {
            "format": "csv",
            "encoding": "gb18030",
            "separator": ",",
            "line_end": "crlf",
            "headings": True,
            "columns": [
                {"holds": "number", "heading": "序号"},
                {"holds": "name", "heading": "收款人姓名"},
                {"holds": "account", "heading": "收款账号"},
                {"holds": "bank", "heading": "开户行"},
                {"holds": "amount", "heading": "金额"},
                {"holds": "id_no", "heading": "证件号码"},
                {"holds": "purpose", "heading": "用途"},
                {"holds": "reference", "heading": "附言"},
            ],
            "tail": ["=合计", "lines", "total"],
            "answer": {
                "format": "csv",
                "encoding": "gb18030",
                "separator": ",",
                "headings": True,
                "columns": [
                    {"holds": "reference", "heading": "附言"},
                    {"holds": "account", "heading": "收款账号"},
                    {"holds": "name", "heading": "收款人姓名"},
                    {"holds": "amount", "heading": "金额"},
                    {"holds": "outcome", "heading": "处理结果"},
                    {"holds": "reason", "heading": "失败原因"},
                    {"holds": "answered_on", "heading": "处理日期"},
                ],
            },
        },
    ),
    (
        "定长 txt 代发模板",
        {
            "format": "fixed",
            "encoding": "gb18030",
            "line_end": "crlf",
            "headings": False,
            "amount_in": "cents",
            "checksum": "crc32",
            "head": ["=H", "number", "day", "lines", "total", "checksum"],
            "columns": [
                {"holds": "number", "heading": "序号", "width": 6},
                {"holds": "name", "heading": "收款人姓名", "width": 40},
                {"holds": "account", "heading": "收款账号", "width": 32},
                {"holds": "bank", "heading": "开户行", "width": 60},
                {"holds": "amount", "heading": "金额", "width": 15},
                {"holds": "id_no", "heading": "证件号码", "width": 18},
                {"holds": "purpose", "heading": "用途", "width": 60},
                {"holds": "reference", "heading": "附言", "width": 20},
            ],
            "tail": ["=T", "lines", "total"],
            "answer": {
                "format": "fixed",
                "encoding": "gb18030",
                "headings": False,
                "amount_in": "cents",
                "skip_first": 1,
                "skip_last": 1,
                "columns": [
                    {"holds": "reference", "heading": "附言", "width": 20},
                    {"holds": "account", "heading": "收款账号", "width": 32},
                    {"holds": "name", "heading": "收款人姓名", "width": 40},
                    {"holds": "amount", "heading": "金额", "width": 15},
                    {"holds": "outcome", "heading": "处理结果", "width": 10},
                    {"holds": "reason", "heading": "失败原因", "width": 60},
                    {"holds": "answered_on", "heading": "处理日期", "width": 8},
                ],
            },
        },
    ),
]


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.create(
        code=CODE,
        value="5",
        source="本系统默认，依与代发银行约定的回盘时限调整",
        valid_from=SINCE,
    )
    template = apps.get_model("banks", "BankTemplate")
    for number, (name, layout) in enumerate(TEMPLATES, 1):
        template.objects.create(
            series=UUID(int=number),
            bank="通用",
            name=name,
            version=1,
            layout=layout,
            valid_from=SINCE,
        )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(code=CODE, valid_from=SINCE).delete()
    apps.get_model("banks", "BankTemplate").objects.filter(organisation=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0001_templates_files_answers"),
        ("places", "0001_initial"),
    ]

    operations = [migrations.RunPython(add, remove)]
