from datetime import date

from django.db import migrations

OWN = "本系统默认，依当地公开办法调整"
RULES = [
    ("campaigns.publish_names", "1", f"{OWN}；另须本人单独同意（个人信息保护法第25条）"),
    ("campaigns.publish_least", "3", f"{OWN}；少于此数的合并列示，防止从数字认出个人"),
    ("campaigns.publish_workdays", "5", OWN),
]


def add(apps, schema_editor):
    rule = apps.get_model("places", "LocalRule")
    rule.objects.bulk_create(
        rule(code=code, value=value, source=source, valid_from=date(2000, 1, 1))
        for code, value, source in RULES
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(
        code__in=[code for code, _, _ in RULES], valid_from=date(2000, 1, 1)
    ).delete()


class Migration(migrations.Migration):
    """What was told to everybody stays as it was told; it only ever shows less."""

    dependencies = [("campaigns", "0007_publications"), ("places", "0001_initial")]

    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION campaigns_publication_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'draft' THEN
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    IF NEW.state NOT IN ('draft', 'published') THEN
                        RAISE EXCEPTION 'a draft is published first'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a publication stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF (NEW.campaign_id, NEW.code, NEW.title, NEW.place, NEW.remark, NEW.workdays,
                    NEW.with_names, NEW.phone, NEW.contact, NEW.figures, NEW.drafted_by_id,
                    NEW.published_by_id, NEW.published_on, NEW.last_day)
                   IS DISTINCT FROM
                   (OLD.campaign_id, OLD.code, OLD.title, OLD.place, OLD.remark, OLD.workdays,
                    OLD.with_names, OLD.phone, OLD.contact, OLD.figures, OLD.drafted_by_id,
                    OLD.published_by_id, OLD.published_on, OLD.last_day) THEN
                    RAISE EXCEPTION 'what was published stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state <> 'published' OR NEW.state NOT IN ('published', 'ended', 'withdrawn') THEN
                    RAISE EXCEPTION 'a publication ends once' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER campaigns_publication_stays
                BEFORE UPDATE OR DELETE ON campaigns_publication
                FOR EACH ROW EXECUTE FUNCTION campaigns_publication_stays();

            CREATE FUNCTION campaigns_publication_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF (SELECT state FROM campaigns_publication WHERE id = NEW.publication_id)
                       <> 'draft' OR NEW.consent_id IS NULL THEN
                        RAISE EXCEPTION 'nobody is added to what was published, or without consent'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                IF TG_OP = 'DELETE' THEN
                    IF EXISTS (
                        SELECT FROM campaigns_enrolment AS one
                        JOIN households_hardshipfile AS file ON file.id = one.file_id
                        WHERE one.id = OLD.enrolment_id AND file.stored_only_on IS NOT NULL
                    ) THEN
                        RETURN OLD;  -- a file whose time of storage is over goes as a whole
                    END IF;
                    RAISE EXCEPTION 'what was published stays' USING ERRCODE = 'restrict_violation';
                END IF;
                IF (NEW.publication_id, NEW.enrolment_id, NEW.position, NEW.name, NEW.unit,
                    NEW.category, NEW.amount)
                   IS DISTINCT FROM
                   (OLD.publication_id, OLD.enrolment_id, OLD.position, OLD.name, OLD.unit,
                    OLD.category, OLD.amount)
                   OR NEW.consent_id IS NOT NULL AND NEW.consent_id IS DISTINCT FROM OLD.consent_id THEN
                    RAISE EXCEPTION 'what was published stays' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER campaigns_publication_line_stays
                BEFORE INSERT OR UPDATE OR DELETE ON campaigns_publicationline
                FOR EACH ROW EXECUTE FUNCTION campaigns_publication_line_stays();
            """,
            reverse_sql="""
            DROP TRIGGER campaigns_publication_line_stays ON campaigns_publicationline;
            DROP FUNCTION campaigns_publication_line_stays();
            DROP TRIGGER campaigns_publication_stays ON campaigns_publication;
            DROP FUNCTION campaigns_publication_stays();
            """,
        ),
    ]
