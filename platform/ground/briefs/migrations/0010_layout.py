from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefs", "0009_photos"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="data_page",
            field=models.CharField(
                blank=True,
                choices=[("", "随种类"), ("always", "每期附"), ("never", "不附")],
                db_default="",
                default="",
                max_length=6,
                verbose_name="本期数据",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="has_contents",
            field=models.BooleanField(db_default=True, default=True, verbose_name="两篇以上印目录"),
        ),
    ]
