from django.db import migrations


class Migration(migrations.Migration):
    """What remains true of payments, batches and receipts when somebody goes around the services.

    A payment walks one way, each step with its entry in the ledger; a batch keeps its hands; votes, papers
    and receipts are written once; a batch is complete when nothing owes a receipt; archived, it is frozen.
    Payments are checked statement by statement: a hundred thousand of them walk as fast as the ledger
    lets them.
    """

    replaces = [
        ("aid", "0002_paid_is_final"),
        ("aid", "0003_goods"),
        ("aid", "0004_items_of_aid"),
        ("aid", "0005_whole_way"),
        ("aid", "0006_each_step_with_its_entry"),
        ("aid", "0007_receipts"),
        ("aid", "0009_batch_problems"),
    ]

    dependencies = [("aid", "0002_first_rules")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_payment_begins() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.state <> 'planned' OR NEW.batch_id IS NOT NULL OR NEW.amount = 'NaN'
                   OR NEW.round <> 0 THEN
                    RAISE EXCEPTION 'a payment begins as planned' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.reissue_of_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM aid_payment o WHERE o.id = NEW.reissue_of_id AND o.state = 'reissued'
                       AND (o.amount, o.aid_type, o.link_point_id, o.file_id) IS NOT DISTINCT FROM
                           (NEW.amount, NEW.aid_type, NEW.link_point_id, NEW.file_id)
                ) THEN
                    RAISE EXCEPTION 'only a returned payment is given out again, as it was'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_payment_begins BEFORE INSERT ON aid_payment
                FOR EACH ROW EXECUTE FUNCTION aid_payment_begins();
            """,
            "DROP FUNCTION aid_payment_begins() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_batch_begins() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.state <> 'building' OR NEW.checked_by_id IS NOT NULL
                   OR NEW.approved_by_id IS NOT NULL OR NEW.paid_by_id IS NOT NULL
                   OR NEW.archived_by_id IS NOT NULL THEN
                    RAISE EXCEPTION 'a batch begins unchecked' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_batch_begins BEFORE INSERT ON aid_batch
                FOR EACH ROW EXECUTE FUNCTION aid_batch_begins();
            """,
            "DROP FUNCTION aid_batch_begins() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_moved(batch bigint, source bigint, what text, into_kind text) RETURNS
                 boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (
                SELECT 1 FROM funds_entry e
                  JOIN funds_posting p ON p.entry_id = e.id
                  JOIN funds_account a ON a.id = p.account_id
                 WHERE e.key = 'aid.batch:' || batch || ':' || what
                   AND a.source_id = source AND a.kind = into_kind
                   AND p.amount = (SELECT sum(amount) FROM aid_payment WHERE batch_id = batch)
            )
             $$;
            """,
            "DROP FUNCTION aid_moved(batch bigint, source bigint, what text, into_kind text) CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_batch_keeps_hands() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a batch is never removed' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.id <> OLD.id OR NEW.source_id <> OLD.source_id
                   OR NEW.made_by_id <> OLD.made_by_id OR NEW.made_on <> OLD.made_on
                   OR NEW.follows_id IS DISTINCT FROM OLD.follows_id
                   OR NEW.checked_by_id IS DISTINCT FROM coalesce(OLD.checked_by_id, NEW.checked_by_id)
                   OR NEW.approved_by_id IS DISTINCT FROM coalesce(OLD.approved_by_id, NEW.approved_by_id)
                   OR NEW.paid_by_id IS DISTINCT FROM coalesce(OLD.paid_by_id, NEW.paid_by_id)
                   OR NEW.archived_by_id IS DISTINCT FROM coalesce(OLD.archived_by_id, NEW.archived_by_id)
                THEN
                    RAISE EXCEPTION 'who made, checked, approved or paid a batch stays written'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state <> 'building'
                   AND (NEW.way, NEW.notice_days, NEW.name) IS DISTINCT FROM (OLD.way, OLD.notice_days,
                        OLD.name)
                THEN
                    RAISE EXCEPTION 'a batch is frozen once it is locked' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = OLD.state THEN RETURN NEW; END IF;
                IF OLD.state || '>' || NEW.state NOT IN (
                    'building>locked', 'locked>checked', 'checked>approved', 'approved>paying',
                    'approved>sent', 'paying>settled', 'sent>settled', 'settled>sent', 'settled>complete',
                    'complete>sent', 'complete>settled', 'complete>archived', 'settled>archived', 'building>rejected',
                    'locked>rejected', 'checked>rejected', 'approved>rejected'
                ) THEN
                    RAISE EXCEPTION 'a batch does not go from % to %', OLD.state, NEW.state
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state IN ('locked', 'approved')
                   AND NOT aid_moved(NEW.id, NEW.source_id, 'reserved', 'reserved')
                   OR NEW.state = 'rejected'
                   AND EXISTS (SELECT 1 FROM funds_entry WHERE key = 'aid.batch:' || NEW.id || ':reserved')
                   AND NOT aid_moved(NEW.id, NEW.source_id, 'released', 'available') THEN
                    RAISE EXCEPTION 'the money of the batch has not been set aside or given back'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = 'locked'
                   AND NOT EXISTS (SELECT 1 FROM aid_requiredapproval WHERE batch_id = NEW.id)
                   OR NEW.state = 'approved' AND (
                       EXISTS (SELECT 1 FROM aid_requiredapproval r LEFT JOIN aid_vote v ON v.approval_id = r.id
                                WHERE r.batch_id = NEW.id AND v.id IS NULL)
                       OR NOT EXISTS (SELECT 1 FROM aid_vote
                                       WHERE batch_id = NEW.id AND by_id = NEW.approved_by_id))
                THEN
                    RAISE EXCEPTION 'the batch does not have the approvals that it needs'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state IN ('paying', 'sent') AND OLD.state = 'approved' THEN
                    IF NEW.notice_days > 0
                       AND NOT EXISTS (SELECT 1 FROM aid_batchnotice WHERE batch_id = NEW.id) THEN
                        RAISE EXCEPTION 'the batch has not been posted' USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF NEW.way <> (CASE NEW.state WHEN 'sent' THEN 'bank' ELSE 'hand' END) THEN
                        RAISE EXCEPTION 'the batch is given out in another way'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                END IF;
                IF NEW.state = 'settled' AND EXISTS (
                    SELECT 1 FROM aid_payment WHERE batch_id = NEW.id
                       AND state NOT IN ('paid', 'returned', 'reissued', 'released')
                ) THEN
                    RAISE EXCEPTION 'a batch is settled when all of it is paid'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_batch_keeps_hands BEFORE DELETE OR UPDATE ON aid_batch
                FOR EACH ROW EXECUTE FUNCTION aid_batch_keeps_hands();
            """,
            "DROP FUNCTION aid_batch_keeps_hands() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_register_append_only BEFORE DELETE OR UPDATE ON aid_registerline
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_register_never_emptied BEFORE TRUNCATE ON aid_registerline
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_payment_never_emptied BEFORE TRUNCATE ON aid_payment
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_batch_never_emptied BEFORE TRUNCATE ON aid_batch
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_payee_never_emptied BEFORE TRUNCATE ON aid_payee
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_vote_append_only BEFORE DELETE OR UPDATE ON aid_vote
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_vote_never_emptied BEFORE TRUNCATE ON aid_vote
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_needed_append_only BEFORE DELETE OR UPDATE ON aid_requiredapproval
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_needed_never_emptied BEFORE TRUNCATE ON aid_requiredapproval
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_level_append_only BEFORE DELETE OR UPDATE ON aid_approvallevel
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_level_never_emptied BEFORE TRUNCATE ON aid_approvallevel
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_notice_rule_append_only BEFORE DELETE OR UPDATE ON aid_noticerule
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_notice_rule_never_emptied BEFORE TRUNCATE ON aid_noticerule
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_notice_append_only BEFORE DELETE OR UPDATE ON aid_batchnotice
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_notice_never_emptied BEFORE TRUNCATE ON aid_batchnotice
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_recovery_append_only BEFORE DELETE OR UPDATE ON aid_recovery
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_recovery_never_emptied BEFORE TRUNCATE ON aid_recovery
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_receipt_never_emptied BEFORE TRUNCATE ON aid_receipt
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_withdrawal_append_only BEFORE DELETE OR UPDATE ON aid_receiptwithdrawal
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_withdrawal_never_emptied BEFORE TRUNCATE ON aid_receiptwithdrawal
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_paper_append_only BEFORE DELETE OR UPDATE ON aid_receiptpaper
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_paper_never_emptied BEFORE TRUNCATE ON aid_receiptpaper
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_picture_append_only BEFORE DELETE OR UPDATE ON aid_receiptpicture
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_picture_never_emptied BEFORE TRUNCATE ON aid_receiptpicture
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            """,
            "DROP FUNCTION aid_append_only() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_payment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a payment is never removed; make it void while it is planned'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_payment_stays BEFORE DELETE ON aid_payment
                FOR EACH ROW EXECUTE FUNCTION aid_payment_stays();
            """,
            "DROP FUNCTION aid_payment_stays() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- Planned anew each time (EXECUTE), and without LIMIT or EXISTS over the two transition tables:
            -- a plan kept from a statement of one row would join a hundred thousand with each other.
            CREATE FUNCTION aid_payments_walk() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE fault text; is_whole boolean;
            BEGIN
                EXECUTE $sql$
                    SELECT min(CASE
                        WHEN n.id IS NULL OR n.amount = 'NaN' OR n.key <> w.key
                          OR n.reissue_of_id IS DISTINCT FROM w.reissue_of_id
                          OR w.state <> 'planned' AND (
                             (n.amount, n.aid_type, n.link_point_id, n.given_on)
                                 IS DISTINCT FROM (w.amount, w.aid_type, w.link_point_id, w.given_on)
                             OR (n.file_id, n.visit_id, n.origin, n.reason)
                                 IS DISTINCT FROM (w.file_id, w.visit_id, w.origin, w.reason)
                             OR o.state <> 'building' AND (n.channel, n.payee_reason, n.relative_of)
                                 IS DISTINCT FROM (w.channel, w.payee_reason, w.relative_of))
                        THEN CASE WHEN w.state IN ('paid', 'void', 'reissued', 'released')
                             THEN '1a paid or void payment is final; correct it with a new one'
                             ELSE '1a payment is frozen once it is in a batch' END
                        WHEN n.state <> w.state AND w.state || '>' || n.state NOT IN (
                            'planned>batched', 'planned>void', 'batched>planned', 'batched>approved',
                            'approved>planned', 'approved>paying', 'paying>paid', 'paying>returned',
                            'paying>unknown', 'unknown>paid', 'unknown>returned', 'unknown>paying',
                            'paid>paying', 'returned>paying', 'returned>reissued', 'returned>released')
                          OR n.round <> w.round
                             + (w.state IN ('paid', 'returned') AND n.state = 'paying')::int
                        THEN CASE WHEN w.state IN ('paid', 'void', 'reissued', 'released')
                             THEN '2a paid or void payment is final; correct it with a new one'
                             ELSE '2a payment does not go from ' || w.state || ' to ' || n.state END
                        WHEN n.state IN ('planned', 'void') AND n.batch_id IS NOT NULL
                          OR (n.state = w.state OR w.state <> 'planned' AND n.state <> 'planned')
                             AND n.batch_id IS DISTINCT FROM w.batch_id
                        THEN '3a payment does not change its batch'
                        -- Each step of a payment is a step of its batch: nobody pays one that is not
                        -- approved, and nobody takes one out of a batch whose money is set aside.
                        WHEN n.state = 'planned' AND w.state <> 'planned' AND o.state <> 'rejected'
                          AND NOT (w.state = 'batched' AND o.state = 'building')
                        THEN '4the batch of the payment is not rejected'
                        WHEN n.state <> w.state AND n.batch_id IS NOT NULL AND NOT CASE n.state
                            WHEN 'batched' THEN b.state = 'building'
                            WHEN 'approved' THEN b.state = 'approved'
                            WHEN 'paying' THEN b.state = 'sent'
                                            OR w.state = 'approved' AND b.state = 'paying'
                            WHEN 'paid' THEN b.state IN ('paying', 'sent')
                            WHEN 'unknown' THEN b.state = 'sent'
                            WHEN 'returned' THEN b.state = 'sent'
                            ELSE true END
                        THEN '5the batch of the payment is not that far'
                        WHEN w.state = 'paid' AND n.state = 'paying'
                          AND (SELECT count(*) FROM aid_recovery r WHERE r.payment_id = n.id) > 0
                        THEN '6money of the payment has been recovered'
                        END)
                      FROM was w LEFT JOIN is_now n ON n.id = w.id
                      LEFT JOIN aid_batch o ON o.id = w.batch_id LEFT JOIN aid_batch b ON b.id = n.batch_id
                $sql$ INTO fault;
                IF fault IS NOT NULL THEN
                    RAISE EXCEPTION '%', substr(fault, 2) USING ERRCODE = 'restrict_violation';
                END IF;

                -- And each has its entry in the ledger.
                EXECUTE $sql$
                    SELECT count(*) = count(p.id) FROM (
                        SELECT n.id, n.amount, b.source_id, step.kind,
                               'aid.payment:' || n.id || ':' || step.what ||
                               CASE WHEN n.round > 0 AND step.what NOT IN ('sent', 'released')
                                    THEN ':' || n.round ELSE '' END AS key
                          FROM was w JOIN is_now n ON n.id = w.id JOIN aid_batch b ON b.id = n.batch_id
                          JOIN (VALUES ('paying', 'paid', 'paid', 'spent'), ('unknown', 'paid', 'paid', 'spent'),
                                       ('paying', 'returned', 'returned', 'reserved'),
                                       ('unknown', 'returned', 'returned', 'reserved'),
                                       ('approved', 'paying', 'sent', 'in_transit'),
                                       ('paid', 'paying', 'undone', 'in_transit'),
                                       ('returned', 'paying', 'undone', 'in_transit'),
                                       ('returned', 'reissued', 'released', 'available'),
                                       ('returned', 'released', 'released', 'available')
                               ) AS step (before, after, what, kind)
                            ON step.after = n.state AND step.before = w.state
                         WHERE NOT (step.what = 'sent' AND b.state = 'paying')
                    ) moved
                    LEFT JOIN funds_entry e ON e.key = moved.key AND e.source_id = moved.source_id
                    LEFT JOIN funds_account a ON a.source_id = moved.source_id AND a.kind = moved.kind
                    LEFT JOIN funds_posting p
                           ON p.entry_id = e.id AND p.account_id = a.id AND p.amount = moved.amount
                $sql$ INTO is_whole;
                IF NOT is_whole THEN
                    RAISE EXCEPTION 'a payment is paid only with its entry in the ledger'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER aid_payments_walk AFTER UPDATE ON aid_payment
                REFERENCING OLD TABLE AS was NEW TABLE AS is_now
                FOR EACH STATEMENT EXECUTE FUNCTION aid_payments_walk();
            """,
            "DROP FUNCTION aid_payments_walk() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_vote_of_another() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (
                    SELECT 1 FROM aid_batch b JOIN aid_requiredapproval r ON r.batch_id = b.id
                     WHERE b.id = NEW.batch_id AND r.id = NEW.approval_id AND b.state = 'checked'
                       AND NEW.by_id NOT IN (b.made_by_id, b.checked_by_id)
                       AND NOT EXISTS (
                           SELECT 1 FROM aid_requiredapproval f LEFT JOIN aid_vote v ON v.approval_id = f.id
                            WHERE f.batch_id = b.id AND f.number < r.number AND v.id IS NULL)
                ) THEN
                    RAISE EXCEPTION 'a batch is approved in order, by neither its maker nor its checker'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_vote_of_another BEFORE INSERT ON aid_vote
                FOR EACH ROW EXECUTE FUNCTION aid_vote_of_another();
            """,
            "DROP FUNCTION aid_vote_of_another() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_approval_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM aid_batch WHERE id = NEW.batch_id AND state = 'building') THEN
                    RAISE EXCEPTION 'what a batch needs is written when it is locked'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_approval_is_frozen BEFORE INSERT ON aid_requiredapproval
                FOR EACH ROW EXECUTE FUNCTION aid_approval_is_frozen();
            """,
            "DROP FUNCTION aid_approval_is_frozen() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_notice_of_approved() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM aid_batch WHERE id = NEW.batch_id AND state = 'approved') THEN
                    RAISE EXCEPTION 'a batch is posted once it is approved'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_notice_of_approved BEFORE INSERT ON aid_batchnotice
                FOR EACH ROW EXECUTE FUNCTION aid_notice_of_approved();
            """,
            "DROP FUNCTION aid_notice_of_approved() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_recovered() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE paid record;
            BEGIN
                SELECT p.state, p.amount, b.source_id INTO paid FROM aid_payment p
                  JOIN aid_batch b ON b.id = p.batch_id WHERE p.id = NEW.payment_id FOR NO KEY UPDATE OF p;
                IF NOT FOUND OR paid.state <> 'paid' OR paid.amount < NEW.amount + (
                    SELECT coalesce(sum(amount), 0) FROM aid_recovery WHERE payment_id = NEW.payment_id
                ) THEN
                    RAISE EXCEPTION 'no more is recovered than was paid' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NOT EXISTS (
                    SELECT 1 FROM funds_entry e JOIN funds_posting p ON p.entry_id = e.id
                      JOIN funds_account a ON a.id = p.account_id
                     WHERE e.key = 'aid.payment:' || NEW.payment_id || ':recovered:' || NEW.number
                       AND a.source_id = paid.source_id AND a.kind = 'available' AND p.amount = NEW.amount
                ) THEN
                    RAISE EXCEPTION 'money is recovered only with its entry in the ledger'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER aid_recovered BEFORE INSERT ON aid_recovery
                FOR EACH ROW EXECUTE FUNCTION aid_recovered();
            """,
            "DROP FUNCTION aid_recovered() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- Sealed columns may be sealed anew under a newer key: what they say is bound to their row.
            CREATE FUNCTION aid_payee_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF EXISTS (SELECT 1 FROM aid_payment WHERE id = OLD.payment_id AND state = 'planned') THEN
                        RETURN OLD;
                    END IF;
                ELSIF (NEW.id, NEW.row_key, NEW.payment_id, NEW.name, NEW.relation, NEW.reason)
                      IS NOT DISTINCT FROM
                      (OLD.id, OLD.row_key, OLD.payment_id, OLD.name, OLD.relation, OLD.reason)
                  AND (NEW.bank, NEW.branch, NEW.id_tail, NEW.card_tail)
                      IS NOT DISTINCT FROM (OLD.bank, OLD.branch, OLD.id_tail, OLD.card_tail)
                  AND (NEW.id_no = '', NEW.account_no = '') = (OLD.id_no = '', OLD.account_no = '') THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'the payee of a payment is frozen' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_payee_is_frozen BEFORE DELETE OR UPDATE ON aid_payee
                FOR EACH ROW EXECUTE FUNCTION aid_payee_is_frozen();
            """,
            "DROP FUNCTION aid_payee_is_frozen() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION aid_payee_comes_with_lock() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM came c JOIN aid_payment p ON p.id = c.payment_id
                      LEFT JOIN aid_batch b ON b.id = p.batch_id
                     WHERE b.state IS DISTINCT FROM 'building') > 0 THEN
                    RAISE EXCEPTION 'the payee is written when the batch is locked'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER aid_payee_comes_with_lock AFTER INSERT ON aid_payee REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION aid_payee_comes_with_lock();
            """,
            "DROP FUNCTION aid_payee_comes_with_lock() CASCADE",
        ),
        migrations.RunSQL(
            """
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
            """,
            "DROP FUNCTION aid_owing(batch bigint) CASCADE",
        ),
        migrations.RunSQL(
            """
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
            """,
            "DROP FUNCTION aid_batch_ends() CASCADE",
        ),
        migrations.RunSQL(
            """
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
            CREATE TRIGGER aid_receipts_come AFTER INSERT ON aid_receipt REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION aid_receipts_come();
            """,
            "DROP FUNCTION aid_receipts_come() CASCADE",
        ),
        migrations.RunSQL(
            """
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
            """,
            "DROP FUNCTION aid_receipt_withdrawn() CASCADE",
        ),
        migrations.RunSQL(
            """
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
            """,
            "DROP FUNCTION aid_paper_comes() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- The sealed number may be sealed anew, and its hash made anew, under another key.
            CREATE FUNCTION aid_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND (NEW.id_no = '', NEW.id_hash = '') = (OLD.id_no = '', OLD.id_hash = '')
                   AND to_jsonb(NEW) - 'id_no' - 'id_hash' = to_jsonb(OLD) - 'id_no' - 'id_hash' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'a receipt only stands or is withdrawn' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_receipt_stays BEFORE DELETE OR UPDATE ON aid_receipt
                FOR EACH ROW EXECUTE FUNCTION aid_receipt_stays();
            """,
            "DROP FUNCTION aid_receipt_stays() CASCADE",
        ),
    ]
