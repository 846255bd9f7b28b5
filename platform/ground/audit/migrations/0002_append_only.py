from django.db import migrations


class Migration(migrations.Migration):
    """The trail only grows: the database itself refuses to change or remove a line."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_entry
                FOR EACH ROW EXECUTE FUNCTION audit_append_only();
            """,
            reverse_sql="DROP TRIGGER audit_append_only ON audit_entry; DROP FUNCTION audit_append_only();",
        )
    ]
