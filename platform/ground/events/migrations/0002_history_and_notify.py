from django.db import migrations


class Migration(migrations.Migration):
    """The history of events is never edited; inserting deliveries wakes whoever carries them."""

    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION events_history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'recorded events are append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER events_history_is_kept BEFORE UPDATE OR DELETE ON events_recordedevent
                FOR EACH ROW EXECUTE FUNCTION events_history_is_kept();
            CREATE FUNCTION events_wake_carriers() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_notify('shuanglian_events', '');
                RETURN NULL;
            END $$;
            CREATE TRIGGER events_wake_carriers AFTER INSERT ON events_delivery
                FOR EACH STATEMENT EXECUTE FUNCTION events_wake_carriers();
            """,
            reverse_sql="""
            DROP TRIGGER events_wake_carriers ON events_delivery;
            DROP FUNCTION events_wake_carriers();
            DROP TRIGGER events_history_is_kept ON events_recordedevent;
            DROP FUNCTION events_history_is_kept();
            """,
        )
    ]
