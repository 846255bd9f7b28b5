import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the search of issues goes by: each character of what was signed, and each two that follow."""

    dependencies = [("briefs", "0010_layout")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION briefs_grams(words text) RETURNS text[]
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT ones || twos
                  FROM (SELECT string_to_array(lower(words), NULL) AS ones) AS of_one,
                       LATERAL (SELECT coalesce(array_agg(one || next), '{}') AS twos
                                  FROM unnest(ones[:cardinality(ones) - 1], ones[2:]) AS of(one, next)
                               ) AS of_two
            $$
            """,
            "DROP FUNCTION briefs_grams(text)",
        ),
        migrations.AddIndex(
            "issue",
            django.contrib.postgres.indexes.GinIndex(
                models.Func("words", function="briefs_grams"), name="issue_by_grams"
            ),
        ),
        # The titles belong to what was signed; those of before this search were looked up by themselves.
        migrations.RunSQL(
            """
            UPDATE briefs_issue SET words = words || E'\\n' || titles
              FROM (SELECT issue_id, string_agg(title, E'\\n' ORDER BY position, id) AS titles
                      FROM briefs_article GROUP BY issue_id) AS of
             WHERE of.issue_id = briefs_issue.id AND words <> '' AND position(titles IN words) = 0
            """,
            migrations.RunSQL.noop,
        ),
    ]
