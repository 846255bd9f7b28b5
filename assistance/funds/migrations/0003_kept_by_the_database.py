from django.db import migrations


class Migration(migrations.Migration):
    """What makes it a ledger: append-only, entries add to zero, balances follow from postings alone.

    Kept statement by statement, not row by row. All postings of an entry come in one statement, which is
    checked at once: they add to zero, on accounts of the entry's source, on its day, in the transaction
    that made it. A day knows the balance with which it ended: that of a past day is one row, not a sum;
    the account's own row is locked before, so no two transactions are at its days at once. What was
    passed on is booked as it says, decided once and never changed.
    """

    replaces = [
        ("funds", "0002_double_entry"),
        ("funds", "0003_books"),
        ("funds", "0004_set_based_and_sealed"),
        ("funds", "0005_verifications"),
        ("funds", "0006_money_passes"),
        ("funds", "0008_closing_balances"),
        ("funds", "0009_few_postings"),
    ]

    dependencies = [("funds", "0002_first_rules")]

    operations = [
        # In which transaction an entry was made: its postings come in the same one.
        migrations.RunSQL(
            "ALTER TABLE funds_entry ADD COLUMN made_in bigint NOT NULL DEFAULT 0",
            "ALTER TABLE funds_entry DROP COLUMN made_in",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the fund ledger is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_entry_append_only BEFORE DELETE OR UPDATE ON funds_entry
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_posting_append_only BEFORE DELETE OR UPDATE ON funds_posting
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_account_stays BEFORE DELETE ON funds_account
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_entry_never_emptied BEFORE TRUNCATE ON funds_entry
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_posting_never_emptied BEFORE TRUNCATE ON funds_posting
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_account_never_emptied BEFORE TRUNCATE ON funds_account
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_day_total_never_emptied BEFORE TRUNCATE ON funds_daytotal
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_sealed_append_only BEFORE DELETE OR UPDATE ON funds_sealedentry
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_sealed_never_emptied BEFORE TRUNCATE ON funds_sealedentry
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_seal_append_only BEFORE DELETE OR UPDATE ON funds_seal
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_seal_never_emptied BEFORE TRUNCATE ON funds_seal
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_account_day_never_emptied BEFORE TRUNCATE ON funds_accountday
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_verification_append_only BEFORE DELETE OR UPDATE ON funds_verification
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_verification_never_emptied BEFORE TRUNCATE ON funds_verification
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_allocation_never_emptied BEFORE TRUNCATE ON funds_allocation
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_fundreturn_never_emptied BEFORE TRUNCATE ON funds_fundreturn
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_sourcelimit_append_only BEFORE DELETE OR UPDATE ON funds_sourcelimit
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_sourcelimit_never_emptied BEFORE TRUNCATE ON funds_sourcelimit
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_kindlimit_append_only BEFORE DELETE OR UPDATE ON funds_kindlimit
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_kindlimit_never_emptied BEFORE TRUNCATE ON funds_kindlimit
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_carryover_append_only BEFORE DELETE OR UPDATE ON funds_carryover
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_carryover_never_emptied BEFORE TRUNCATE ON funds_carryover
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_carryline_append_only BEFORE DELETE OR UPDATE ON funds_carryline
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_carryline_never_emptied BEFORE TRUNCATE ON funds_carryline
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            """,
            "DROP FUNCTION funds_append_only() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_entry_made_in() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.made_in := pg_current_xact_id()::text::bigint;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_entry_made_in BEFORE INSERT ON funds_entry
                FOR EACH ROW EXECUTE FUNCTION funds_entry_made_in();
            """,
            "DROP FUNCTION funds_entry_made_in() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_balance_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' AND NEW.balance = 0 THEN RETURN NEW; END IF;
                IF TG_OP = 'UPDATE' AND (NEW.balance = OLD.balance OR pg_trigger_depth() > 1)
                   AND NEW.id = OLD.id AND NEW.source_id = OLD.source_id AND NEW.kind = OLD.kind
                   THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'a balance changes by postings alone'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_balance_is_ours BEFORE INSERT OR UPDATE ON funds_account
                FOR EACH ROW EXECUTE FUNCTION funds_balance_is_ours();
            """,
            "DROP FUNCTION funds_balance_is_ours() CASCADE",
        ),
        migrations.RunSQL(
            """
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
            """,
            "DROP FUNCTION funds_check_entry() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan TO off AS $$
            DECLARE fault text; part record; few boolean;
            BEGIN
                -- Few rows, as of a single entry, are taken in by plans that the session keeps. Many are
                -- planned anew: a plan kept from two rows would join two hundred thousand with each other.
                few := (SELECT count(*) FROM came) <= 100;
                IF few THEN
                    fault := (
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
                    ) one);
                ELSE
                    SET LOCAL enable_seqscan = on;
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
                    ) one$sql$ INTO fault;
                END IF;
                IF fault IS NOT NULL THEN
                    RAISE EXCEPTION '%', fault USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                FOR part IN SELECT account_id, sum(amount) AS amount FROM came GROUP BY 1 ORDER BY 1 LOOP
                    UPDATE funds_account SET balance = balance + part.amount WHERE id = part.account_id;
                END LOOP;
                FOR part IN SELECT account_id, "on", sum(amount) AS amount, count(*) AS number
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
                IF few THEN
                    INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                        SELECT n.account_id, n."on", e.item, e.unit_id, sum(n.amount), count(*)
                          FROM came n JOIN funds_entry e ON e.id = n.entry_id GROUP BY 1, 2, 3, 4
                          ORDER BY 1, 2, 3, 4
                        ON CONFLICT (account_id, "on", item, unit_id) DO UPDATE
                           SET amount = funds_daytotal.amount + excluded.amount,
                               number = funds_daytotal.number + excluded.number;
                ELSE EXECUTE $sql$
                    INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                        SELECT n.account_id, n."on", e.item, e.unit_id, sum(n.amount), count(*)
                          FROM came n JOIN funds_entry e ON e.id = n.entry_id GROUP BY 1, 2, 3, 4
                          ORDER BY 1, 2, 3, 4
                        ON CONFLICT (account_id, "on", item, unit_id) DO UPDATE
                           SET amount = funds_daytotal.amount + excluded.amount,
                               number = funds_daytotal.number + excluded.number$sql$;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_take_postings AFTER INSERT ON funds_posting REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION funds_take_postings();
            """,
            "DROP FUNCTION funds_take_postings() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_await_seal() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan TO off AS $$
            BEGIN
                INSERT INTO funds_unsealedentry (entry_id, book_id)
                    SELECT c.id, s.organisation_id FROM came c
                      JOIN funds_fundsource s ON s.id = c.source_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_await_seal AFTER INSERT ON funds_entry REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION funds_await_seal();
            """,
            "DROP FUNCTION funds_await_seal() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_day_total_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP IN ('INSERT', 'UPDATE') AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'a total changes by postings alone' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_day_total_is_ours BEFORE INSERT OR DELETE OR UPDATE ON funds_daytotal
                FOR EACH ROW EXECUTE FUNCTION funds_day_total_is_ours();
            CREATE TRIGGER funds_account_day_is_ours BEFORE INSERT OR DELETE OR UPDATE ON funds_accountday
                FOR EACH ROW EXECUTE FUNCTION funds_day_total_is_ours();
            """,
            "DROP FUNCTION funds_day_total_is_ours() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- An entry leaves the waiting ones by its seal alone.
            CREATE FUNCTION funds_waits_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT 1 FROM funds_sealedentry WHERE entry_id = OLD.entry_id
                ) THEN RETURN OLD; END IF;
                RAISE EXCEPTION 'entry % waits for its seal', OLD.entry_id
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_waits_for_seal BEFORE DELETE OR UPDATE ON funds_unsealedentry
                FOR EACH ROW EXECUTE FUNCTION funds_waits_for_seal();
            """,
            "DROP FUNCTION funds_waits_for_seal() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- What names a source stands in every seal of its book.
            CREATE FUNCTION funds_source_keeps_name() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.id, NEW.organisation_id, NEW.kind, NEW.name, NEW.year, NEW.document_no, NEW.donor,
                     NEW.wish, NEW.origin_id, NEW.allocation_id, NEW.carried_from_id) IS DISTINCT FROM
                     (OLD.id, OLD.organisation_id, OLD.kind, OLD.name, OLD.year, OLD.document_no, OLD.donor,
                     OLD.wish, OLD.origin_id, OLD.allocation_id, OLD.carried_from_id) THEN
                    RAISE EXCEPTION 'a fund source keeps what it was opened with'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_source_keeps_name BEFORE UPDATE ON funds_fundsource
                FOR EACH ROW EXECUTE FUNCTION funds_source_keeps_name();
            """,
            "DROP FUNCTION funds_source_keeps_name() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_allocation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'sent' THEN
                        RAISE EXCEPTION 'it is sent before it is decided' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                IF TG_OP = 'DELETE' OR OLD.state <> 'sent' OR NEW.state = 'sent'
                   OR (NEW.id, NEW.key, NEW.source_id, NEW.to_id, NEW.amount, NEW.purpose, NEW.document_no,
                        NEW."on", NEW.due_on, NEW.made_by_id, NEW.made_for_id, NEW.entry_id,
                        NEW.recorded_at) IS DISTINCT FROM (OLD.id, OLD.key, OLD.source_id, OLD.to_id,
                        OLD.amount, OLD.purpose, OLD.document_no, OLD."on", OLD.due_on, OLD.made_by_id,
                        OLD.made_for_id, OLD.entry_id, OLD.recorded_at) THEN
                    RAISE EXCEPTION 'what was sent stays, and is decided once'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_allocation_stays BEFORE INSERT OR DELETE OR UPDATE ON funds_allocation
                FOR EACH ROW EXECUTE FUNCTION funds_allocation_stays();
            """,
            "DROP FUNCTION funds_allocation_stays() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_fundreturn_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'sent' THEN
                        RAISE EXCEPTION 'it is sent before it is decided' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                IF TG_OP = 'DELETE' OR OLD.state <> 'sent' OR NEW.state = 'sent'
                   OR (NEW.id, NEW.key, NEW.allocation_id, NEW.source_id, NEW.amount, NEW.why, NEW."on",
                        NEW.due_on, NEW.made_by_id, NEW.made_for_id, NEW.entry_id, NEW.recorded_at) IS
                        DISTINCT FROM (OLD.id, OLD.key, OLD.allocation_id, OLD.source_id, OLD.amount,
                        OLD.why, OLD."on", OLD.due_on, OLD.made_by_id, OLD.made_for_id, OLD.entry_id,
                        OLD.recorded_at) THEN
                    RAISE EXCEPTION 'what was sent stays, and is decided once'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_fundreturn_stays BEFORE INSERT OR DELETE OR UPDATE ON funds_fundreturn
                FOR EACH ROW EXECUTE FUNCTION funds_fundreturn_stays();
            """,
            "DROP FUNCTION funds_fundreturn_stays() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_moved(entry bigint, source bigint, into_kind text, amount numeric) RETURNS
                 void LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (
                    SELECT 1 FROM funds_posting p JOIN funds_account a ON a.id = p.account_id
                     WHERE p.entry_id = entry AND a.source_id = source AND a.kind = into_kind
                       AND p.amount = funds_moved.amount
                ) THEN
                    RAISE EXCEPTION 'entry % does not book this', entry
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
            END $$;
            """,
            "DROP FUNCTION funds_moved(entry bigint, source bigint, into_kind text, amount numeric) CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_allocation_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE opened bigint;
            BEGIN
                PERFORM funds_moved(NEW.entry_id, NEW.source_id, 'allocated', NEW.amount);
                IF NEW.state = 'received' THEN
                    SELECT s.id INTO opened FROM funds_fundsource s
                     WHERE s.allocation_id = NEW.id AND s.carried_from_id IS NULL
                       AND s.organisation_id = NEW.to_id;
                    PERFORM funds_moved(NEW.received_entry_id, opened, 'available', NEW.amount);
                ELSIF NEW.state = 'refused' THEN
                    PERFORM funds_moved(NEW.back_entry_id, NEW.source_id, 'available', NEW.amount);
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_allocation_is_booked AFTER INSERT OR UPDATE ON funds_allocation
                FOR EACH ROW EXECUTE FUNCTION funds_allocation_is_booked();
            """,
            "DROP FUNCTION funds_allocation_is_booked() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_return_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE came funds_allocation;
            BEGIN
                PERFORM funds_moved(NEW.entry_id, NEW.source_id, 'returned', NEW.amount);
                SELECT * INTO came FROM funds_allocation WHERE id = NEW.allocation_id FOR NO KEY UPDATE;
                IF NOT EXISTS (
                    SELECT 1 FROM funds_fundsource WHERE id = NEW.source_id AND allocation_id = came.id
                ) THEN
                    RAISE EXCEPTION 'money goes back the way it came' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                IF NEW.state = 'received' THEN
                    PERFORM funds_moved(NEW.back_entry_id, came.source_id, 'available', NEW.amount);
                ELSIF NEW.state = 'refused' THEN
                    PERFORM funds_moved(NEW.back_entry_id, NEW.source_id, 'available', NEW.amount);
                END IF;
                IF came.amount < (
                    SELECT sum(amount) FROM funds_fundreturn WHERE allocation_id = came.id AND state <> 'refused'
                ) THEN
                    RAISE EXCEPTION 'never more goes back than came down'
                        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fund_return_never_more';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_return_is_booked AFTER INSERT OR UPDATE ON funds_fundreturn
                FOR EACH ROW EXECUTE FUNCTION funds_return_is_booked();
            """,
            "DROP FUNCTION funds_return_is_booked() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION funds_carry_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM funds_moved(NEW.entry_id, NEW.source_id, 'carried', NEW.amount);
                PERFORM funds_moved(NEW.into_entry_id, NEW.into_id, 'available', NEW.amount);
                IF NOT EXISTS (
                    SELECT 1 FROM funds_fundsource WHERE id = NEW.into_id AND carried_from_id = NEW.source_id
                ) THEN
                    RAISE EXCEPTION 'money is carried into its own next year'
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_carry_is_booked AFTER INSERT ON funds_carryline
                FOR EACH ROW EXECUTE FUNCTION funds_carry_is_booked();
            """,
            "DROP FUNCTION funds_carry_is_booked() CASCADE",
        ),
    ]
