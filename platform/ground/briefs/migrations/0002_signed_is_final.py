from django.db import migrations


class Migration(migrations.Migration):
    """What was signed stays as it was signed: the database itself refuses to change or remove it."""

    dependencies = [("briefs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION briefs_signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state IN ('signed', 'typeset') AND (
                    TG_OP = 'DELETE'
                    OR NEW.state NOT IN ('signed', 'typeset')
                    OR (NEW.series_id, NEW.year, NEW.number, NEW.starts_on, NEW.ends_on, NEW.edited_by_id,
                        NEW.signed_by_id, NEW.issued_on, NEW.document)
                       IS DISTINCT FROM
                       (OLD.series_id, OLD.year, OLD.number, OLD.starts_on, OLD.ends_on, OLD.edited_by_id,
                        OLD.signed_by_id, OLD.issued_on, OLD.document)
                ) THEN
                    RAISE EXCEPTION 'a signed issue is final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER briefs_signed_is_final BEFORE UPDATE OR DELETE ON briefs_issue
                FOR EACH ROW EXECUTE FUNCTION briefs_signed_is_final();

            CREATE FUNCTION briefs_article_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM briefs_issue
                     WHERE id IN (NEW.issue_id, OLD.issue_id) AND state IN ('signed', 'typeset')
                ) THEN
                    RAISE EXCEPTION 'a signed issue is final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER briefs_article_of_signed BEFORE INSERT OR UPDATE OR DELETE ON briefs_article
                FOR EACH ROW EXECUTE FUNCTION briefs_article_of_signed();

            CREATE FUNCTION briefs_write_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER briefs_figure_write_once BEFORE UPDATE OR DELETE ON briefs_issuefigure
                FOR EACH ROW EXECUTE FUNCTION briefs_write_once();
            CREATE TRIGGER briefs_printed_write_once BEFORE UPDATE OR DELETE ON briefs_printed
                FOR EACH ROW EXECUTE FUNCTION briefs_write_once();
            """,
            reverse_sql="""
            DROP TRIGGER briefs_printed_write_once ON briefs_printed;
            DROP TRIGGER briefs_figure_write_once ON briefs_issuefigure;
            DROP FUNCTION briefs_write_once();
            DROP TRIGGER briefs_article_of_signed ON briefs_article;
            DROP FUNCTION briefs_article_of_signed();
            DROP TRIGGER briefs_signed_is_final ON briefs_issue;
            DROP FUNCTION briefs_signed_is_final();
            """,
        )
    ]
