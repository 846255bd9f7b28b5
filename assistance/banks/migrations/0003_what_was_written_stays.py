from django.db import migrations


class Migration(migrations.Migration):
    """Templates, files, their lines, the bank's answers: written once; a correction is another row.

    Sealed bytes and look-up hashes may be made anew under other keys.
    """

    dependencies = [("banks", "0002_first_templates")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION banks_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what was written for or by a bank stays'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER banks_template_stays BEFORE UPDATE OR DELETE ON banks_banktemplate
                FOR EACH ROW EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_inquiry_stays BEFORE UPDATE OR DELETE ON banks_inquiry
                FOR EACH ROW EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_file_never_removed BEFORE DELETE ON banks_bankfile
                FOR EACH ROW EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_content_never_removed BEFORE DELETE ON banks_filecontent
                FOR EACH ROW EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_line_never_removed BEFORE DELETE ON banks_fileline
                FOR EACH ROW EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_answer_never_removed BEFORE DELETE ON banks_bankanswer
                FOR EACH ROW EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_answer_line_never_removed BEFORE DELETE ON banks_answerline
                FOR EACH ROW EXECUTE FUNCTION banks_stays();

            CREATE FUNCTION banks_file_walks() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'made' THEN
                        RAISE EXCEPTION 'a file begins unsent' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                IF (NEW.id, NEW.number, NEW.batch_id, NEW.template_id, NEW.name, NEW.lines, NEW.total,
                    NEW.size, NEW.sha256, NEW.checksum, NEW.made_by_id, NEW.made_on)
                   IS DISTINCT FROM
                   (OLD.id, OLD.number, OLD.batch_id, OLD.template_id, OLD.name, OLD.lines, OLD.total,
                    OLD.size, OLD.sha256, OLD.checksum, OLD.made_by_id, OLD.made_on)
                   OR OLD.state <> 'made' OR NEW.state = 'made' THEN
                    RAISE EXCEPTION 'a file of a bank is sent or withdrawn once, as it was written'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER banks_file_walks BEFORE INSERT OR UPDATE ON banks_bankfile
                FOR EACH ROW EXECUTE FUNCTION banks_file_walks();

            CREATE FUNCTION banks_content_is_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.id, NEW.file_id) IS DISTINCT FROM (OLD.id, OLD.file_id) THEN
                    RAISE EXCEPTION 'the content of a file stays with it'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER banks_content_is_of_file BEFORE UPDATE ON banks_filecontent
                FOR EACH ROW EXECUTE FUNCTION banks_content_is_of_file();

            -- Planned anew each time: a plan kept from a file of one line would join a hundred thousand
            -- with each other.
            CREATE FUNCTION banks_lines_come_with_file() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE wrong bigint;
            BEGIN
                EXECUTE $sql$
                    SELECT count(*) FROM came c JOIN banks_bankfile f ON f.id = c.file_id
                      JOIN aid_payment p ON p.id = c.payment_id
                     WHERE f.state <> 'made' OR p.batch_id IS DISTINCT FROM f.batch_id
                $sql$ INTO wrong;
                IF wrong > 0 THEN
                    RAISE EXCEPTION 'a line is written with its file, for a payment of its batch'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER banks_lines_come_with_file AFTER INSERT ON banks_fileline
                REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION banks_lines_come_with_file();
            CREATE FUNCTION banks_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.id, NEW.file_id, NEW.number, NEW.payment_id)
                   IS DISTINCT FROM (OLD.id, OLD.file_id, OLD.number, OLD.payment_id) THEN
                    RAISE EXCEPTION 'a line of a file stays' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER banks_line_stays BEFORE UPDATE ON banks_fileline
                FOR EACH ROW EXECUTE FUNCTION banks_line_stays();

            CREATE FUNCTION banks_answer_is_undone_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.undone_on IS NOT NULL OR NEW.undone_on IS NULL OR NEW.undone_by_id IS NULL
                   OR (NEW.id, NEW.intake_id, NEW.taken_by_id, NEW.taken_on, NEW.paid, NEW.paid_amount,
                       NEW.failed, NEW.failed_amount, NEW.unknown, NEW.unknown_amount)
                   IS DISTINCT FROM
                      (OLD.id, OLD.intake_id, OLD.taken_by_id, OLD.taken_on, OLD.paid, OLD.paid_amount,
                       OLD.failed, OLD.failed_amount, OLD.unknown, OLD.unknown_amount) THEN
                    RAISE EXCEPTION 'an answer of a bank stays; it is undone once'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER banks_answer_is_undone_once BEFORE UPDATE ON banks_bankanswer
                FOR EACH ROW EXECUTE FUNCTION banks_answer_is_undone_once();

            -- Planned anew each time (EXECUTE): a plan kept from a statement of one row would join a
            -- hundred thousand with each other.
            CREATE FUNCTION banks_answer_lines_stay() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE wrong bigint;
            BEGIN
                EXECUTE '
                    SELECT count(*) FROM was w LEFT JOIN is_now n ON n.id = w.id
                     WHERE n.id IS NULL OR w.undone AND NOT n.undone
                        OR (n.answer_id, n.line_id, n.said, n.why, n.words, n.answered_on)
                           IS DISTINCT FROM
                           (w.answer_id, w.line_id, w.said, w.why, w.words, w.answered_on)' INTO wrong;
                IF wrong > 0 THEN
                    RAISE EXCEPTION 'what a bank said stays; it is undone with its answer'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER banks_answer_lines_stay AFTER UPDATE ON banks_answerline
                REFERENCING OLD TABLE AS was NEW TABLE AS is_now
                FOR EACH STATEMENT EXECUTE FUNCTION banks_answer_lines_stay();
            """,
            reverse_sql="""
            DROP TRIGGER banks_answer_lines_stay ON banks_answerline;
            DROP FUNCTION banks_answer_lines_stay();
            DROP TRIGGER banks_answer_is_undone_once ON banks_bankanswer;
            DROP FUNCTION banks_answer_is_undone_once();
            DROP TRIGGER banks_line_stays ON banks_fileline;
            DROP FUNCTION banks_line_stays();
            DROP TRIGGER banks_lines_come_with_file ON banks_fileline;
            DROP FUNCTION banks_lines_come_with_file();
            DROP TRIGGER banks_content_is_of_file ON banks_filecontent;
            DROP FUNCTION banks_content_is_of_file();
            DROP TRIGGER banks_file_walks ON banks_bankfile;
            DROP FUNCTION banks_file_walks();
            DROP TRIGGER banks_answer_line_never_removed ON banks_answerline;
            DROP TRIGGER banks_answer_never_removed ON banks_bankanswer;
            DROP TRIGGER banks_line_never_removed ON banks_fileline;
            DROP TRIGGER banks_content_never_removed ON banks_filecontent;
            DROP TRIGGER banks_file_never_removed ON banks_bankfile;
            DROP TRIGGER banks_inquiry_stays ON banks_inquiry;
            DROP TRIGGER banks_template_stays ON banks_banktemplate;
            DROP FUNCTION banks_stays();
            """,
        ),
    ]
