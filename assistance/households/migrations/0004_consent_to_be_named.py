from datetime import date

from django.db import migrations, models

TEXT = (
    "公开个人信息单独同意书",
    "为接受监督，主办单位在活动结束后的公开页和公示单上公开结果。本人（或监护人）同意公开："
    "隐去一部分的姓名、所在单位、对象类别、金额；不公开身份证号、银行账号、电话、住址、病情和"
    "学校填写的困难原因。公开到公示期满为止。是否同意由本人决定：不同意或者以后撤回的，"
    "只计入合计数字，不影响获得帮扶。撤回后公开页立即不再显示。",
)


def add(apps, schema_editor):
    title, text = TEXT
    apps.get_model("households", "ConsentText").objects.create(
        purpose="publish", version=1, title=title, text=text, valid_from=date(2000, 1, 1)
    )


def remove(apps, schema_editor):
    schema_editor.execute("DELETE FROM households_consenttext WHERE purpose = 'publish'")


class Migration(migrations.Migration):
    """A purpose of its own to sign for: what nobody has to sign (PIPL 25)."""

    dependencies = [("households", "0003_kept_by_the_database")]

    operations = [
        migrations.AlterField(
            model_name="consenttext",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("truth", "如实申报声明"),
                    ("check", "家庭经济状况核对授权"),
                    ("sensitive", "敏感个人信息单独同意"),
                    ("publish", "公开姓名等单独同意（自愿）"),
                ],
                max_length=12,
                verbose_name="事项",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
