from django.db import migrations


class Migration(migrations.Migration):
    """What was seen at a home never changes: a record is withdrawn, and made anew."""

    dependencies = [("investigations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION investigations_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE  -- a withdrawal, and the rotation of the sealing keys, may write
                may text[] := ARRAY['state', 'withdrawn_why', 'withdrawn_by_id', 'withdrawn_at',
                                    'present', 'housing_note', 'remark'];
            BEGIN
                IF OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'
                   OR (to_jsonb(NEW) - may) IS DISTINCT FROM (to_jsonb(OLD) - may) THEN
                    RAISE EXCEPTION 'investigation % is on record', OLD.id
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER investigations_record_stays
                BEFORE UPDATE ON investigations_homeinvestigation
                FOR EACH ROW EXECUTE FUNCTION investigations_record_stays();

            CREATE FUNCTION investigations_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the lines of an investigation are on record'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER investigations_line_stays BEFORE UPDATE ON investigations_seenitem
                FOR EACH ROW EXECUTE FUNCTION investigations_line_stays();
            CREATE TRIGGER investigations_line_stays BEFORE UPDATE ON investigations_investigator
                FOR EACH ROW EXECUTE FUNCTION investigations_line_stays();
            """,
            reverse_sql="""
            DROP TRIGGER investigations_line_stays ON investigations_investigator;
            DROP TRIGGER investigations_line_stays ON investigations_seenitem;
            DROP FUNCTION investigations_line_stays();
            DROP TRIGGER investigations_record_stays ON investigations_homeinvestigation;
            DROP FUNCTION investigations_record_stays();
            """,
        )
    ]
