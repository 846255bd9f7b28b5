from django.db import migrations


class Migration(migrations.Migration):
    """What was printed stays as it was, and nothing on a wall ends before its last day."""

    dependencies = [("notices", "0001_notices")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION notices_notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF EXISTS (SELECT FROM notices_noticeline WHERE notice_id = OLD.id) THEN
                        RAISE EXCEPTION 'a notice stays' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN OLD;
                END IF;
                IF (NEW.organisation_id, NEW.year, NEW.number, NEW.title, NEW.place, NEW.remark,
                    NEW.phone, NEW.contact, NEW.posted_on, NEW.first_day, NEW.workdays,
                    NEW.printed_last_day, NEW.made_by_id)
                   IS DISTINCT FROM
                   (OLD.organisation_id, OLD.year, OLD.number, OLD.title, OLD.place, OLD.remark,
                    OLD.phone, OLD.contact, OLD.posted_on, OLD.first_day, OLD.workdays,
                    OLD.printed_last_day, OLD.made_by_id) THEN
                    RAISE EXCEPTION 'what was printed on a notice stays'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.last_day < OLD.last_day
                   OR OLD.state <> 'hanging' AND (NEW.state, NEW.ended_on, NEW.last_day)
                      IS DISTINCT FROM (OLD.state, OLD.ended_on, OLD.last_day) THEN
                    RAISE EXCEPTION 'a notice does not end early, and ends once'
                        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_hangs_its_days';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER notices_notice_stays BEFORE UPDATE OR DELETE ON notices_notice
                FOR EACH ROW EXECUTE FUNCTION notices_notice_stays();

            CREATE FUNCTION notices_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF EXISTS (
                        SELECT FROM households_hardshipfile
                        WHERE id = OLD.file_id AND stored_only_on IS NOT NULL
                    ) THEN
                        RETURN OLD;  -- a file whose time of storage is over goes as a whole
                    END IF;
                    RAISE EXCEPTION 'a notice stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF (NEW.notice_id, NEW.file_id, NEW.gate_id, NEW.round, NEW.position, NEW.name,
                    NEW.unit, NEW.category)
                   IS DISTINCT FROM
                   (OLD.notice_id, OLD.file_id, OLD.gate_id, OLD.round, OLD.position, OLD.name,
                    OLD.unit, OLD.category)
                   OR OLD.state <> 'hanging' THEN
                    RAISE EXCEPTION 'what was printed on a notice stays'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state = 'passed' AND NEW.ended_on <= (
                    SELECT last_day FROM notices_notice WHERE id = NEW.notice_id
                ) THEN
                    RAISE EXCEPTION 'a notice does not end early'
                        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_hangs_its_days';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER notices_line_stays BEFORE UPDATE OR DELETE ON notices_noticeline
                FOR EACH ROW EXECUTE FUNCTION notices_line_stays();
            """,
            reverse_sql="""
            DROP TRIGGER notices_line_stays ON notices_noticeline;
            DROP FUNCTION notices_line_stays();
            DROP TRIGGER notices_notice_stays ON notices_notice;
            DROP FUNCTION notices_notice_stays();
            """,
        ),
    ]
