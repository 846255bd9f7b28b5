import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_paths_are_counted_finely"),
        ("campaigns", "0010_what_was_left_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="changed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="posted_on",
            field=models.DateField(null=True, verbose_name="公示日期"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True),
                    ("changed_by__isnull", True),
                    models.Q(("published_by", models.F("changed_by")), _negated=True),
                    _connector="OR",
                ),
                name="campaign_publisher_changed_nothing",
            ),
        ),
        migrations.RunSQL(
            """
            UPDATE campaigns_enrolment e SET posted_on = c.notice_from FROM campaigns_campaign c
             WHERE c.id = e.campaign_id AND e.state = 'eligible' AND e.screened_on <= c.notice_from
            """,
            migrations.RunSQL.noop,
        ),
    ]
