import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0006_whom_a_payment_helps"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="payment",
            name="payment_by_day",
        ),
        migrations.AddField(
            model_name="beneficiary",
            name="id_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="beneficiary",
            name="id_no",
            field=models.TextField(blank=True, default="", verbose_name="身份证号"),
        ),
        migrations.AddField(
            model_name="beneficiary",
            name="row_key",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddIndex(
            model_name="beneficiary",
            index=models.Index(
                condition=models.Q(("id_hash", ""), _negated=True),
                fields=["id_hash"],
                name="beneficiary_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True,
                fields=["settled_on"],
                name="payment_by_settled",
                pages_per_range=16,
            ),
        ),
        migrations.RunSQL(
            """
            DROP TRIGGER aid_beneficiary_append_only ON aid_beneficiary;
            CREATE FUNCTION aid_beneficiary_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR (NEW.payment_id, NEW.row_key, NEW.name, NEW.id_tail, NEW.is_place)
                      IS DISTINCT FROM (OLD.payment_id, OLD.row_key, OLD.name, OLD.id_tail, OLD.is_place)
                   OR (NEW.id_no = '', NEW.id_hash = '') <> (OLD.id_no = '', OLD.id_hash = '') THEN
                    RAISE EXCEPTION 'whom a payment helps is frozen' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW; -- sealed or hashed anew under another key
            END $$;
            CREATE TRIGGER aid_beneficiary_is_frozen BEFORE DELETE OR UPDATE ON aid_beneficiary
                FOR EACH ROW EXECUTE FUNCTION aid_beneficiary_is_frozen();
            """,
            """
            DROP FUNCTION aid_beneficiary_is_frozen() CASCADE;
            CREATE TRIGGER aid_beneficiary_append_only BEFORE DELETE OR UPDATE ON aid_beneficiary
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            """,
        ),
    ]
