from django.db import migrations


class Migration(migrations.Migration):
    """What was published, signed, announced, confirmed or released stays as it was.

    The services check all of it before; this is what remains true when somebody goes around them.
    Scores are looked at by statement, not by row: a whole province is computed in one.
    """

    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION supervision_scheme_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'draft' THEN
                    IF TG_OP = 'UPDATE' AND NEW.state NOT IN ('draft', 'published') THEN
                        RAISE EXCEPTION 'a scheme does not go from draft to %', NEW.state
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                END IF;
                IF TG_OP = 'DELETE' OR OLD.state IN ('closed', 'superseded') THEN
                    RAISE EXCEPTION 'a published scheme is final' USING ERRCODE = 'restrict_violation';
                END IF;
                IF (NEW.office_id, NEW.year, NEW.version, NEW.title, NEW.full_marks, NEW.self_score_from,
                    NEW.self_score_until, NEW.copied_from_id, NEW.made_by_id, NEW.published_on)
                   IS DISTINCT FROM
                   (OLD.office_id, OLD.year, OLD.version, OLD.title, OLD.full_marks, OLD.self_score_from,
                    OLD.self_score_until, OLD.copied_from_id, OLD.made_by_id, OLD.published_on)
                THEN
                    RAISE EXCEPTION 'a published scheme is final' USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
                    'published>self_scoring', 'published>superseded', 'self_scoring>checking',
                    'checking>provisional', 'provisional>closed'
                ) THEN
                    RAISE EXCEPTION 'a scheme does not go from % to %', OLD.state, NEW.state
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state = 'provisional' AND
                   (NEW.announced_by_id, NEW.announced_on, NEW.appeal_until, NEW.computed_at)
                   IS DISTINCT FROM
                   (OLD.announced_by_id, OLD.announced_on, OLD.appeal_until, OLD.computed_at)
                THEN
                    RAISE EXCEPTION 'an announced result stays announced'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER supervision_scheme_is_final
                BEFORE UPDATE OR DELETE ON supervision_assessmentscheme
                FOR EACH ROW EXECUTE FUNCTION supervision_scheme_is_final();

            CREATE FUNCTION supervision_item_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM supervision_assessmentscheme
                     WHERE id IN (NEW.scheme_id, OLD.scheme_id) AND state <> 'draft'
                ) THEN
                    RAISE EXCEPTION 'a published scheme is final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER supervision_item_of_published
                BEFORE INSERT OR UPDATE OR DELETE ON supervision_scoreitem
                FOR EACH ROW EXECUTE FUNCTION supervision_item_of_published();

            CREATE FUNCTION supervision_never_removed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is never removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE FUNCTION supervision_write_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$;

            CREATE FUNCTION supervision_stays_where_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what % belongs to does not change', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER supervision_score_of_its_sheet
                BEFORE UPDATE OF sheet_id, item_id ON supervision_score FOR EACH ROW
                WHEN ((OLD.sheet_id, OLD.item_id) IS DISTINCT FROM (NEW.sheet_id, NEW.item_id))
                EXECUTE FUNCTION supervision_stays_where_it_is();
            CREATE TRIGGER supervision_sheet_of_its_scheme
                BEFORE UPDATE OF scheme_id, agency_id ON supervision_sheet FOR EACH ROW
                WHEN ((OLD.scheme_id, OLD.agency_id) IS DISTINCT FROM (NEW.scheme_id, NEW.agency_id))
                EXECUTE FUNCTION supervision_stays_where_it_is();

            -- Old and new rows are compared only where a result is announced: there, few rows change.
            -- A plan that was made for few rows would take minutes over those of a province.
            CREATE FUNCTION supervision_score_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                states text[];
            BEGIN
                SELECT array_agg(state) INTO states FROM supervision_assessmentscheme WHERE id IN (
                    SELECT sheet.scheme_id FROM supervision_sheet sheet
                     WHERE sheet.id IN (SELECT sheet_id FROM former)
                );
                IF states && ARRAY['closed', 'superseded'] OR 'provisional' = ANY(states) AND EXISTS (
                    SELECT FROM changed
                      JOIN former USING (id)
                     WHERE (changed.self_score, changed.computed, changed.value, changed.base,
                            changed.counted, changed.others, changed.sentence,
                            changed.office_score, changed.office_by_id)
                           IS DISTINCT FROM
                           (former.self_score, former.computed, former.value, former.base,
                            former.counted, former.others, former.sentence,
                            former.office_score, former.office_by_id)
                ) THEN
                    RAISE EXCEPTION 'a score that was announced is frozen'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER supervision_score_is_final AFTER UPDATE ON supervision_score
                REFERENCING OLD TABLE AS former NEW TABLE AS changed
                FOR EACH STATEMENT EXECUTE FUNCTION supervision_score_is_final();
            CREATE TRIGGER supervision_score_stays BEFORE DELETE ON supervision_score
                FOR EACH ROW EXECUTE FUNCTION supervision_never_removed();

            CREATE FUNCTION supervision_sheet_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                states text[];
            BEGIN
                SELECT array_agg(state) INTO states FROM supervision_assessmentscheme
                 WHERE id IN (SELECT scheme_id FROM former);
                IF states && ARRAY['closed', 'superseded'] OR 'provisional' = ANY(states) AND EXISTS (
                    SELECT FROM changed
                      JOIN former USING (id)
                     WHERE (changed.state, changed.self_total, changed.computed_total,
                            changed.office_total)
                           IS DISTINCT FROM
                           (former.state, former.self_total, former.computed_total,
                            former.office_total)
                ) THEN
                    RAISE EXCEPTION 'a sheet that was announced is frozen'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER supervision_sheet_is_final AFTER UPDATE ON supervision_sheet
                REFERENCING OLD TABLE AS former NEW TABLE AS changed
                FOR EACH STATEMENT EXECUTE FUNCTION supervision_sheet_is_final();
            CREATE TRIGGER supervision_sheet_stays BEFORE DELETE ON supervision_sheet
                FOR EACH ROW EXECUTE FUNCTION supervision_never_removed();

            CREATE FUNCTION supervision_commitment_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.office_signed_on IS NOT NULL
                   OR OLD.agency_signed_on IS NOT NULL AND
                      (NEW.sheet_id, NEW.targets, NEW.promises, NEW.agency_signatory,
                       NEW.agency_signed_by_id, NEW.agency_signed_on)
                      IS DISTINCT FROM
                      (OLD.sheet_id, OLD.targets, OLD.promises, OLD.agency_signatory,
                       OLD.agency_signed_by_id, OLD.agency_signed_on)
                THEN
                    RAISE EXCEPTION 'signed targets are final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER supervision_commitment_is_final
                BEFORE UPDATE OR DELETE ON supervision_targetcommitment
                FOR EACH ROW EXECUTE FUNCTION supervision_commitment_is_final();

            CREATE FUNCTION supervision_decided_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.state <> 'raised' OR
                   (NEW.score_id, NEW.reason, NEW.evidence, NEW.raised_by_id, NEW.scored_by_id,
                    NEW.score_before)
                   IS DISTINCT FROM
                   (OLD.score_id, OLD.reason, OLD.evidence, OLD.raised_by_id, OLD.scored_by_id,
                    OLD.score_before)
                THEN
                    RAISE EXCEPTION 'an appeal is kept as it was raised and decided'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER supervision_decided_is_final BEFORE UPDATE OR DELETE ON supervision_appeal
                FOR EACH ROW EXECUTE FUNCTION supervision_decided_is_final();

            CREATE TRIGGER supervision_ranking_write_once BEFORE UPDATE OR DELETE ON supervision_ranking
                FOR EACH ROW EXECUTE FUNCTION supervision_write_once();
            CREATE TRIGGER supervision_print_write_once
                BEFORE UPDATE OR DELETE ON supervision_bulletinprint
                FOR EACH ROW EXECUTE FUNCTION supervision_write_once();

            CREATE FUNCTION supervision_granted_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'granted' THEN
                    RAISE EXCEPTION 'a public award is final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER supervision_granted_is_final BEFORE UPDATE OR DELETE ON supervision_award
                FOR EACH ROW EXECUTE FUNCTION supervision_granted_is_final();

            CREATE FUNCTION supervision_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state <> 'draft' AND (
                    TG_OP = 'DELETE' OR NEW.state = 'draft' OR
                    (NEW.scheme_id, NEW.starts_on, NEW.ends_on, NEW.number, NEW.title, NEW.opening,
                     NEW.closing, NEW.edited_by_id, NEW.released_by_id, NEW.released_on, NEW.document)
                    IS DISTINCT FROM
                    (OLD.scheme_id, OLD.starts_on, OLD.ends_on, OLD.number, OLD.title, OLD.opening,
                     OLD.closing, OLD.edited_by_id, OLD.released_by_id, OLD.released_on, OLD.document)
                ) THEN
                    RAISE EXCEPTION 'a released bulletin is final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER supervision_released_is_final
                BEFORE UPDATE OR DELETE ON supervision_bulletin
                FOR EACH ROW EXECUTE FUNCTION supervision_released_is_final();

            CREATE FUNCTION supervision_line_of_released() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM supervision_bulletin
                     WHERE id IN (NEW.bulletin_id, OLD.bulletin_id) AND state <> 'draft'
                ) THEN
                    RAISE EXCEPTION 'a released bulletin is final' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER supervision_line_of_released
                BEFORE INSERT OR UPDATE OR DELETE ON supervision_bulletinline
                FOR EACH ROW EXECUTE FUNCTION supervision_line_of_released();
            """,
            reverse_sql="""
            DROP TRIGGER supervision_line_of_released ON supervision_bulletinline;
            DROP TRIGGER supervision_released_is_final ON supervision_bulletin;
            DROP TRIGGER supervision_granted_is_final ON supervision_award;
            DROP TRIGGER supervision_print_write_once ON supervision_bulletinprint;
            DROP TRIGGER supervision_ranking_write_once ON supervision_ranking;
            DROP TRIGGER supervision_decided_is_final ON supervision_appeal;
            DROP TRIGGER supervision_commitment_is_final ON supervision_targetcommitment;
            DROP TRIGGER supervision_sheet_stays ON supervision_sheet;
            DROP TRIGGER supervision_sheet_is_final ON supervision_sheet;
            DROP TRIGGER supervision_score_stays ON supervision_score;
            DROP TRIGGER supervision_score_of_its_sheet ON supervision_score;
            DROP TRIGGER supervision_sheet_of_its_scheme ON supervision_sheet;
            DROP TRIGGER supervision_score_is_final ON supervision_score;
            DROP TRIGGER supervision_item_of_published ON supervision_scoreitem;
            DROP TRIGGER supervision_scheme_is_final ON supervision_assessmentscheme;
            DROP FUNCTION supervision_line_of_released();
            DROP FUNCTION supervision_released_is_final();
            DROP FUNCTION supervision_granted_is_final();
            DROP FUNCTION supervision_decided_is_final();
            DROP FUNCTION supervision_commitment_is_final();
            DROP FUNCTION supervision_sheet_is_final();
            DROP FUNCTION supervision_score_is_final();
            DROP FUNCTION supervision_stays_where_it_is();
            DROP FUNCTION supervision_write_once();
            DROP FUNCTION supervision_never_removed();
            DROP FUNCTION supervision_item_of_published();
            DROP FUNCTION supervision_scheme_is_final();
            """,
        )
    ]
