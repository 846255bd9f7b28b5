from django.db import migrations


class Migration(migrations.Migration):
    """The ledger's promises kept statement by statement, not row by row; totals by day; the chain.

    All postings of an entry come in one statement, which is checked at once: they add to zero, on
    accounts of the entry's source, on its day, in the transaction that made it.
    """

    dependencies = [("funds", "0003_books")]

    operations = [
        migrations.RunSQL(
            sql="""
            DROP TRIGGER funds_posting_adds_to_zero ON funds_posting;
            DROP TRIGGER funds_entry_adds_to_zero ON funds_entry;
            DROP FUNCTION funds_check_posting();
            DROP FUNCTION funds_check_entry();
            DROP FUNCTION funds_adds_to_zero(bigint);
            DROP TRIGGER funds_entry_is_closed ON funds_posting;
            DROP FUNCTION funds_entry_is_closed();
            DROP TRIGGER funds_keep_balance ON funds_posting;
            DROP FUNCTION funds_keep_balance();

            CREATE FUNCTION funds_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM funds_posting WHERE entry_id = NEW.id) THEN
                    RAISE EXCEPTION 'entry % has no postings', NEW.id
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER funds_entry_has_postings AFTER INSERT ON funds_entry
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funds_check_entry();

            CREATE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE wrong bigint;
            BEGIN
                SELECT n.entry_id INTO wrong FROM came n
                  JOIN funds_entry e ON e.id = n.entry_id JOIN funds_account a ON a.id = n.account_id
                 WHERE a.source_id <> e.source_id OR n."on" <> e."on" LIMIT 1;
                IF FOUND THEN
                    RAISE EXCEPTION 'entry %: a posting of another source or day', wrong
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                SELECT e.id INTO wrong FROM (SELECT entry_id, count(*) AS number FROM came GROUP BY 1) n
                  JOIN funds_entry e ON e.id = n.entry_id
                 WHERE e.made_in <> pg_current_xact_id()::text::bigint
                    OR n.number <> (SELECT count(*) FROM funds_posting p WHERE p.entry_id = e.id) LIMIT 1;
                IF FOUND THEN
                    RAISE EXCEPTION 'entry % is closed: its postings come with it, all at once', wrong
                        USING ERRCODE = 'restrict_violation';
                END IF;
                SELECT entry_id INTO wrong FROM came GROUP BY entry_id HAVING sum(amount) <> 0 LIMIT 1;
                IF FOUND THEN
                    RAISE EXCEPTION 'entry % does not add to zero', wrong
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                UPDATE funds_account a SET balance = a.balance + n.amount
                  FROM (SELECT account_id, sum(amount) AS amount FROM came GROUP BY 1) n
                 WHERE a.id = n.account_id;
                INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                    SELECT n.account_id, n."on", e.item, e.unit_id, sum(n.amount), count(*)
                      FROM came n JOIN funds_entry e ON e.id = n.entry_id GROUP BY 1, 2, 3, 4
                      ORDER BY 1, 2, 3, 4
                    ON CONFLICT (account_id, "on", item, unit_id) DO UPDATE
                       SET amount = funds_daytotal.amount + excluded.amount,
                           number = funds_daytotal.number + excluded.number;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_take_postings AFTER INSERT ON funds_posting
                REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION funds_take_postings();
            """,
            reverse_sql="""
            DROP TRIGGER funds_take_postings ON funds_posting;
            DROP FUNCTION funds_take_postings();
            DROP TRIGGER funds_entry_has_postings ON funds_entry;
            DROP FUNCTION funds_check_entry();

            CREATE FUNCTION funds_keep_balance() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE funds_account SET balance = balance + NEW.amount WHERE id = NEW.account_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_keep_balance AFTER INSERT ON funds_posting
                FOR EACH ROW EXECUTE FUNCTION funds_keep_balance();
            CREATE FUNCTION funds_entry_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.entry_id
                                AND made_in = pg_current_xact_id()::text::bigint) THEN
                    RAISE EXCEPTION 'entry % is closed: postings belong to the transaction that made it',
                        NEW.entry_id USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_entry_is_closed BEFORE INSERT ON funds_posting
                FOR EACH ROW EXECUTE FUNCTION funds_entry_is_closed();
            CREATE FUNCTION funds_adds_to_zero(entry bigint) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM funds_posting WHERE entry_id = entry) OR EXISTS (
                    SELECT 1 FROM funds_posting p JOIN funds_account a ON a.id = p.account_id
                     WHERE p.entry_id = entry GROUP BY a.source_id HAVING sum(p.amount) <> 0
                ) THEN
                    RAISE EXCEPTION 'entry % does not add to zero', entry
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
            END $$;
            CREATE FUNCTION funds_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM funds_adds_to_zero(NEW.id); RETURN NULL; END $$;
            CREATE FUNCTION funds_check_posting() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM funds_adds_to_zero(NEW.entry_id); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER funds_entry_adds_to_zero AFTER INSERT ON funds_entry
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funds_check_entry();
            CREATE CONSTRAINT TRIGGER funds_posting_adds_to_zero AFTER INSERT ON funds_posting
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funds_check_posting();
            """,
        ),
        # What was written before counts too, and waits for its seal.
        migrations.RunSQL(
            sql="""
            INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                SELECT p.account_id, p."on", e.item, e.unit_id, sum(p.amount), count(*)
                  FROM funds_posting p JOIN funds_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4;
            INSERT INTO funds_unsealedentry (entry_id, book_id)
                SELECT e.id, s.organisation_id FROM funds_entry e
                  JOIN funds_fundsource s ON s.id = e.source_id;
            """,
            reverse_sql="",
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION funds_await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO funds_unsealedentry (entry_id, book_id)
                    SELECT c.id, s.organisation_id FROM came c
                      JOIN funds_fundsource s ON s.id = c.source_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_await_seal AFTER INSERT ON funds_entry
                REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION funds_await_seal();

            CREATE FUNCTION funds_day_total_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP IN ('INSERT', 'UPDATE') AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'a total changes by postings alone' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_day_total_is_ours BEFORE INSERT OR UPDATE OR DELETE ON funds_daytotal
                FOR EACH ROW EXECUTE FUNCTION funds_day_total_is_ours();
            CREATE TRIGGER funds_day_total_never_emptied BEFORE TRUNCATE ON funds_daytotal
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();

            CREATE TRIGGER funds_sealed_append_only BEFORE UPDATE OR DELETE ON funds_sealedentry
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_sealed_never_emptied BEFORE TRUNCATE ON funds_sealedentry
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_seal_append_only BEFORE UPDATE OR DELETE ON funds_seal
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_seal_never_emptied BEFORE TRUNCATE ON funds_seal
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();

            -- An entry leaves the waiting ones by its seal alone.
            CREATE FUNCTION funds_waits_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT 1 FROM funds_sealedentry WHERE entry_id = OLD.entry_id
                ) THEN RETURN OLD; END IF;
                RAISE EXCEPTION 'entry % waits for its seal', OLD.entry_id
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_waits_for_seal BEFORE UPDATE OR DELETE ON funds_unsealedentry
                FOR EACH ROW EXECUTE FUNCTION funds_waits_for_seal();

            -- What names a source stands in every seal of its book.
            CREATE FUNCTION funds_source_keeps_name() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.id, NEW.organisation_id, NEW.kind, NEW.name, NEW.year, NEW.document_no) IS DISTINCT
                   FROM (OLD.id, OLD.organisation_id, OLD.kind, OLD.name, OLD.year, OLD.document_no) THEN
                    RAISE EXCEPTION 'a fund source keeps what it was opened with'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_source_keeps_name BEFORE UPDATE ON funds_fundsource
                FOR EACH ROW EXECUTE FUNCTION funds_source_keeps_name();
            """,
            reverse_sql="""
            DROP TRIGGER funds_source_keeps_name ON funds_fundsource;
            DROP FUNCTION funds_source_keeps_name();
            DROP TRIGGER funds_waits_for_seal ON funds_unsealedentry;
            DROP FUNCTION funds_waits_for_seal();
            DROP TRIGGER funds_seal_never_emptied ON funds_seal;
            DROP TRIGGER funds_seal_append_only ON funds_seal;
            DROP TRIGGER funds_sealed_never_emptied ON funds_sealedentry;
            DROP TRIGGER funds_sealed_append_only ON funds_sealedentry;
            DROP TRIGGER funds_day_total_never_emptied ON funds_daytotal;
            DROP TRIGGER funds_day_total_is_ours ON funds_daytotal;
            DROP FUNCTION funds_day_total_is_ours();
            DROP TRIGGER funds_await_seal ON funds_entry;
            DROP FUNCTION funds_await_seal();
            """,
        ),
    ]
