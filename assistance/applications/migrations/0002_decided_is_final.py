from django.db import migrations


class Migration(migrations.Migration):
    """What was decided about an application stays; a granted one lapses with its payment."""

    dependencies = [("applications", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION applications_decided_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state IN ('draft', 'recommended', 'reviewed') THEN
                    RETURN COALESCE(NEW, OLD);
                END IF;
                IF TG_OP = 'DELETE' OR
                   (NEW.state <> OLD.state AND NOT (OLD.state = 'approved' AND NEW.state = 'lapsed')) OR
                   (NEW.unit_id, NEW.file_id, NEW.member_id, NEW.aid_type, NEW.year, NEW.occasion,
                    NEW.asked, NEW.out_of_pocket, NEW.source_kind, NEW.is_relative,
                    NEW.proposed_amount, NEW.proposal, NEW.standards, NEW.standard_id,
                    NEW.decided_amount, NEW.decided_reason, NEW.opinion, NEW.made_by_id,
                    NEW.recommended_by_id, NEW.reviewed_by_id, NEW.decided_by_id, NEW.decided_on,
                    NEW.payment_id)
                   IS DISTINCT FROM
                   (OLD.unit_id, OLD.file_id, OLD.member_id, OLD.aid_type, OLD.year, OLD.occasion,
                    OLD.asked, OLD.out_of_pocket, OLD.source_kind, OLD.is_relative,
                    OLD.proposed_amount, OLD.proposal, OLD.standards, OLD.standard_id,
                    OLD.decided_amount, OLD.decided_reason, OLD.opinion, OLD.made_by_id,
                    OLD.recommended_by_id, OLD.reviewed_by_id, OLD.decided_by_id, OLD.decided_on,
                    OLD.payment_id)
                THEN
                    RAISE EXCEPTION 'what was decided about an application is final'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER applications_decided_is_final
                BEFORE UPDATE OR DELETE ON applications_application
                FOR EACH ROW EXECUTE FUNCTION applications_decided_is_final();
            """,
            reverse_sql="""
            DROP TRIGGER applications_decided_is_final ON applications_application;
            DROP FUNCTION applications_decided_is_final();
            """,
        )
    ]
