import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from ground.kernel.tables import CreateModels


# What the two triggers of a signed issue say, with an issue that was withdrawn and without.
FINAL = """
    CREATE OR REPLACE FUNCTION briefs_signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state IN ({states}) AND (
            TG_OP = 'DELETE'
            OR {onward}
            OR (NEW.series_id, NEW.year, NEW.number, NEW.starts_on, NEW.ends_on, NEW.edited_by_id,
                NEW.signed_by_id, NEW.issued_on, NEW.document{new})
               IS DISTINCT FROM
               (OLD.series_id, OLD.year, OLD.number, OLD.starts_on, OLD.ends_on, OLD.edited_by_id,
                OLD.signed_by_id, OLD.issued_on, OLD.document{old})
        ) THEN
            RAISE EXCEPTION 'a signed issue is final' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END $$;
    CREATE OR REPLACE FUNCTION briefs_article_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM briefs_issue
             WHERE id IN (NEW.issue_id, OLD.issue_id) AND state IN ({states})
        ) THEN
            RAISE EXCEPTION 'a signed issue is final' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END $$;
"""
AFTER = FINAL.format(
    states="'signed', 'typeset', 'withdrawn'",
    onward="OLD.state = 'withdrawn' OR NEW.state NOT IN ('signed', 'typeset', 'withdrawn')",
    new=", NEW.supersedes_id",
    old=", OLD.supersedes_id",
)
BEFORE = FINAL.format(
    states="'signed', 'typeset'", onward="NEW.state NOT IN ('signed', 'typeset')", new="", old=""
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_paths_are_counted_finely"),
        ("briefs", "0002_signed_is_final"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Instruction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("words", models.CharField(max_length=500, verbose_name="批示内容")),
                        ("given_on", models.DateField(verbose_name="批示日期")),
                        ("due_on", models.DateField(verbose_name="办结期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("given", "办理中"),
                                    ("answered", "待审阅"),
                                    ("closed", "已办结"),
                                ],
                                default="given",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=2000, verbose_name="办理情况"),
                        ),
                        ("answered_on", models.DateField(null=True, verbose_name="办理日期")),
                        (
                            "sent_back_why",
                            models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                        ),
                        ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                        (
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instructions",
                                to="briefs.issue",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["organisation", "state"], name="instruction_of_unit"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("given_on"))),
                                name="instruction_due",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "given"),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="instruction_answered_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_by__isnull", False),
                                        ("closed_on__isnull", False),
                                        ("state", "closed"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "closed"), _negated=True),
                                        ("closed_by__isnull", True),
                                        ("closed_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="instruction_closed_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="briefs.issue",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issue", "reader"), name="reading_once"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="issue",
            name="supersedes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="briefs.issue",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="withdrawn_on",
            field=models.DateField(null=True, verbose_name="撤回日期"),
        ),
        migrations.AddField(
            model_name="issue",
            name="withdrawn_why",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="撤回原因"
            ),
        ),
        migrations.AlterField(
            model_name="issue",
            name="state",
            field=models.CharField(
                choices=[
                    ("editing", "编辑中"),
                    ("in_review", "待签发"),
                    ("signed", "已签发"),
                    ("typeset", "已排印"),
                    ("withdrawn", "已撤回"),
                ],
                default="editing",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"),
                        ("withdrawn_by__isnull", False),
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawn_by__isnull", True),
                        ("withdrawn_on__isnull", True),
                        ("withdrawn_why", ""),
                    ),
                    _connector="OR",
                ),
                name="issue_withdrawn_says_why",
            ),
        ),
        migrations.RunSQL(AFTER, BEFORE),
        migrations.RunSQL(
            """
            CREATE FUNCTION briefs_instruction_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.state = 'closed'
                   OR (NEW.issue_id, NEW.words, NEW.given_by_id, NEW.given_on, NEW.organisation_id, NEW.due_on)
                      IS DISTINCT FROM
                      (OLD.issue_id, OLD.words, OLD.given_by_id, OLD.given_on, OLD.organisation_id, OLD.due_on)
                THEN
                    RAISE EXCEPTION 'an instruction stays as it was given' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER briefs_instruction_stays BEFORE UPDATE OR DELETE ON briefs_instruction
                FOR EACH ROW EXECUTE FUNCTION briefs_instruction_stays();
            """,
            "DROP FUNCTION briefs_instruction_stays() CASCADE",
        ),
    ]
