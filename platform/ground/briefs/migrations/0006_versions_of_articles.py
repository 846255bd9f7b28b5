import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every version of an article is kept, so that nobody's change is lost under another's."""

    dependencies = [
        ("briefs", "0005_contributions_known_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "article", "version", models.PositiveIntegerField(db_default=1, default=1)
        ),
        migrations.CreateModel(
            "ArticleVersion",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                (
                    "saved_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="briefs.article",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["article", "number"], name="article_version_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER briefs_version_write_once BEFORE UPDATE ON briefs_articleversion"
            " FOR EACH ROW EXECUTE FUNCTION briefs_write_once()",
            "DROP TRIGGER briefs_version_write_once ON briefs_articleversion",
        ),
    ]
