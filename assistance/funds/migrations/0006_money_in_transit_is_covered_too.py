from django.db import migrations

# The one line of the trigger that says which accounts may be below zero on a day.
ASKS = "a.kind NOT IN (''granted'', ''in_transit'')"
ASKS_MORE = "a.kind <> ''granted''"


def asking(old: str, new: str) -> str:
    """The trigger that takes postings in, with one line of it changed."""
    return f"""
    DO $do$
    DECLARE before text := pg_get_functiondef('funds_take_postings'::regproc);
            after text := replace(before, '{old}', '{new}');
    BEGIN
        IF after = before THEN RAISE EXCEPTION 'funds_take_postings asks something else'; END IF;
        EXECUTE after;
    END $do$;"""


class Migration(migrations.Migration):
    """Money in transit, too, is there on each day on which it is taken.

    What the bank answers is booked of its day, but of no day before the money was in transit. Days that
    were below zero before stay as they are.
    """

    dependencies = [("funds", "0005_covered_on_every_day")]

    operations = [migrations.RunSQL(asking(ASKS, ASKS_MORE), asking(ASKS_MORE, ASKS))]
