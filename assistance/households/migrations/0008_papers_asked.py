from datetime import date

from django.db import migrations, models


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.create(
        code="households.papers_block",
        valid_from=date(2000, 1, 1),
        value=0,
        source="材料可先办后补；需要材料齐全才能提交的地区改为1",
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(code="households.papers_block").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0007_whatif"),
        ("places", "0002_first_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="paperrule",
            name="is_asked",
            field=models.BooleanField(default=True, verbose_name="要求提供"),
        ),
        migrations.RunPython(add, remove),
    ]
