from django.db import migrations


class Migration(migrations.Migration):
    """A published set and its rows stay as they were: decisions point to them."""

    dependencies = [("criteria", "0002_national_default")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION criteria_ruleset_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'draft' THEN
                    IF TG_OP = 'UPDATE' AND NEW.state NOT IN ('draft', 'published') THEN
                        RAISE EXCEPTION 'a draft is not withdrawn' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                END IF;
                IF TG_OP = 'DELETE' OR OLD.state <> 'published' OR NEW.state <> 'withdrawn' OR
                   (NEW.code, NEW.name, NEW.division_id, NEW.version, NEW.valid_from, NEW.valid_to,
                    NEW.source, NEW.copied_from_id, NEW.is_seed, NEW.made_by_id, NEW.published_by_id,
                    NEW.published_on)
                   IS DISTINCT FROM
                   (OLD.code, OLD.name, OLD.division_id, OLD.version, OLD.valid_from, OLD.valid_to,
                    OLD.source, OLD.copied_from_id, OLD.is_seed, OLD.made_by_id, OLD.published_by_id,
                    OLD.published_on)
                THEN
                    RAISE EXCEPTION 'a published set of criteria is final'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER criteria_ruleset_is_final BEFORE UPDATE OR DELETE ON criteria_ruleset
                FOR EACH ROW EXECUTE FUNCTION criteria_ruleset_is_final();

            CREATE FUNCTION criteria_row_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM criteria_ruleset
                     WHERE id IN (NEW.ruleset_id, OLD.ruleset_id) AND state <> 'draft'
                ) THEN
                    RAISE EXCEPTION 'a published set of criteria is final'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER criteria_row_of_published
                BEFORE INSERT OR UPDATE OR DELETE ON criteria_criterion
                FOR EACH ROW EXECUTE FUNCTION criteria_row_of_published();
            """,
            reverse_sql="""
            DROP TRIGGER criteria_row_of_published ON criteria_criterion;
            DROP TRIGGER criteria_ruleset_is_final ON criteria_ruleset;
            DROP FUNCTION criteria_row_of_published();
            DROP FUNCTION criteria_ruleset_is_final();
            """,
        )
    ]
