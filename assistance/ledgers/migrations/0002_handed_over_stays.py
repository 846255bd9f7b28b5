from django.db import migrations


class Migration(migrations.Migration):
    """What was handed over stays as it was; only that it was entered over there is added."""

    dependencies = [("ledgers", "0001_outputs_and_hand_overs")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION ledgers_handed_over_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF EXISTS (SELECT FROM households_hardshipfile
                               WHERE id = OLD.file_id AND stored_only_on IS NOT NULL) THEN
                        RETURN OLD;  -- a file whose time of storage is over goes as a whole
                    END IF;
                ELSIF (NEW.hand_over_id, NEW.file_id, NEW.change, NEW.differing, NEW.digests, NEW.row_key)
                      = (OLD.hand_over_id, OLD.file_id, OLD.change, OLD.differing, OLD.digests, OLD.row_key)
                      AND NOT (NEW.is_latest AND NOT OLD.is_latest) THEN
                    RETURN NEW;  -- the sealed form may be sealed anew under a newer key
                END IF;
                RAISE EXCEPTION 'what was handed over does not change'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER ledgers_handed_over_stays
                BEFORE UPDATE OR DELETE ON ledgers_handoverline
                FOR EACH ROW EXECUTE FUNCTION ledgers_handed_over_stays();
            """,
            reverse_sql="""
            DROP TRIGGER ledgers_handed_over_stays ON ledgers_handoverline;
            DROP FUNCTION ledgers_handed_over_stays();
            """,
        ),
    ]
