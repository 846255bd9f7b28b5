from django.db import migrations, models


def lines_come_with_file(check):
    return f"""
    CREATE OR REPLACE FUNCTION banks_lines_come_with_file() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE wrong bigint;
    BEGIN
        {check}
            RAISE EXCEPTION 'a line is written with its file, for a payment of its batch'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    END $$;
    """


STRAY = """FROM came c JOIN banks_bankfile f ON f.id = c.file_id JOIN aid_payment p ON p.id = c.payment_id
             WHERE f.state <> 'made' OR p.batch_id IS DISTINCT FROM f.batch_id"""
# Planned anew each time: a plan kept from a file of one line would join a hundred thousand with each other.
ANEW = f"EXECUTE $sql$ SELECT count(*) {STRAY} $sql$ INTO wrong; IF wrong > 0 THEN"
KEPT = f"IF EXISTS (SELECT 1 {STRAY}) THEN"


class Migration(migrations.Migration):
    """What a bank paid it may send back later: said once that it was paid, and once that it came back."""

    dependencies = [("banks", "0003_what_was_written_stays")]

    operations = [
        migrations.RemoveConstraint(model_name="answerline", name="bank_answer_final_once"),
        migrations.AddConstraint(
            model_name="answerline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone", False), models.Q(("said", "unknown"), _negated=True)),
                fields=("line", "said"),
                name="bank_answer_final_once",
            ),
        ),
        migrations.RunSQL(sql=lines_come_with_file(ANEW), reverse_sql=lines_come_with_file(KEPT)),
    ]
