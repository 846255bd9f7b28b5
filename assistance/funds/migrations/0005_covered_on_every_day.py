from django.db import migrations

# The trigger that takes postings in, in its parts: as it was, but for what it asks of the days.
CLOSINGS_BEFORE = """FOR part IN SELECT account_id, "on", sum(amount) AS amount, count(*) AS number
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
CLOSINGS = """FOR part IN SELECT account_id, "on", sum(amount) AS amount, count(*) AS number
              FROM came GROUP BY 1, 2 ORDER BY 1, 2 LOOP
            INSERT INTO funds_accountday AS d (account_id, "on", amount, number, closing)
                VALUES (part.account_id, part."on", part.amount, part.number, part.amount + coalesce(
                    (SELECT b.closing FROM funds_accountday b
                      WHERE b.account_id = part.account_id AND b."on" < part."on"
                      ORDER BY b."on" DESC LIMIT 1), 0))
                ON CONFLICT (account_id, "on") DO UPDATE
                   SET amount = d.amount + excluded.amount, number = d.number + excluded.number,
                       closing = d.closing + excluded.amount
                RETURNING d.closing INTO ended;
            UPDATE funds_accountday SET closing = closing + part.amount
             WHERE account_id = part.account_id AND "on" > part."on";
            look := look OR part.amount < 0 AND (ended < 0 OR FOUND);
        END LOOP;
        -- Seldom: what was taken left a day below zero, or came before days that were there already.
        IF look THEN
            SELECT format('fund_day_never_below_zero: account %s, %s', d.account_id, d."on") INTO fault
              FROM (SELECT account_id, min("on") AS since FROM came GROUP BY 1
                    HAVING bool_or(amount < 0)) n
              JOIN funds_account a ON a.id = n.account_id AND a.kind NOT IN ('granted', 'in_transit')
              JOIN funds_accountday d ON d.account_id = n.account_id AND d."on" >= n.since
             WHERE d.closing < 0 ORDER BY d."on" LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION '%', fault USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END IF;
        """
PROVED = """
            SELECT min(one.fault) FROM (
                SELECT CASE
                    WHEN bool_or(e.id IS NULL OR a.id IS NULL)
                    THEN 'entry ' || n.entry_id || ': it, or an account of it, is not there'
                    WHEN bool_or(a.source_id <> e.source_id OR n."on" <> e."on")
                    THEN 'entry ' || n.entry_id || ': a posting of another source or day'
                    WHEN bool_or(e.made_in <> pg_current_xact_id()::text::bigint)
                    THEN 'entry ' || n.entry_id || ' is closed: its postings come with it, all at once'
                    WHEN sum(n.amount) <> 0 THEN 'entry ' || n.entry_id || ' does not add to zero'
                    END AS fault
                  FROM came n LEFT JOIN funds_entry e ON e.id = n.entry_id
                  LEFT JOIN funds_account a ON a.id = n.account_id
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
HEAD = """
    CREATE OR REPLACE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
"""
BALANCES = """
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION '%', fault USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        FOR part IN SELECT account_id, sum(amount) AS amount FROM came GROUP BY 1 ORDER BY 1 LOOP
            UPDATE funds_account SET balance = balance + part.amount WHERE id = part.account_id;
        END LOOP;
        """
TAIL = f"""IF few THEN {TOTALS};
        ELSE EXECUTE $sql${TOTALS}$sql$;
        END IF;
        RETURN NULL;
    END $$;
"""
OPENS = f"""{HEAD}
    DECLARE fault text; part record; few boolean; held record; ended numeric; look boolean := false;"""
OPENS_BEFORE = f"""{HEAD}
    DECLARE fault text; part record; few boolean; held record;"""
PROVES = f"""
    BEGIN
        -- No posting of these entries came before: from the first entry to the last there are as many
        -- as came. Where others wrote in between, each entry is counted by itself.
        SELECT count(*) AS number, min(entry_id) AS first, max(entry_id) AS last INTO held FROM came;
        IF held.number <> (SELECT count(*) FROM funds_posting p
                            WHERE p.entry_id BETWEEN held.first AND held.last) THEN
            SELECT min('entry ' || one.entry_id || ' is closed: its postings come with it, all at once')
              INTO fault FROM (SELECT entry_id, count(*) AS number FROM came GROUP BY 1) one
             WHERE one.number <> (SELECT count(*) FROM funds_posting p WHERE p.entry_id = one.entry_id);
        END IF;
        -- Few rows, as of a single entry, are taken in by plans that the session keeps. Many are
        -- planned anew: a plan kept from two rows would join two hundred thousand with each other.
        few := held.number <= 100;
        IF few THEN
            fault := coalesce(fault, ({PROVED}));
        ELSE
            SET LOCAL enable_seqscan = on;
            IF fault IS NULL THEN EXECUTE $sql${PROVED}$sql$ INTO fault; END IF;
        END IF;{BALANCES}"""


class Migration(migrations.Migration):
    """What takes from an account leaves none of its days below zero from then on.

    Except the accounts `granted` and `in_transit`: the bank's answers keep the bank's day, also where
    an earlier answer was taken back in between. Days that were below zero before stay as they are.
    """

    dependencies = [("funds", "0004_proved_by_the_statement")]

    operations = [
        migrations.RunSQL(
            f"{OPENS}{PROVES}{CLOSINGS}{TAIL}", f"{OPENS_BEFORE}{PROVES}{CLOSINGS_BEFORE}{TAIL}"
        ),
    ]
