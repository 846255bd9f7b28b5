from django.db import migrations


class Migration(migrations.Migration):
    """What makes it a ledger: append-only, entries add to zero, balances follow from postings alone."""

    dependencies = [("funds", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION funds_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the fund ledger is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER funds_entry_append_only BEFORE UPDATE OR DELETE ON funds_entry
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_posting_append_only BEFORE UPDATE OR DELETE ON funds_posting
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_account_stays BEFORE DELETE ON funds_account
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_entry_never_emptied BEFORE TRUNCATE ON funds_entry
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_posting_never_emptied BEFORE TRUNCATE ON funds_posting
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_account_never_emptied BEFORE TRUNCATE ON funds_account
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            """,
            reverse_sql="""
            DROP TRIGGER funds_account_never_emptied ON funds_account;
            DROP TRIGGER funds_posting_never_emptied ON funds_posting;
            DROP TRIGGER funds_entry_never_emptied ON funds_entry;
            DROP TRIGGER funds_account_stays ON funds_account;
            DROP TRIGGER funds_posting_append_only ON funds_posting;
            DROP TRIGGER funds_entry_append_only ON funds_entry;
            DROP FUNCTION funds_append_only();
            """,
        ),
        # An entry remembers its transaction, so that no later one can slip a pair of postings into it.
        # The column is the database's own: the program neither reads nor writes it.
        migrations.RunSQL(
            sql="""
            ALTER TABLE funds_entry ADD COLUMN made_in bigint NOT NULL DEFAULT 0;
            CREATE FUNCTION funds_entry_made_in() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.made_in := pg_current_xact_id()::text::bigint;
                RETURN NEW;
            END $$;
            CREATE TRIGGER funds_entry_made_in BEFORE INSERT ON funds_entry
                FOR EACH ROW EXECUTE FUNCTION funds_entry_made_in();
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
            """,
            reverse_sql="""
            DROP TRIGGER funds_entry_is_closed ON funds_posting;
            DROP FUNCTION funds_entry_is_closed();
            DROP TRIGGER funds_entry_made_in ON funds_entry;
            DROP FUNCTION funds_entry_made_in();
            ALTER TABLE funds_entry DROP COLUMN made_in;
            """,
        ),
        # Zero in each fund source, not only in all: an entry never moves money between two sources.
        migrations.RunSQL(
            sql="""
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
            reverse_sql="""
            DROP TRIGGER funds_posting_adds_to_zero ON funds_posting;
            DROP TRIGGER funds_entry_adds_to_zero ON funds_entry;
            DROP FUNCTION funds_check_posting();
            DROP FUNCTION funds_check_entry();
            DROP FUNCTION funds_adds_to_zero(bigint);
            """,
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION funds_keep_balance() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE funds_account SET balance = balance + NEW.amount WHERE id = NEW.account_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER funds_keep_balance AFTER INSERT ON funds_posting
                FOR EACH ROW EXECUTE FUNCTION funds_keep_balance();
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
            reverse_sql="""
            DROP TRIGGER funds_balance_is_ours ON funds_account;
            DROP FUNCTION funds_balance_is_ours();
            DROP TRIGGER funds_keep_balance ON funds_posting;
            DROP FUNCTION funds_keep_balance();
            """,
        ),
    ]
