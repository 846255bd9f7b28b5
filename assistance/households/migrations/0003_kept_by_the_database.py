from django.db import migrations


class Migration(migrations.Migration):
    """What no code may get round: gates are passed in order, steps stay, totals are sums."""

    replaces = [
        ("households", "0002_helpers"),
        ("households", "0003_whole_file"),
        ("households", "0005_recommended_for_a_proposal"),
        ("households", "0006_former_no"),
        ("households", "0007_looked_for_among_all"),
    ]

    dependencies = [("households", "0002_first_rules")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION households_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT FROM households_hardshipfile
                    WHERE id = OLD.file_id AND stored_only_on IS NOT NULL
                ) THEN
                    RETURN OLD;  -- a file whose time of storage is over goes as a whole
                END IF;
                RAISE EXCEPTION 'the steps of a file are append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER households_step_stays BEFORE DELETE OR UPDATE ON households_step
                FOR EACH ROW EXECUTE FUNCTION households_step_stays();
            """,
            "DROP FUNCTION households_step_stays() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- At a gate: every earlier gate of the route has been passed in this round. Active: all of them.
            CREATE FUNCTION households_gates_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                now_is households_hardshipfile%ROWTYPE;
            BEGIN
                SELECT * INTO now_is FROM households_hardshipfile WHERE id = NEW.id;
                IF NOT FOUND OR now_is.origin = 'imported' AND now_is.round = 0 THEN
                    RETURN NULL;
                END IF;
                IF now_is.state IN ('underway', 'active') AND EXISTS (
                    SELECT FROM households_gate g
                    WHERE g.route_id = now_is.route_id
                      AND (now_is.state = 'active' OR g.position < (
                          SELECT position FROM households_gate WHERE id = now_is.gate_id))
                      AND NOT EXISTS (
                          SELECT FROM households_step s
                          WHERE s.file_id = now_is.id AND s.round = now_is.round
                            AND s.kind = 'passed' AND s.gate_id = g.id)
                ) THEN
                    RAISE EXCEPTION 'file % skipped a gate', now_is.id
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_passed_every_gate';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER file_passed_every_gate
                AFTER UPDATE OF state, gate_id, round, route_id ON households_hardshipfile
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.state IN ('underway', 'active')
                      AND (OLD.state, OLD.gate_id, OLD.round, OLD.route_id)
                          IS DISTINCT FROM (NEW.state, NEW.gate_id, NEW.round, NEW.route_id))
                EXECUTE FUNCTION households_gates_in_order();
            CREATE CONSTRAINT TRIGGER file_begins_without_gates
                AFTER INSERT ON households_hardshipfile
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.state IN ('underway', 'active') AND NEW.origin <> 'imported')
                EXECUTE FUNCTION households_gates_in_order();
            """,
            "DROP FUNCTION households_gates_in_order() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION households_totals_are_sums() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
                about bigint := coalesce(one ->> 'file_id', one ->> 'id');
                now_is households_hardshipfile%ROWTYPE;
                incomes numeric;
                expenses numeric;
            BEGIN
                SELECT * INTO now_is FROM households_hardshipfile WHERE id = about;
                SELECT sum(amount) FILTER (WHERE side = 'income'),
                       sum(amount) FILTER (WHERE side = 'expense')
                  INTO incomes, expenses FROM households_item WHERE file_id = about;
                IF incomes <> coalesce(now_is.annual_income, -1)
                   OR expenses <> coalesce(now_is.rigid_expenses, -1) THEN
                    RAISE EXCEPTION 'totals of file % are not the sums of its items', about
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_totals_are_sums';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER file_totals_are_sums
                AFTER UPDATE OF annual_income, rigid_expenses ON households_hardshipfile
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN ((OLD.annual_income, OLD.rigid_expenses)
                      IS DISTINCT FROM (NEW.annual_income, NEW.rigid_expenses))
                EXECUTE FUNCTION households_totals_are_sums();
            CREATE CONSTRAINT TRIGGER items_are_in_totals AFTER INSERT OR DELETE OR UPDATE
                ON households_item DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION households_totals_are_sums();
            """,
            "DROP FUNCTION households_totals_are_sums() CASCADE",
        ),
        migrations.RunSQL(
            """
            -- What an office has published it lives by: it changes neither route nor gates afterwards.
            CREATE FUNCTION households_route_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one jsonb := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END;
                about bigint := coalesce(one ->> 'route_id', one ->> 'id');
            BEGIN
                IF EXISTS (SELECT FROM households_route WHERE id = about AND state = 'published') THEN
                    RAISE EXCEPTION 'a published route does not change'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE TRIGGER households_route_stays BEFORE DELETE OR UPDATE ON households_route
                FOR EACH ROW EXECUTE FUNCTION households_route_stays();
            CREATE TRIGGER households_gate_stays BEFORE INSERT OR DELETE OR UPDATE ON households_gate
                FOR EACH ROW EXECUTE FUNCTION households_route_stays();
            """,
            "DROP FUNCTION households_route_stays() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION households_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT FROM households_hardshipfile
                    WHERE id = OLD.file_id AND stored_only_on IS NOT NULL
                ) THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'an assessment is kept as it was' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER households_assessment_stays BEFORE DELETE OR UPDATE OF file_id, step_id,
                 ruleset_id, outcome, by_id, at
                ON households_assessment
                FOR EACH ROW EXECUTE FUNCTION households_assessment_stays();
            """,
            "DROP FUNCTION households_assessment_stays() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION households_notice_hangs() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM households_gate WHERE id = NEW.gate_id AND kind = 'notice')
                   AND NOT EXISTS (
                       SELECT FROM households_hardshipfile
                       WHERE id = NEW.file_id AND notice_ends_on < NEW."on"
                   ) THEN
                    RAISE EXCEPTION 'the notice of file % has not hung its days', NEW.file_id
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_notice_hung_its_days';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER file_notice_hung_its_days BEFORE INSERT ON households_step
                FOR EACH ROW WHEN (NEW.kind = 'passed') EXECUTE FUNCTION households_notice_hangs();
            """,
            "DROP FUNCTION households_notice_hangs() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION households_assessment_is_latest() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE households_assessment SET is_latest = false
                 WHERE file_id = NEW.file_id AND is_latest;
                RETURN NEW;
            END $$;
            CREATE TRIGGER households_assessment_is_latest BEFORE INSERT ON households_assessment
                FOR EACH ROW EXECUTE FUNCTION households_assessment_is_latest();
            """,
            "DROP FUNCTION households_assessment_is_latest() CASCADE",
        ),
        migrations.RunSQL(
            "ALTER TABLE households_member ALTER COLUMN tokens SET STATISTICS 1000",
            "ALTER TABLE households_member ALTER COLUMN tokens SET STATISTICS -1",
        ),
    ]
