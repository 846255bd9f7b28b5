from django.db import migrations, models


class Migration(migrations.Migration):
    """What work lists look for among all files is found by an index: the rules' last word, who is gone."""

    dependencies = [("households", "0006_former_no")]

    operations = [
        migrations.AddField("assessment", "is_latest", models.BooleanField(default=True)),
        migrations.RunSQL(
            sql="""
            UPDATE households_assessment a SET is_latest = false WHERE EXISTS (
                SELECT 1 FROM households_assessment later
                 WHERE later.file_id = a.file_id AND later.id > a.id);
            SET CONSTRAINTS ALL IMMEDIATE;
            CREATE FUNCTION households_assessment_is_latest() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE households_assessment SET is_latest = false
                 WHERE file_id = NEW.file_id AND is_latest;
                RETURN NEW;
            END $$;
            CREATE TRIGGER households_assessment_is_latest BEFORE INSERT ON households_assessment
                FOR EACH ROW EXECUTE FUNCTION households_assessment_is_latest();
            """,
            reverse_sql="""
            SET CONSTRAINTS ALL IMMEDIATE;
            DROP TRIGGER households_assessment_is_latest ON households_assessment;
            DROP FUNCTION households_assessment_is_latest();
            """,
        ),
        migrations.AddConstraint(
            "assessment",
            models.UniqueConstraint(
                fields=["file"],
                include=["outcome"],
                name="assessment_latest_once",
                condition=models.Q(is_latest=True),
            ),
        ),
        migrations.AddIndex(
            "assessment",
            models.Index(
                fields=["outcome", "file"],
                name="assessment_by_outcome",
                condition=models.Q(is_latest=True),
            ),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["file", "relation", "gone_on"],
                name="member_gone",
                condition=models.Q(("standing", "present"), _negated=True),
            ),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["file"],
                name="holder_retired",
                condition=models.Q(relation="holder", work_state="retired"),
            ),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["file"],
                name="holder_unnumbered",
                condition=models.Q(relation="holder", id_hash=""),
            ),
        ),
        migrations.AddIndex(
            "hardshipfile",
            models.Index(
                fields=["id"],
                name="file_lacking",
                condition=models.Q(
                    models.Q(
                        ("category", ""),
                        ("primary_cause", ""),
                        ("annual_income__isnull", True),
                        ("rigid_expenses__isnull", True),
                        _connector="OR",
                    ),
                    ("state__in", ["active", "imported"]),
                ),
            ),
        ),
    ]
