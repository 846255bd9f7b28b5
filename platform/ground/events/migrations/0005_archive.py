from django.db import migrations, models


class Migration(migrations.Migration):
    """Done deliveries move into an archive with a partition for each month of their receipts."""

    dependencies = [("events", "0004_replays")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE TABLE events_archiveddelivery (
                event_id bigint NOT NULL,
                delivery_id bigint NOT NULL,
                handler varchar(200) NOT NULL,
                starts smallint NOT NULL CHECK (starts >= 0),
                failures smallint NOT NULL CHECK (failures >= 0),
                finished_at timestamptz NOT NULL,
                PRIMARY KEY (event_id, delivery_id, finished_at)
            ) PARTITION BY RANGE (finished_at);
            """,
            reverse_sql="""
            INSERT INTO events_delivery
                   (event_id, handler, queue, state, starts, failures, finished_at, last_error)
                SELECT event_id, handler, '', 'done', max(starts), max(failures), max(finished_at), ''
                  FROM events_archiveddelivery GROUP BY event_id, handler
                ON CONFLICT DO NOTHING;
            DROP TABLE events_archiveddelivery;
            """,
            state_operations=[
                migrations.CreateModel(
                    name="ArchivedDelivery",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "event_id",
                                "delivery_id",
                                "finished_at",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("event_id", models.BigIntegerField()),
                        ("delivery_id", models.BigIntegerField()),
                        ("handler", models.CharField(max_length=200)),
                        ("starts", models.PositiveSmallIntegerField()),
                        ("failures", models.PositiveSmallIntegerField()),
                        ("finished_at", models.DateTimeField()),
                    ],
                )
            ],
        )
    ]
