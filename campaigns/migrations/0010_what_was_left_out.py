import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a campaign left out is a row, so that its page need not look for it among all payments."""

    dependencies = [
        ("campaigns", "0009_a_campaign_without_money"),
        ("aid", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=200, verbose_name="原因")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_out",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aid.payment",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunSQL(
            """
            INSERT INTO campaigns_leftout (campaign_id, payment_id, why)
            SELECT c.id, p.id, '超出预算、不在活动期间或活动没有在进行'
              FROM campaigns_campaign c JOIN aid_payment p ON p.origin = 'campaigns.campaign:' || c.id
             WHERE NOT EXISTS (SELECT 1 FROM campaigns_enrolment e WHERE e.payment_id = p.id)
            """,
            migrations.RunSQL.noop,
        ),
    ]
