from django.db import migrations


class Migration(migrations.Migration):
    """The log of exports only grows: a line is completed once, and never changed or removed."""

    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION privacy_release_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND OLD.sha256 = '' AND OLD.refusal = ''
                    AND (NEW.code, NEW.by_id, NEW.organisation_id, NEW.title, NEW.format, NEW.filters,
                         NEW.personal, NEW.reason, NEW.at)
                      = (OLD.code, OLD.by_id, OLD.organisation_id, OLD.title, OLD.format, OLD.filters,
                         OLD.personal, OLD.reason, OLD.at)
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'the log of exports is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER privacy_release_is_final BEFORE UPDATE OR DELETE ON privacy_release
                FOR EACH ROW EXECUTE FUNCTION privacy_release_is_final();
            """,
            reverse_sql="DROP TRIGGER privacy_release_is_final ON privacy_release;"
            " DROP FUNCTION privacy_release_is_final();",
        )
    ]
