from django.db import migrations


class Migration(migrations.Migration):
    """A payment walks one way and is paid only with its entry in the ledger; a batch keeps its hands.

    The services check all of it before; this is what remains true when somebody goes around them.
    """

    dependencies = [("aid", "0001_initial"), ("funds", "0002_double_entry")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION aid_payment_begins() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.state <> 'planned' OR NEW.batch_id IS NOT NULL OR NEW.amount = 'NaN' THEN
                    RAISE EXCEPTION 'a payment begins as planned' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_payment_begins BEFORE INSERT ON aid_payment
                FOR EACH ROW EXECUTE FUNCTION aid_payment_begins();

            CREATE FUNCTION aid_paid_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a payment is never removed; make it void while it is planned'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state IN ('paid', 'void') THEN
                    RAISE EXCEPTION 'a paid or void payment is final; correct it with a new one'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.amount = 'NaN' OR NEW.id <> OLD.id OR NEW.key <> OLD.key OR (
                    OLD.state <> 'planned' AND (
                        (NEW.amount, NEW.aid_type, NEW.link_point_id, NEW.given_on)
                            IS DISTINCT FROM (OLD.amount, OLD.aid_type, OLD.link_point_id, OLD.given_on)
                        OR (NEW.file_id, NEW.visit_id, NEW.origin, NEW.reason)
                            IS DISTINCT FROM (OLD.file_id, OLD.visit_id, OLD.origin, OLD.reason)))
                THEN
                    RAISE EXCEPTION 'a payment is frozen once it is in a batch'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = OLD.state THEN
                    IF NEW.batch_id IS DISTINCT FROM OLD.batch_id THEN
                        RAISE EXCEPTION 'a payment does not change its batch'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                IF OLD.state || '>' || NEW.state NOT IN (
                    'planned>batched', 'planned>void', 'batched>planned', 'batched>approved',
                    'approved>planned', 'approved>paying', 'paying>paid'
                ) THEN
                    RAISE EXCEPTION 'a payment does not go from % to %', OLD.state, NEW.state
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state IN ('planned', 'void') AND NEW.batch_id IS NOT NULL
                   OR OLD.state <> 'planned' AND NEW.state <> 'planned'
                      AND NEW.batch_id IS DISTINCT FROM OLD.batch_id
                THEN
                    RAISE EXCEPTION 'a payment does not change its batch'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                -- Each step of a payment is a step of its batch: nobody pays one that is not approved,
                -- and nobody takes one out of a batch whose money is set aside.
                IF NEW.state = 'planned' AND NOT EXISTS (
                    SELECT 1 FROM aid_batch WHERE id = OLD.batch_id AND state = 'rejected'
                ) THEN
                    RAISE EXCEPTION 'the batch of the payment is not rejected'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state NOT IN ('planned', 'void') AND NOT EXISTS (
                    SELECT 1 FROM aid_batch WHERE id = NEW.batch_id AND state = CASE NEW.state
                        WHEN 'batched' THEN 'locked' WHEN 'approved' THEN 'approved' ELSE 'paying' END
                ) THEN
                    RAISE EXCEPTION 'the batch of the payment is not that far'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = 'paid' AND NOT EXISTS (
                    SELECT 1 FROM funds_entry e
                      JOIN funds_posting p ON p.entry_id = e.id
                      JOIN funds_account a ON a.id = p.account_id
                      JOIN aid_batch b ON b.id = NEW.batch_id AND b.source_id = a.source_id
                     WHERE e.key = 'aid.payment:' || NEW.id || ':paid'
                       AND a.kind = 'spent' AND p.amount = NEW.amount
                ) THEN
                    RAISE EXCEPTION 'a payment is paid only with its entry in the ledger'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_paid_is_final BEFORE UPDATE OR DELETE ON aid_payment
                FOR EACH ROW EXECUTE FUNCTION aid_paid_is_final();
            """,
            reverse_sql="""
            DROP TRIGGER aid_paid_is_final ON aid_payment;
            DROP FUNCTION aid_paid_is_final();
            DROP TRIGGER aid_payment_begins ON aid_payment;
            DROP FUNCTION aid_payment_begins();
            """,
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION aid_batch_begins() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.state <> 'locked' OR NEW.checked_by_id IS NOT NULL
                   OR NEW.approved_by_id IS NOT NULL OR NEW.paid_by_id IS NOT NULL THEN
                    RAISE EXCEPTION 'a batch begins unchecked' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_batch_begins BEFORE INSERT ON aid_batch
                FOR EACH ROW EXECUTE FUNCTION aid_batch_begins();

            CREATE FUNCTION aid_moved(batch bigint, source bigint, what text, into_kind text)
            RETURNS boolean LANGUAGE sql STABLE AS $$
                SELECT EXISTS (
                    SELECT 1 FROM funds_entry e
                      JOIN funds_posting p ON p.entry_id = e.id
                      JOIN funds_account a ON a.id = p.account_id
                     WHERE e.key = 'aid.batch:' || batch || ':' || what
                       AND a.source_id = source AND a.kind = into_kind
                       AND p.amount = (SELECT sum(amount) FROM aid_payment WHERE batch_id = batch)
                )
            $$;
            CREATE FUNCTION aid_batch_keeps_hands() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a batch is never removed' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.id <> OLD.id OR NEW.source_id <> OLD.source_id
                   OR NEW.made_by_id <> OLD.made_by_id OR NEW.made_on <> OLD.made_on
                   OR NEW.checked_by_id IS DISTINCT FROM coalesce(OLD.checked_by_id, NEW.checked_by_id)
                   OR NEW.approved_by_id IS DISTINCT FROM coalesce(OLD.approved_by_id, NEW.approved_by_id)
                   OR NEW.paid_by_id IS DISTINCT FROM coalesce(OLD.paid_by_id, NEW.paid_by_id) THEN
                    RAISE EXCEPTION 'who made, checked, approved or paid a batch stays written'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
                    'locked>checked', 'checked>approved', 'approved>paying', 'paying>settled',
                    'locked>rejected', 'checked>rejected', 'approved>rejected'
                ) THEN
                    RAISE EXCEPTION 'a batch does not go from % to %', OLD.state, NEW.state
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = 'approved' AND OLD.state <> 'approved'
                   AND NOT aid_moved(NEW.id, NEW.source_id, 'reserved', 'reserved')
                   OR NEW.state = 'rejected' AND OLD.state = 'approved'
                   AND NOT aid_moved(NEW.id, NEW.source_id, 'released', 'available') THEN
                    RAISE EXCEPTION 'the money of the batch has not been set aside or given back'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = 'settled' AND OLD.state <> 'settled' AND EXISTS (
                    SELECT 1 FROM aid_payment WHERE batch_id = NEW.id AND state <> 'paid'
                ) THEN
                    RAISE EXCEPTION 'a batch is settled when all of it is paid'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_batch_keeps_hands BEFORE UPDATE OR DELETE ON aid_batch
                FOR EACH ROW EXECUTE FUNCTION aid_batch_keeps_hands();
            """,
            reverse_sql="""
            DROP TRIGGER aid_batch_keeps_hands ON aid_batch;
            DROP FUNCTION aid_batch_keeps_hands();
            DROP FUNCTION aid_moved(bigint, bigint, text, text);
            DROP TRIGGER aid_batch_begins ON aid_batch;
            DROP FUNCTION aid_batch_begins();
            """,
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION aid_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_register_append_only BEFORE UPDATE OR DELETE ON aid_registerline
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_register_never_emptied BEFORE TRUNCATE ON aid_registerline
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_payment_never_emptied BEFORE TRUNCATE ON aid_payment
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_batch_never_emptied BEFORE TRUNCATE ON aid_batch
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            """,
            reverse_sql="""
            DROP TRIGGER aid_batch_never_emptied ON aid_batch;
            DROP TRIGGER aid_payment_never_emptied ON aid_payment;
            DROP TRIGGER aid_register_never_emptied ON aid_registerline;
            DROP TRIGGER aid_register_append_only ON aid_registerline;
            DROP FUNCTION aid_append_only();
            """,
        ),
    ]
