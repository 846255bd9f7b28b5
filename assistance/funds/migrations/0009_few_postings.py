from django.db import migrations

# The part of 0008's function that keeps the days of an account and their closing balances.
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
# Over all rows at once: what is wrong with an entry whose postings came, if anything.
FAULT = """
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
            ) one"""
TOTALS = """
            INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                SELECT n.account_id, n."on", e.item, e.unit_id, sum(n.amount), count(*)
                  FROM came n JOIN funds_entry e ON e.id = n.entry_id GROUP BY 1, 2, 3, 4
                  ORDER BY 1, 2, 3, 4
                ON CONFLICT (account_id, "on", item, unit_id) DO UPDATE
                   SET amount = funds_daytotal.amount + excluded.amount,
                       number = funds_daytotal.number + excluded.number"""
TAKE = f"""
    CREATE OR REPLACE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    DECLARE fault text; part record; few boolean;
    BEGIN
        -- Few rows, as of a single entry, are taken in by plans that the session keeps. Many are
        -- planned anew: a plan kept from two rows would join two hundred thousand with each other.
        few := (SELECT count(*) FROM came) <= 100;
        IF few THEN
            fault := ({FAULT});
        ELSE
            SET LOCAL enable_seqscan = on;
            EXECUTE $sql${FAULT}$sql$ INTO fault;
        END IF;
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION '%', fault USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        FOR part IN SELECT account_id, sum(amount) AS amount FROM came GROUP BY 1 ORDER BY 1 LOOP
            UPDATE funds_account SET balance = balance + part.amount WHERE id = part.account_id;
        END LOOP;
        {CLOSINGS}IF few THEN {TOTALS};
        ELSE EXECUTE $sql${TOTALS}$sql$;
        END IF;
        RETURN NULL;
    END $$;
"""
BEFORE = f"""
    CREATE OR REPLACE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE fault text; part record;
    BEGIN
        -- Planned anew each time (EXECUTE), and over all rows at once: a plan kept from a statement of
        -- two rows would join two hundred thousand with each other.
        EXECUTE $sql${FAULT}$sql$ INTO fault;
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION '%', fault USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        UPDATE funds_account a SET balance = a.balance + n.amount
          FROM (SELECT account_id, sum(amount) AS amount FROM came GROUP BY 1) n
         WHERE a.id = n.account_id;
        {CLOSINGS}EXECUTE $sql${TOTALS}$sql$;
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    """A single entry is taken in without planning anything: its account is locked for that long."""

    dependencies = [("funds", "0008_closing_balances")]

    operations = [
        migrations.RunSQL(
            TAKE,
            BEFORE + "ALTER FUNCTION funds_take_postings() RESET enable_seqscan;",
        )
    ]
