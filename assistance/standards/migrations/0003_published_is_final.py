from django.db import migrations


class Migration(migrations.Migration):
    """A published standard and its rows stay as they were: decisions point to them."""

    dependencies = [("standards", "0002_national_default")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION standards_standard_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'draft' THEN
                    IF TG_OP = 'UPDATE' AND NEW.state NOT IN ('draft', 'published') THEN
                        RAISE EXCEPTION 'a draft is not withdrawn' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                END IF;
                IF TG_OP = 'DELETE' OR OLD.state <> 'published' OR NEW.state <> 'withdrawn' OR
                   (NEW.name, NEW.division_id, NEW.version, NEW.valid_from, NEW.valid_to,
                    NEW.source, NEW.copied_from_id, NEW.is_seed, NEW.made_by_id, NEW.published_by_id,
                    NEW.published_on)
                   IS DISTINCT FROM
                   (OLD.name, OLD.division_id, OLD.version, OLD.valid_from, OLD.valid_to,
                    OLD.source, OLD.copied_from_id, OLD.is_seed, OLD.made_by_id, OLD.published_by_id,
                    OLD.published_on)
                THEN
                    RAISE EXCEPTION 'a published standard of aid is final'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER standards_standard_is_final BEFORE UPDATE OR DELETE ON standards_standard
                FOR EACH ROW EXECUTE FUNCTION standards_standard_is_final();

            CREATE FUNCTION standards_rule_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM standards_standard
                     WHERE id IN (NEW.standard_id, OLD.standard_id) AND state <> 'draft'
                ) THEN
                    RAISE EXCEPTION 'a published standard of aid is final'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER standards_rule_of_published
                BEFORE INSERT OR UPDATE OR DELETE ON standards_aidrule
                FOR EACH ROW EXECUTE FUNCTION standards_rule_of_published();
            """,
            reverse_sql="""
            DROP TRIGGER standards_rule_of_published ON standards_aidrule;
            DROP TRIGGER standards_standard_is_final ON standards_standard;
            DROP FUNCTION standards_rule_of_published();
            DROP FUNCTION standards_standard_is_final();
            """,
        )
    ]
