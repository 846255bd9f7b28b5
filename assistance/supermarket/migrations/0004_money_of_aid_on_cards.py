from django.db import migrations, models

GUARDED = """
    DO $do$ BEGIN
        EXECUTE replace(replace(pg_get_functiondef('supermarket_card_is_ours'::regproc),
            $a${came}$a$, $b${now_came}$b$), $a${changed}$a$, $b${now_changed}$b$);
    END $do$;
"""
ONE = {
    "came": "NEW.balance <> 0",
    "now_came": "(NEW.balance, NEW.topped) <> (0, 0)",
    "changed": "NEW.balance <> OLD.balance",
    "now_changed": "(NEW.balance, NEW.topped) <> (OLD.balance, OLD.topped)",
}
BACK = {
    "came": ONE["now_came"],
    "now_came": ONE["came"],
    "changed": ONE["now_changed"],
    "now_changed": ONE["changed"],
}
TAKE = """
    CREATE OR REPLACE FUNCTION supermarket_take_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE supermarket_lovecard c SET {parts}
          FROM (SELECT card_id, sum(amount) AS amount{sums} FROM came GROUP BY 1) n
         WHERE c.id = n.card_id;
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    """Money of aid on a love card is a part of its balance: spent last, and it never lapses."""

    dependencies = [("supermarket", "0003_first_rules")]

    operations = [
        migrations.RemoveConstraint(
            model_name="cardentry",
            name="card_entry_has_its_sign",
        ),
        migrations.AddField(
            model_name="cardentry",
            name="topped",
            field=models.DecimalField(
                db_default=0,
                decimal_places=2,
                editable=False,
                max_digits=10,
                verbose_name="其中充值（元）",
            ),
        ),
        migrations.AddField(
            model_name="lovecard",
            name="topped",
            field=models.DecimalField(
                db_default=0,
                decimal_places=2,
                default=0,
                max_digits=10,
                verbose_name="其中充值（元）",
            ),
        ),
        migrations.AlterField(
            model_name="cardentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("granted", "本期额度"),
                    ("lapsed", "上期结余清零"),
                    ("spent", "领取"),
                    ("given_back", "冲正退回"),
                    ("extra", "批准补额"),
                    ("moved_out", "换卡转出"),
                    ("moved_in", "换卡转入"),
                    ("topped_up", "帮扶资金充值"),
                    ("taken_off", "追回扣回"),
                ],
                max_length=10,
                verbose_name="类别",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__gt", 0),
                        ("kind__in", ["granted", "given_back", "extra", "moved_in", "topped_up"]),
                    ),
                    models.Q(
                        ("amount__lt", 0),
                        ("kind__in", ["lapsed", "spent", "moved_out", "taken_off"]),
                    ),
                    _connector="OR",
                ),
                name="card_entry_has_its_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="lovecard",
            constraint=models.CheckConstraint(
                condition=models.Q(("topped__gte", 0), ("topped__lte", models.F("balance"))),
                name="card_topped_is_a_part",
            ),
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION supermarket_part_topped() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.topped := CASE
                    WHEN NEW.kind IN ('topped_up', 'taken_off') THEN NEW.amount
                    WHEN NEW.kind IN ('granted', 'extra') THEN 0
                    -- What was taken of it comes back to it.
                    WHEN NEW.kind = 'given_back' THEN (
                        SELECT -coalesce(sum(topped), 0) FROM supermarket_cardentry
                         WHERE issue_id = NEW.issue_id)
                    WHEN NEW.kind = 'moved_in' THEN (
                        SELECT -topped FROM supermarket_cardentry
                         WHERE key = replace(NEW.key, ':moved_in', ':moved_out'))
                    -- What was granted goes first.
                    ELSE (
                        SELECT -greatest(0, topped - (balance + NEW.amount))
                          FROM supermarket_lovecard WHERE id = NEW.card_id)
                END;
                RETURN NEW;
            END $$;
            CREATE TRIGGER supermarket_part_topped BEFORE INSERT ON supermarket_cardentry
                FOR EACH ROW EXECUTE FUNCTION supermarket_part_topped();
            """
            + TAKE.format(
                parts="balance = c.balance + n.amount, topped = c.topped + n.topped",
                sums=", sum(topped) AS topped",
            )
            + GUARDED.format(**ONE),
            reverse_sql="""
            DROP TRIGGER supermarket_part_topped ON supermarket_cardentry;
            DROP FUNCTION supermarket_part_topped();
            """
            + TAKE.format(parts="balance = c.balance + n.amount", sums="")
            + GUARDED.format(**BACK),
        ),
    ]
