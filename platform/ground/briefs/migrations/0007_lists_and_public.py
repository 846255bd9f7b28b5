import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who gets an issue beside the usual ones, what the search reads, and what anybody may read."""

    dependencies = [
        ("briefs", "0006_versions_of_articles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "issue",
            "extra_to",
            models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="本期增发"
            ),
        ),
        migrations.AddField(
            "issue",
            "print_run",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="共印份数"),
        ),
        migrations.AddField("issue", "words", models.TextField(db_default="", default="")),
        migrations.AddField(
            "issue",
            "opened_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "issue", "opened_on", models.DateField(null=True, verbose_name="公开日期")
        ),
        migrations.AddConstraint(
            "issue",
            models.CheckConstraint(
                condition=models.Q(("opened_on__isnull", True))
                | models.Q(("opened_by__isnull", False)),
                name="issue_opened_by_somebody",
            ),
        ),
        # What was signed before this search: every text of its document, one after another.
        migrations.RunSQL(
            """
            UPDATE briefs_issue SET words = COALESCE((
                SELECT string_agg(found #>> '{}', E'\\n')
                  FROM jsonb_path_query(document->'articles', '$.**.text') AS found), '')
             WHERE document IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
