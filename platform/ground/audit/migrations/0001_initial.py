import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="时间")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=60, verbose_name="操作人")),
                ("action", models.CharField(max_length=60, verbose_name="事项")),
                ("subject", models.CharField(max_length=80, verbose_name="对象")),
                ("details", models.JSONField(default=dict)),
                ("channel", models.CharField(max_length=10, verbose_name="途径")),
                ("ip", models.GenericIPAddressField(null=True, verbose_name="来源地址")),
                ("event_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "id"], name="audit_by_subject"),
                    models.Index(fields=["action", "id"], name="audit_by_action"),
                ],
            },
        ),
    ]
