import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# What is wrong with a step of a payment, by the weight of it, if anything.
FAULT = """
    CASE
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
    END"""
# The entry that each step has: what it books, and onto which account.
STEPS = """
    (VALUES ('paying', 'paid', 'paid', 'spent'), ('unknown', 'paid', 'paid', 'spent'),
            ('paying', 'returned', 'returned', 'reserved'),
            ('unknown', 'returned', 'returned', 'reserved'),
            ('approved', 'paying', 'sent', 'in_transit'),
            ('paid', 'paying', 'undone', 'in_transit'),
            ('returned', 'paying', 'undone', 'in_transit'),
            ('returned', 'reissued', 'released', 'available'),
            ('returned', 'released', 'released', 'available')
    ) AS step (before, after, what, kind)
        ON step.after = n.state AND step.before = w.state"""
KEY = """
    'aid.payment:' || n.id || ':' || step.what ||
    CASE WHEN n.round > 0 AND step.what NOT IN ('sent', 'released') THEN ':' || n.round ELSE '' END"""
HEAD = "CREATE OR REPLACE FUNCTION aid_payments_walk() RETURNS trigger LANGUAGE plpgsql AS $$"
REFUSED = """
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION '%', substr(fault, 2) USING ERRCODE = 'restrict_violation';
        END IF;"""
NOT_BOOKED = """
            RAISE EXCEPTION 'a payment is paid only with its entry in the ledger'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    END $$;
"""
# Planned anew each time (EXECUTE), and without LIMIT or EXISTS over the two transition tables: a plan
# kept from a statement of one row would join a hundred thousand with each other.
WALK = f"""
    {HEAD}
    DECLARE fault text; keys text[]; amounts numeric[]; sources bigint[]; kinds text[]; booked bigint;
    BEGIN
        EXECUTE $sql$
            SELECT min(one.fault), array_agg(one.key) FILTER (WHERE one.key IS NOT NULL),
                   array_agg(one.amount) FILTER (WHERE one.key IS NOT NULL),
                   array_agg(one.source_id) FILTER (WHERE one.key IS NOT NULL),
                   array_agg(one.kind) FILTER (WHERE one.key IS NOT NULL)
              FROM (
                SELECT {FAULT} AS fault, {KEY} AS key, n.amount, b.source_id, step.kind
                  FROM was w LEFT JOIN is_now n ON n.id = w.id
                  LEFT JOIN aid_batch o ON o.id = w.batch_id LEFT JOIN aid_batch b ON b.id = n.batch_id
                  LEFT JOIN {STEPS}
                   AND b.id IS NOT NULL AND NOT (step.what = 'sent' AND b.state = 'paying')
                OFFSET 0
            ) one
        $sql$ INTO fault, keys, amounts, sources, kinds;{REFUSED}
        IF keys IS NULL THEN RETURN NULL; END IF;

        -- And each has its entry in the ledger. Joined by one key alone in each step, and compared
        -- after that: whatever is known of the tables, or nothing yet, there is no other way through
        -- them. With more to join by, the first ten thousand of a new ledger were found by their
        -- source, which all of them share.
        EXECUTE $sql$
            SELECT count(*) FILTER (WHERE p.amount = moved.amount AND e.source_id = moved.source_id
                                      AND a.source_id = moved.source_id AND a.kind = moved.kind)
              FROM unnest($1, $2, $3, $4) AS moved (key, amount, source_id, kind)
              JOIN funds_entry e ON e.key = moved.key
              JOIN funds_posting p ON p.entry_id = e.id
              LEFT JOIN funds_account a ON a.id = p.account_id
        $sql$ INTO booked USING keys, amounts, sources, kinds;
        IF booked <> cardinality(keys) THEN{NOT_BOOKED}"""
BEFORE = f"""
    {HEAD}
    DECLARE fault text; is_whole boolean;
    BEGIN
        EXECUTE $sql$
            SELECT min({FAULT})
              FROM was w LEFT JOIN is_now n ON n.id = w.id
              LEFT JOIN aid_batch o ON o.id = w.batch_id LEFT JOIN aid_batch b ON b.id = n.batch_id
        $sql$ INTO fault;{REFUSED}

        -- And each has its entry in the ledger.
        EXECUTE $sql$
            SELECT count(*) = count(p.id) FROM (
                SELECT n.id, n.amount, b.source_id, step.kind, {KEY} AS key
                  FROM was w JOIN is_now n ON n.id = w.id JOIN aid_batch b ON b.id = n.batch_id
                  JOIN {STEPS}
                 WHERE NOT (step.what = 'sent' AND b.state = 'paying')
            ) moved
            LEFT JOIN funds_entry e ON e.key = moved.key AND e.source_id = moved.source_id
            LEFT JOIN funds_account a ON a.source_id = moved.source_id AND a.kind = moved.kind
            LEFT JOIN funds_posting p
                   ON p.entry_id = e.id AND p.account_id = a.id AND p.amount = moved.amount
        $sql$ INTO is_whole;
        IF NOT is_whole THEN{NOT_BOOKED}"""
