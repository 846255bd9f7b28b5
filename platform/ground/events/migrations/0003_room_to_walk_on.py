import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A delivery is written again when it is claimed, begun and done: on its own page, in fewer indexes."""

    dependencies = [
        ("events", "0002_history_and_notify"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="events.recordedevent",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True,
                fields=["finished_at"],
                name="delivery_by_finish",
                pages_per_range=16,
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE events_delivery SET (fillfactor = 40)",
            "ALTER TABLE events_delivery RESET (fillfactor)",
        ),
    ]
