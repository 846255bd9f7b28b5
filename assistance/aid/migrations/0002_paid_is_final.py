from django.db import migrations


class Migration(migrations.Migration):
    """A paid payment stays as it is; payments beyond the plan are never removed; the register only grows."""

    dependencies = [("aid", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION aid_paid_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'paid' OR (TG_OP = 'DELETE' AND OLD.state <> 'planned') THEN
                    RAISE EXCEPTION 'a paid payment is final; correct it with a new one'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF TG_OP = 'UPDATE' AND OLD.state <> 'planned' AND NEW.amount <> OLD.amount THEN
                    RAISE EXCEPTION 'the amount is frozen once a payment is in a batch'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE TRIGGER aid_paid_is_final BEFORE UPDATE OR DELETE ON aid_payment
                FOR EACH ROW EXECUTE FUNCTION aid_paid_is_final();
            CREATE FUNCTION aid_register_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the register is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER aid_register_append_only BEFORE UPDATE OR DELETE ON aid_registerline
                FOR EACH ROW EXECUTE FUNCTION aid_register_append_only();
            """,
            reverse_sql="""
            DROP TRIGGER aid_register_append_only ON aid_registerline;
            DROP FUNCTION aid_register_append_only();
            DROP TRIGGER aid_paid_is_final ON aid_payment;
            DROP FUNCTION aid_paid_is_final();
            """,
        )
    ]
