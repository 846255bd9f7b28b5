import django.db.models.deletion
from django.db import migrations, models

from ground.kernel.tables import CreateModels

FINAL = """
CREATE FUNCTION briefs_photo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.contribution_id IS NOT NULL AND TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'what was sent stays as it came' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM briefs_article JOIN briefs_issue ON briefs_issue.id = briefs_article.issue_id
         WHERE briefs_article.id IN (NEW.article_id, OLD.article_id)
           AND briefs_issue.state IN ('signed', 'typeset', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'a signed issue is final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER briefs_photo_stays BEFORE INSERT OR UPDATE OR DELETE ON briefs_photo
    FOR EACH ROW EXECUTE FUNCTION briefs_photo_stays();
"""


def _owner(to):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="photos", to=to
    )


class Migration(migrations.Migration):
    """Photos of contributions and articles; of a signed issue they stay as they were."""

    dependencies = [
        ("briefs", "0008_kinds"),
        ("files", "0002_first_rules"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("contribution", _owner("briefs.contribution")),
                        ("article", _owner("briefs.article")),
                        ("number", models.PositiveSmallIntegerField()),
                        ("is_printed", models.BooleanField(db_default=False, default=False)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=["contribution", "number"], name="photo_once_sent"
                            ),
                            models.UniqueConstraint(
                                fields=["article", "number"], name="photo_once_an_article"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("article__isnull", True),
                                    ("contribution__isnull", False),
                                    ("file__isnull", False),
                                )
                                | models.Q(
                                    ("article__isnull", False), ("contribution__isnull", True)
                                ),
                                name="photo_has_one_owner",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(
            FINAL,
            "DROP TRIGGER briefs_photo_stays ON briefs_photo; DROP FUNCTION briefs_photo_stays()",
        ),
    ]
