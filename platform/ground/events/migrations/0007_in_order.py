from django.db import migrations, models


class Migration(migrations.Migration):
    """Deliveries of one aggregate come one after the other; a stopped one may be passed over."""

    dependencies = [
        ("events", "0006_acting_are_few"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="aggregate",
            field=models.CharField(blank=True, db_default="", max_length=100),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "待投递"),
                    ("acting", "处理中"),
                    ("done", "已处理"),
                    ("dead", "已停止重试"),
                    ("unknown", "结果不明"),
                    ("skipped", "已跳过"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    models.Q(("aggregate", ""), _negated=True),
                    ("state__in", ["pending", "acting", "dead", "unknown"]),
                ),
                fields=["handler", "aggregate", "event"],
                name="delivery_in_order",
            ),
        ),
    ]
