from django.db import migrations, models


class Migration(migrations.Migration):
    """A series is of a kind: what its issues begin with."""

    dependencies = [("briefs", "0007_lists_and_public")]

    operations = [
        migrations.AddField(
            "series",
            "kind",
            models.CharField(
                db_default="brief", default="brief", max_length=20, verbose_name="种类"
            ),
        ),
    ]
