import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The trigger of 0009 that takes postings in, in its parts.
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
TAKE = f"""{HEAD}
    DECLARE fault text; part record; few boolean; held record;
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
        END IF;{BALANCES}{CLOSINGS}{TAIL}"""
BEFORE = f"""{HEAD}
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
        END IF;{BALANCES}{CLOSINGS}{TAIL}"""
AWAIT = """
    CREATE OR REPLACE FUNCTION funds_await_seal() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    DECLARE told record; waiting bigint;
    BEGIN
        SELECT count(*) AS number, min(id) AS first, max(id) AS last INTO told FROM came;
        INSERT INTO funds_unsealedentry (entry_id, book_id, until)
            SELECT c.id, s.organisation_id, CASE c.id WHEN told.first THEN told.last END
              FROM came c JOIN funds_fundsource s ON s.id = c.source_id;
        GET DIAGNOSTICS waiting = ROW_COUNT;
        IF waiting <> told.number THEN
            RAISE EXCEPTION 'an entry of a fund source that is not there'
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
    END $$;
"""
AWAIT_BEFORE = """
    CREATE OR REPLACE FUNCTION funds_await_seal() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    BEGIN
        INSERT INTO funds_unsealedentry (entry_id, book_id)
            SELECT c.id, s.organisation_id FROM came c
              JOIN funds_fundsource s ON s.id = c.source_id;
        RETURN NULL;
    END $$;
"""
WAITS = """
    CREATE FUNCTION funds_waits_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'what waits for a seal is written with its entry'
            USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER funds_waits_by_trigger BEFORE INSERT ON funds_unsealedentry
        FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
        EXECUTE FUNCTION funds_waits_by_trigger();
    CREATE TRIGGER funds_waiting_never_emptied BEFORE TRUNCATE ON funds_unsealedentry
        FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
"""
WAITS_BEFORE = """
    DROP TRIGGER funds_waiting_never_emptied ON funds_unsealedentry;
    DROP TRIGGER funds_waits_by_trigger ON funds_unsealedentry;
    DROP FUNCTION funds_waits_by_trigger();
"""
# The first of the entries that one statement wrote says up to which they go: by it, all of them are
# looked at once when the transaction ends. Others' entries between them were looked at by their own.
ENDS = """
    ALTER TABLE funds_unsealedentry ADD COLUMN until bigint;
    DROP FUNCTION funds_check_entry() CASCADE;
    CREATE FUNCTION funds_entries_stand() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    DECLARE bare bigint;
    BEGIN
        IF (SELECT count(*) FROM funds_entry WHERE id BETWEEN NEW.entry_id AND NEW.until)
           <> (SELECT count(DISTINCT entry_id) FROM funds_posting
                WHERE entry_id BETWEEN NEW.entry_id AND NEW.until) THEN
            SELECT min(e.id) INTO bare FROM funds_entry e
             WHERE e.id BETWEEN NEW.entry_id AND NEW.until
               AND NOT EXISTS (SELECT 1 FROM funds_posting p WHERE p.entry_id = e.id);
            RAISE EXCEPTION 'entry % has no postings', bare
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        -- As a foreign key would: held, so that nobody removes them before this is committed.
        IF (SELECT count(DISTINCT unit_id) FROM funds_entry
             WHERE id BETWEEN NEW.entry_id AND NEW.until)
           <> (SELECT count(*) FROM (
                SELECT 1 FROM (SELECT DISTINCT unit_id FROM funds_entry
                                WHERE id BETWEEN NEW.entry_id AND NEW.until) named
                  JOIN accounts_organisation o ON o.id = named.unit_id FOR KEY SHARE OF o) held)
           OR (SELECT count(DISTINCT made_by_id) FROM funds_entry
                WHERE id BETWEEN NEW.entry_id AND NEW.until)
           <> (SELECT count(*) FROM (
                SELECT 1 FROM (SELECT DISTINCT made_by_id FROM funds_entry
                                WHERE id BETWEEN NEW.entry_id AND NEW.until) named
                  JOIN accounts_user u ON u.id = named.made_by_id FOR KEY SHARE OF u) held) THEN
            RAISE EXCEPTION 'an entry of a unit or a person that is not there'
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER funds_entries_stand AFTER INSERT ON funds_unsealedentry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.until IS NOT NULL)
        EXECUTE FUNCTION funds_entries_stand();
    CREATE FUNCTION funds_names_it() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'accounts_user'
           AND EXISTS (SELECT 1 FROM funds_entry WHERE made_by_id = OLD.id)
           OR TG_TABLE_NAME = 'accounts_organisation'
           AND EXISTS (SELECT 1 FROM funds_entry WHERE unit_id = OLD.id) THEN
            RAISE EXCEPTION 'the fund ledger names it' USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER funds_unit_stays AFTER DELETE OR UPDATE OF id ON accounts_organisation
        FOR EACH ROW EXECUTE FUNCTION funds_names_it();
    CREATE TRIGGER funds_person_stays AFTER DELETE OR UPDATE OF id ON accounts_user
        FOR EACH ROW EXECUTE FUNCTION funds_names_it();
"""
ENDS_BEFORE = """
    DROP FUNCTION funds_names_it() CASCADE;
    DROP FUNCTION funds_entries_stand() CASCADE;
    ALTER TABLE funds_unsealedentry DROP COLUMN until;
    CREATE FUNCTION funds_check_entry() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan TO off AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM funds_posting WHERE entry_id = NEW.id) THEN
            RAISE EXCEPTION 'entry % has no postings', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER funds_entry_has_postings AFTER INSERT
        ON funds_entry DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION funds_check_entry();
"""


class Migration(migrations.Migration):
    """What a trigger proves for a whole statement is not asked again for each row.

    That the entry and the account of a posting, the source of an entry and what waits for a seal are
    there: the triggers join them anyway, and none of them can be removed or get another key. That an
    entry has postings, its unit and the person who made it is proved when the transaction ends, once
    for each statement; a unit or person that an entry names is not removed. Trees that another one
    begins with, or that hold nothing but nulls, are gone.
    """

    replaces = [("funds", "0010_proved_by_the_statement")]

    dependencies = [
        ("accounts", "0001_initial"),
        ("funds", "0003_kept_by_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="corrects",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="funds.entry",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="key",
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name="entry",
            name="made_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="单位",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="funds.fundsource",
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="funds.account",
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="funds.entry",
            ),
        ),
        migrations.AlterField(
            model_name="sealedentry",
            name="book",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="unsealedentry",
            name="book",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="unsealedentry",
            name="entry",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                related_name="unsealed",
                serialize=False,
                to="funds.entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("key",), name="fund_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", False)),
                fields=("corrects",),
                name="fund_entry_corrected_once",
            ),
        ),
        migrations.RunSQL(TAKE, BEFORE),
        migrations.RunSQL(ENDS, ENDS_BEFORE),
        migrations.RunSQL(AWAIT, AWAIT_BEFORE),
        migrations.RunSQL(WAITS, WAITS_BEFORE),
    ]
