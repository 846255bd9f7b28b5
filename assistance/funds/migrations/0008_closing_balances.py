import decimal

from django.db import migrations, models

# The trigger of 0004 that takes postings in, as it was and as it is: a day knows its closing balance.
TAKE = """
    CREATE OR REPLACE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE fault text; part record;
    BEGIN
        -- Planned anew each time (EXECUTE), and over all rows at once: a plan kept from a statement of
        -- two rows would join two hundred thousand with each other.
        EXECUTE $sql$
            SELECT min(one.fault) FROM (
                SELECT CASE
                    WHEN bool_or(a.source_id <> e.source_id OR n."on" <> e."on")
                    THEN 'entry ' || n.entry_id || ': a posting of another source or day'
                    WHEN bool_or(e.made_in <> pg_current_xact_id()::text::bigint)
                      OR count(*) <> (SELECT count(*) FROM funds_posting p WHERE p.entry_id = n.entry_id)
                    THEN 'entry ' || n.entry_id || ' is closed: its postings come with it, all at once'
                    WHEN sum(n.amount) <> 0 THEN 'entry ' || n.entry_id || ' does not add to zero'
                    END AS fault
                  FROM came n JOIN funds_entry e ON e.id = n.entry_id
                  JOIN funds_account a ON a.id = n.account_id
                 GROUP BY n.entry_id
            ) one
        $sql$ INTO fault;
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION '%', fault USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        UPDATE funds_account a SET balance = a.balance + n.amount
          FROM (SELECT account_id, sum(amount) AS amount FROM came GROUP BY 1) n
         WHERE a.id = n.account_id;
        {more}EXECUTE $sql$
            INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                SELECT n.account_id, n."on", e.item, e.unit_id, sum(n.amount), count(*)
                  FROM came n JOIN funds_entry e ON e.id = n.entry_id GROUP BY 1, 2, 3, 4
                  ORDER BY 1, 2, 3, 4
                ON CONFLICT (account_id, "on", item, unit_id) DO UPDATE
                   SET amount = funds_daytotal.amount + excluded.amount,
                       number = funds_daytotal.number + excluded.number
        $sql$;
        RETURN NULL;
    END $$;
"""
DAYS = """INSERT INTO funds_accountday (account_id, "on", amount, number)
            SELECT account_id, "on", sum(amount), count(*) FROM came GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (account_id, "on") DO UPDATE
               SET amount = funds_accountday.amount + excluded.amount,
                   number = funds_accountday.number + excluded.number;
        """
CLOSINGS = """FOR part IN SELECT account_id, "on", sum(amount) AS amount, count(*) AS number
              FROM came GROUP BY 1, 2 ORDER BY 1, 2 LOOP
            INSERT INTO funds_accountday AS d (account_id, "on", amount, number, closing)
                VALUES (part.account_id, part."on", part.amount, part.number, part.amount + coalesce(
                    (SELECT b.closing FROM funds_accountday b
                      WHERE b.account_id = part.account_id AND b."on" < part."on"
                      ORDER BY b."on" DESC LIMIT 1), 0))
                ON CONFLICT (account_id, "on") DO UPDATE
                   SET amount = d.amount + excluded.amount, number = d.number + excluded.number,
                       closing = d.closing + excluded.amount;
            UPDATE funds_accountday SET closing = closing + part.amount
             WHERE account_id = part.account_id AND "on" > part."on";
        END LOOP;
        """


class Migration(migrations.Migration):
    """A day knows the balance with which it ended: that of a past day is one row, not a sum.

    The account's own row is locked before: no two transactions are at its days at once.
    """

    dependencies = [("funds", "0007_passed_once")]

    operations = [
        migrations.AddField(
            "accountday",
            "closing",
            models.DecimalField(
                decimal_places=2, default=decimal.Decimal(0), max_digits=14, verbose_name="日终余额"
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            """
            ALTER TABLE funds_accountday DISABLE TRIGGER USER;
            UPDATE funds_accountday d SET closing = s.closing FROM (
                SELECT id, sum(amount) OVER (PARTITION BY account_id ORDER BY "on") AS closing
                  FROM funds_accountday
            ) s WHERE s.id = d.id;
            ALTER TABLE funds_accountday ENABLE TRIGGER USER;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(TAKE.replace("{more}", CLOSINGS), TAKE.replace("{more}", DAYS)),
        # Plans that a session keeps from its first few rows must still be those for many.
        migrations.RunSQL(
            """
            ALTER FUNCTION funds_check_entry() SET enable_seqscan = off;
            ALTER FUNCTION funds_await_seal() SET enable_seqscan = off;
            """,
            """
            ALTER FUNCTION funds_await_seal() RESET enable_seqscan;
            ALTER FUNCTION funds_check_entry() RESET enable_seqscan;
            """,
        ),
    ]
