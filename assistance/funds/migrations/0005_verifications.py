import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The trigger of 0004 that takes postings in, as it was and as it is: it keeps one total more.
TAKE = """
    CREATE OR REPLACE FUNCTION funds_take_postings() RETURNS trigger LANGUAGE plpgsql AS $$
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
        {more}INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
            SELECT n.account_id, n."on", e.item, e.unit_id, sum(n.amount), count(*)
              FROM came n JOIN funds_entry e ON e.id = n.entry_id GROUP BY 1, 2, 3, 4
              ORDER BY 1, 2, 3, 4
            ON CONFLICT (account_id, "on", item, unit_id) DO UPDATE
               SET amount = funds_daytotal.amount + excluded.amount,
                   number = funds_daytotal.number + excluded.number;
        RETURN NULL;
    END $$;
"""
DAYS = """INSERT INTO funds_accountday (account_id, "on", amount, number)
            SELECT account_id, "on", sum(amount), count(*) FROM came GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (account_id, "on") DO UPDATE
               SET amount = funds_accountday.amount + excluded.amount,
                   number = funds_accountday.number + excluded.number;
        """


class Migration(migrations.Migration):
    """Totals of an account by day, so that a balance of a past day reads days alone; verifications."""

    dependencies = [
        ("accounts", "0003_paths_are_counted_finely"),
        ("funds", "0004_set_based_and_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额"),
                ),
                ("number", models.PositiveIntegerField(verbose_name="笔数")),
            ],
            options={
                "ordering": ["account", "on"],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("intact_to", models.PositiveBigIntegerField(verbose_name="完整到")),
                ("sealed", models.PositiveBigIntegerField(verbose_name="已封存")),
                ("waiting", models.PositiveBigIntegerField(verbose_name="待封存")),
                ("hash", models.CharField(blank=True, max_length=64, verbose_name="封签")),
                ("faults", models.JSONField(default=list, verbose_name="不符")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterField(
            model_name="unsealedentry",
            name="book",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="unsealedentry",
            index=models.Index(fields=["book", "entry"], name="unsealed_by_book"),
        ),
        migrations.AddField(
            model_name="accountday",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="funds.account",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="book",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核验人",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountday",
            constraint=models.UniqueConstraint(fields=("account", "on"), name="account_day_once"),
        ),
        migrations.AddIndex(
            model_name="verification",
            index=models.Index(fields=["book", "-id"], name="verification_by_book"),
        ),
        migrations.RunSQL(
            """
            INSERT INTO funds_accountday (account_id, "on", amount, number)
                SELECT account_id, "on", sum(amount), count(*) FROM funds_posting GROUP BY 1, 2;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(TAKE.replace("{more}", DAYS), TAKE.replace("{more}", "")),
        migrations.RunSQL(
            """
            CREATE TRIGGER funds_account_day_is_ours BEFORE INSERT OR UPDATE OR DELETE ON funds_accountday
                FOR EACH ROW EXECUTE FUNCTION funds_day_total_is_ours();
            CREATE TRIGGER funds_account_day_never_emptied BEFORE TRUNCATE ON funds_accountday
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_verification_append_only BEFORE UPDATE OR DELETE ON funds_verification
                FOR EACH ROW EXECUTE FUNCTION funds_append_only();
            CREATE TRIGGER funds_verification_never_emptied BEFORE TRUNCATE ON funds_verification
                FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
            """,
            """
            DROP TRIGGER funds_verification_never_emptied ON funds_verification;
            DROP TRIGGER funds_verification_append_only ON funds_verification;
            DROP TRIGGER funds_account_day_never_emptied ON funds_accountday;
            DROP TRIGGER funds_account_day_is_ours ON funds_accountday;
            """,
        ),
    ]
