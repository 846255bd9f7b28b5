from django.db import migrations


class Migration(migrations.Migration):
    """Nobody decides about themselves or their unit; what was received and found out stays."""

    dependencies = [("complaints", "0002_first_rules"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION complaints_is_of(whose bigint, unit bigint) RETURNS boolean
            LANGUAGE sql STABLE AS $$
                -- Staff of a unit: who belongs to it, to one below it, or holds a role in either;
                -- of the top of a tree only who belongs to the top itself.
                SELECT EXISTS (
                    SELECT FROM accounts_organisation AS it
                    WHERE it.id = unit AND (
                        EXISTS (
                            SELECT FROM accounts_user AS who
                            JOIN accounts_organisation AS own ON own.id = who.organisation_id
                            WHERE who.id = whose
                              AND (own.id = it.id OR it.depth > 1 AND starts_with(own.path, it.path))
                        )
                        OR it.depth > 1 AND EXISTS (
                            SELECT FROM accounts_membership AS held
                            JOIN accounts_organisation AS place ON place.id = held.organisation_id
                            WHERE held.user_id = whose AND starts_with(place.path, it.path)
                        )
                    )
                )
            $$;

            CREATE FUNCTION complaints_complaint_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a complaint stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF (NEW.key, NEW.year, NEW.number, NEW.way, NEW.received_on, NEW.received_by_id)
                   IS DISTINCT FROM
                   (OLD.key, OLD.year, OLD.number, OLD.way, OLD.received_on, OLD.received_by_id) THEN
                    RAISE EXCEPTION 'what was received stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF (NEW.unit_id, NEW.about_user_id) IS DISTINCT FROM (OLD.unit_id, OLD.about_user_id)
                   AND EXISTS (SELECT FROM complaints_inquiry WHERE complaint_id = NEW.id) THEN
                    RAISE EXCEPTION 'whom a complaint is about stays once it is looked into'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state <> 'refused' AND NEW.decided_by_id IS NOT NULL
                   AND complaints_is_of(NEW.decided_by_id, NEW.unit_id) THEN
                    RAISE EXCEPTION 'staff of the unit do not decide'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_hands_are_clean';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER complaints_complaint_stays BEFORE UPDATE OR DELETE ON complaints_complaint
                FOR EACH ROW EXECUTE FUNCTION complaints_complaint_stays();

            CREATE FUNCTION complaints_inquiry_is_clean() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                it complaints_complaint%ROWTYPE;
                hand bigint;
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'an inquiry stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF TG_OP = 'UPDATE' AND OLD.closed_on IS NOT NULL
                   AND (NEW.complaint_id, NEW.turn, NEW.handler_id, NEW.finding, NEW.answered_on,
                        NEW.closed_by_id, NEW.closed_on, NEW.review_until)
                   IS DISTINCT FROM
                       (OLD.complaint_id, OLD.turn, OLD.handler_id, OLD.finding, OLD.answered_on,
                        OLD.closed_by_id, OLD.closed_on, OLD.review_until) THEN
                    RAISE EXCEPTION 'what was closed stays' USING ERRCODE = 'restrict_violation';
                END IF;
                SELECT * INTO it FROM complaints_complaint WHERE id = NEW.complaint_id;
                IF TG_OP = 'INSERT'
                   OR (NEW.handler_id, NEW.assigned_by_id, NEW.closed_by_id)
                      IS DISTINCT FROM (OLD.handler_id, OLD.assigned_by_id, OLD.closed_by_id) THEN
                    FOREACH hand IN ARRAY
                        array_remove(ARRAY[NEW.handler_id, NEW.assigned_by_id, NEW.closed_by_id], NULL)
                    LOOP
                        IF hand = it.about_user_id OR complaints_is_of(hand, it.unit_id) THEN
                            RAISE EXCEPTION 'whom it is about, and their unit, do not handle it'
                                USING ERRCODE = 'check_violation',
                                      CONSTRAINT = 'complaint_hands_are_clean';
                        END IF;
                    END LOOP;
                    IF EXISTS (
                        SELECT FROM complaints_inquiry
                        WHERE complaint_id = NEW.complaint_id AND turn = NEW.turn - 1
                          AND handler_id = NEW.handler_id
                    ) THEN
                        RAISE EXCEPTION 'a review is looked into by another'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_by_another';
                    END IF;
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER complaints_inquiry_is_clean
                BEFORE INSERT OR UPDATE OR DELETE ON complaints_inquiry
                FOR EACH ROW EXECUTE FUNCTION complaints_inquiry_is_clean();
            """,
            reverse_sql="""
            DROP TRIGGER complaints_inquiry_is_clean ON complaints_inquiry;
            DROP FUNCTION complaints_inquiry_is_clean();
            DROP TRIGGER complaints_complaint_stays ON complaints_complaint;
            DROP FUNCTION complaints_complaint_stays();
            DROP FUNCTION complaints_is_of(bigint, bigint);
            """,
        ),
    ]
