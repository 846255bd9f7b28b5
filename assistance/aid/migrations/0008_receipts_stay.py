from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
RULES = [
    ("aid.receipt_hands", "2", "本系统默认，现场发放由经办人和证明人两人签名，依当地财务规定调整"),
    ("aid.receipt_workdays", "10", "本系统默认，发放后收齐回执的工作日，依当地财务规定调整"),
    ("aid.answer_is_receipt", "0", "本系统默认，以银行回单为回执；以回盘文件为准的改为1"),
    ("aid.proxy_families", "1", "本系统默认，一人代领超过此户数的提示审核人"),
]


def add(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    rule.objects.bulk_create(
        rule(code=code, value=value, source=source, valid_from=SINCE)
        for code, value, source in RULES
    )


def remove(apps, schema_editor):
    codes = [code for code, _, _ in RULES]
    apps.get_model("places", "LocalRule").objects.filter(code__in=codes, valid_from=SINCE).delete()


def steps_of_batch(old, new):
    """Write one list of allowed steps anew in the function that guards them, whatever else it says."""
    return f"""
    DO $do$ DECLARE was text; anew text; BEGIN
        was := pg_get_functiondef('aid_batch_keeps_hands'::regproc);
        anew := replace(was, $q${old}$q$, $q${new}$q$);
        IF anew = was THEN RAISE EXCEPTION 'the steps of a batch are not found'; END IF;
        EXECUTE anew;
    END $do$;
    """


ONWARD, BACK = "'complete>sent',", "'complete>sent', 'complete>settled',"


class Migration(migrations.Migration):
    """Receipts are written once; a batch is complete when nothing owes one; archived, it is frozen."""

    dependencies = [("aid", "0007_receipts"), ("places", "0001_initial")]

    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(
            sql=steps_of_batch(ONWARD, BACK), reverse_sql=steps_of_batch(BACK, ONWARD)
        ),
        migrations.RunSQL(
            sql="""
            -- How many payments of a batch were paid, kept, and have no receipt that stands.
            CREATE FUNCTION aid_owing(batch bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
                SELECT count(*) FROM aid_payment p
                 WHERE p.batch_id = batch AND p.state = 'paid'
                   AND NOT EXISTS (SELECT 1 FROM aid_receipt t
                                    WHERE t.payment_id = p.id AND t.round = p.round
                                      AND NOT EXISTS (SELECT 1 FROM aid_receiptwithdrawal w
                                                       WHERE w.receipt_id = t.id))
                   AND p.amount > (SELECT coalesce(sum(r.amount), 0) FROM aid_recovery r
                                    WHERE r.payment_id = p.id)
            $$;

            CREATE FUNCTION aid_batch_ends() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'archived' AND NEW IS DISTINCT FROM OLD THEN
                    RAISE EXCEPTION 'an archived batch is frozen' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = OLD.state THEN RETURN NEW; END IF;
                IF NEW.state = 'complete' AND aid_owing(NEW.id) > 0 THEN
                    RAISE EXCEPTION 'a batch is complete when all that is paid has its receipt'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = 'archived' AND (
                    (NEW.archive_reason = '') = (aid_owing(NEW.id) > 0)
                    OR EXISTS (SELECT 1 FROM aid_payment WHERE batch_id = NEW.id
                                  AND state NOT IN ('paid', 'reissued', 'released'))
                ) THEN
                    RAISE EXCEPTION 'a batch is archived with its receipts or a reason, and nothing open'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_batch_ends BEFORE UPDATE ON aid_batch
                FOR EACH ROW EXECUTE FUNCTION aid_batch_ends();

            -- The batch is held, so that nobody archives it in the same moment.
            CREATE FUNCTION aid_receipts_come() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE fault text;
            BEGIN
                EXECUTE $sql$
                    SELECT b.id FROM aid_batch b WHERE b.id IN (
                        SELECT p.batch_id FROM came c JOIN aid_payment p ON p.id = c.payment_id)
                     ORDER BY b.id FOR NO KEY UPDATE
                $sql$;
                EXECUTE $sql$
                    SELECT min(CASE
                        WHEN p.state <> 'paid' OR p.round <> c.round
                        THEN '1only what is paid has a receipt'
                        WHEN b.state NOT IN ('sent', 'settled') OR w.batch_id <> p.batch_id
                        THEN '2the batch takes no receipts, or the paper is of another'
                        WHEN c.number <> (
                            SELECT count(*) FROM aid_receipt t
                              JOIN aid_receiptwithdrawal x ON x.receipt_id = t.id
                             WHERE t.payment_id = c.payment_id AND t.round = c.round)
                        THEN '3a payment has one receipt that stands'
                        END)
                      FROM came c JOIN aid_payment p ON p.id = c.payment_id
                      LEFT JOIN aid_batch b ON b.id = p.batch_id
                      LEFT JOIN aid_receiptpaper w ON w.id = c.paper_id
                $sql$ INTO fault;
                IF fault IS NOT NULL THEN
                    RAISE EXCEPTION '%', substr(fault, 2) USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER aid_receipts_come AFTER INSERT ON aid_receipt
                REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION aid_receipts_come();

            CREATE FUNCTION aid_receipt_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE found_state text;
            BEGIN
                SELECT b.state INTO found_state FROM aid_receipt t
                  JOIN aid_payment p ON p.id = t.payment_id JOIN aid_batch b ON b.id = p.batch_id
                 WHERE t.id = NEW.receipt_id FOR NO KEY UPDATE OF b;
                IF found_state NOT IN ('sent', 'settled') THEN
                    RAISE EXCEPTION 'the batch is complete or archived' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_receipt_withdrawn BEFORE INSERT ON aid_receiptwithdrawal
                FOR EACH ROW EXECUTE FUNCTION aid_receipt_withdrawn();

            CREATE FUNCTION aid_paper_comes() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE found_state text;
            BEGIN
                SELECT state INTO found_state FROM aid_batch WHERE id = NEW.batch_id FOR NO KEY UPDATE;
                IF found_state NOT IN ('sent', 'settled') THEN
                    RAISE EXCEPTION 'the batch takes no receipts' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_paper_comes BEFORE INSERT ON aid_receiptpaper
                FOR EACH ROW EXECUTE FUNCTION aid_paper_comes();

            -- The sealed number may be sealed anew, and its hash made anew, under another key.
            CREATE FUNCTION aid_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND (NEW.id_no = '', NEW.id_hash = '') = (OLD.id_no = '', OLD.id_hash = '')
                   AND to_jsonb(NEW) - 'id_no' - 'id_hash' = to_jsonb(OLD) - 'id_no' - 'id_hash' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'a receipt only stands or is withdrawn' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_receipt_stays BEFORE UPDATE OR DELETE ON aid_receipt
                FOR EACH ROW EXECUTE FUNCTION aid_receipt_stays();
            CREATE TRIGGER aid_receipt_never_emptied BEFORE TRUNCATE ON aid_receipt
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_withdrawal_append_only BEFORE UPDATE OR DELETE ON aid_receiptwithdrawal
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_withdrawal_never_emptied BEFORE TRUNCATE ON aid_receiptwithdrawal
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_paper_append_only BEFORE UPDATE OR DELETE ON aid_receiptpaper
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_paper_never_emptied BEFORE TRUNCATE ON aid_receiptpaper
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_picture_append_only BEFORE UPDATE OR DELETE ON aid_receiptpicture
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_picture_never_emptied BEFORE TRUNCATE ON aid_receiptpicture
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            """,
            reverse_sql="""
            DROP TRIGGER aid_picture_never_emptied ON aid_receiptpicture;
            DROP TRIGGER aid_picture_append_only ON aid_receiptpicture;
            DROP TRIGGER aid_paper_never_emptied ON aid_receiptpaper;
            DROP TRIGGER aid_paper_append_only ON aid_receiptpaper;
            DROP TRIGGER aid_withdrawal_never_emptied ON aid_receiptwithdrawal;
            DROP TRIGGER aid_withdrawal_append_only ON aid_receiptwithdrawal;
            DROP TRIGGER aid_receipt_never_emptied ON aid_receipt;
            DROP TRIGGER aid_receipt_stays ON aid_receipt;
            DROP FUNCTION aid_receipt_stays();
            DROP TRIGGER aid_paper_comes ON aid_receiptpaper;
            DROP FUNCTION aid_paper_comes();
            DROP TRIGGER aid_receipt_withdrawn ON aid_receiptwithdrawal;
            DROP FUNCTION aid_receipt_withdrawn();
            DROP TRIGGER aid_receipts_come ON aid_receipt;
            DROP FUNCTION aid_receipts_come();
            DROP TRIGGER aid_batch_ends ON aid_batch;
            DROP FUNCTION aid_batch_ends();
            DROP FUNCTION aid_owing(bigint);
            """,
        ),
    ]
