import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """That the answer and the line of what a bank said are there is proved for a statement at once.

    Neither can be removed or get another key: no foreign key asks again for each row.
    """

    replaces = [("banks", "0005_proved_by_the_statement")]

    dependencies = [
        ("banks", "0003_what_was_written_stays"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answerline",
            name="answer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_lines",
                to="banks.bankanswer",
            ),
        ),
        migrations.AlterField(
            model_name="answerline",
            name="line",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="banks.fileline",
            ),
        ),
        migrations.AlterField(
            model_name="fileline",
            name="file",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="file_lines",
                to="banks.bankfile",
            ),
        ),
        migrations.RunSQL(
            sql="""
            -- Planned anew each time (EXECUTE), as that of 0003.
            CREATE FUNCTION banks_answer_lines_come() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE wrong bigint;
            BEGIN
                EXECUTE '
                    SELECT count(*) FROM came c LEFT JOIN banks_bankanswer a ON a.id = c.answer_id
                      LEFT JOIN banks_fileline l ON l.id = c.line_id
                     WHERE a.id IS NULL OR l.id IS NULL' INTO wrong;
                IF wrong > 0 THEN
                    RAISE EXCEPTION 'a bank answers in an answer, to a line of a file'
                        USING ERRCODE = 'foreign_key_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER banks_answer_lines_come AFTER INSERT ON banks_answerline
                REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION banks_answer_lines_come();
            CREATE TRIGGER banks_line_never_emptied BEFORE TRUNCATE ON banks_fileline
                FOR EACH STATEMENT EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_answer_never_emptied BEFORE TRUNCATE ON banks_bankanswer
                FOR EACH STATEMENT EXECUTE FUNCTION banks_stays();
            CREATE TRIGGER banks_answer_line_never_emptied BEFORE TRUNCATE ON banks_answerline
                FOR EACH STATEMENT EXECUTE FUNCTION banks_stays();
            """,
            reverse_sql="""
            DROP TRIGGER banks_answer_line_never_emptied ON banks_answerline;
            DROP TRIGGER banks_answer_never_emptied ON banks_bankanswer;
            DROP TRIGGER banks_line_never_emptied ON banks_fileline;
            DROP TRIGGER banks_answer_lines_come ON banks_answerline;
            DROP FUNCTION banks_answer_lines_come();
            """,
        ),
    ]
