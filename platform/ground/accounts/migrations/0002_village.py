from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("link_office", "双联办"),
                    ("union", "工会"),
                    ("agency", "参联单位"),
                    ("enterprise", "企业"),
                    ("community", "社区"),
                    ("village", "村"),
                    ("other", "其他"),
                ],
                max_length=12,
                verbose_name="类别",
            ),
        ),
    ]