# As foreign keys would, but for a statement at once: what lines name is held, so that nobody removes it
# before they are committed, and is not removed after.
REGISTER = """
    CREATE FUNCTION aid_register_lines_come() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    BEGIN
        IF (SELECT count(DISTINCT file_id) FROM came)
           <> (SELECT count(*) FROM (
                SELECT 1 FROM (SELECT DISTINCT file_id FROM came) named
                  JOIN households_hardshipfile f ON f.id = named.file_id FOR KEY SHARE OF f) held)
           OR (SELECT count(DISTINCT link_point_id) FROM came)
           <> (SELECT count(*) FROM (
                SELECT 1 FROM (SELECT DISTINCT link_point_id FROM came) named
                  JOIN accounts_organisation o ON o.id = named.link_point_id
                   FOR KEY SHARE OF o) held) THEN
            RAISE EXCEPTION 'a line of the register names a family and a unit that are there'
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER aid_register_lines_come AFTER INSERT ON aid_registerline
        REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION aid_register_lines_come();
    CREATE FUNCTION aid_register_names_it() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'households_hardshipfile'
           AND EXISTS (SELECT 1 FROM aid_registerline WHERE file_id = OLD.id)
           OR TG_TABLE_NAME = 'accounts_organisation'
           AND EXISTS (SELECT 1 FROM aid_registerline WHERE link_point_id = OLD.id) THEN
            RAISE EXCEPTION 'the register names it' USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER aid_register_file_stays AFTER DELETE OR UPDATE OF id ON households_hardshipfile
        FOR EACH ROW EXECUTE FUNCTION aid_register_names_it();
    CREATE TRIGGER aid_register_unit_stays AFTER DELETE OR UPDATE OF id ON accounts_organisation
        FOR EACH ROW EXECUTE FUNCTION aid_register_names_it();
"""
REGISTER_BEFORE = """
    DROP FUNCTION aid_register_names_it() CASCADE;
    DROP FUNCTION aid_register_lines_come() CASCADE;
"""


class Migration(migrations.Migration):
    """No tree holds the state of a payment, and its page keeps room: a step is written in place (HOT).

    Trees that another one begins with, or that hold mostly nulls, are gone or hold the rest.
    """

    replaces = [("aid", "0010_a_payment_walks_in_its_place")]

    dependencies = [
        ("accounts", "0001_initial"),
        ("aid", "0003_kept_by_the_database"),
        ("households", "0001_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="payment",
            name="payment_by_state",
        ),
        migrations.AlterField(
            model_name="payment",
            name="key",
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name="payment",
            name="payee_member",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="households.member",
            ),
        ),
        migrations.AlterField(
            model_name="payment",
            name="visit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="visits.visit",
            ),
        ),
        migrations.AlterField(
            model_name="registerline",
            name="key",
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name="registerline",
            name="file",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="register_lines",
                to="households.hardshipfile",
            ),
        ),
        migrations.AlterField(
            model_name="registerline",
            name="link_point",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="register_lines",
                to="accounts.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["given_on"], name="payment_by_day"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("batch__isnull", True)),
                fields=["link_point", "given_on"],
                name="payment_waits",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True,
                fields=["state"],
                name="payment_by_state",
                opclasses=["text_bloom_ops"],
                pages_per_range=16,
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("visit__isnull", False)),
                fields=["visit"],
                name="payment_by_visit",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("payee_member__isnull", False)),
                fields=["payee_member"],
                name="payment_by_collector",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("key",), name="payment_key_once"),
        ),
        migrations.AddConstraint(
            model_name="registerline",
            constraint=models.UniqueConstraint(fields=("key",), name="register_line_once"),
        ),
        migrations.RunSQL(
            "ALTER TABLE aid_payment SET (fillfactor = 50)",
            "ALTER TABLE aid_payment RESET (fillfactor)",
        ),
        migrations.RunSQL(WALK, BEFORE),
        migrations.RunSQL(REGISTER, REGISTER_BEFORE),
    ]
