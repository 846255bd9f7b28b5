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
            """,
            reverse_sql="""
            DROP TRIGGER funds_posting_append_only ON funds_posting;
            DROP TRIGGER funds_entry_append_only ON funds_entry;
            DROP FUNCTION funds_append_only();
            """,
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION funds_adds_to_zero(entry bigint) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE total numeric; parts integer;
            BEGIN
                SELECT coalesce(sum(amount), 0), count(*) INTO total, parts
                  FROM funds_posting WHERE entry_id = entry;
                IF parts < 2 OR total <> 0 THEN
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
                   AND NEW.source_id = OLD.source_id AND NEW.kind = OLD.kind THEN RETURN NEW; END IF;
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
