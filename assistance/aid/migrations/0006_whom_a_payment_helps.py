import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0005_days_of_a_repeat"),
    ]

    operations = [
        migrations.CreateModel(
            name="Beneficiary",
            fields=[
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="beneficiary",
                        serialize=False,
                        to="aid.payment",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="受助人")),
                (
                    "id_tail",
                    models.CharField(blank=True, max_length=4, verbose_name="身份证后四位"),
                ),
                ("is_place", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER aid_beneficiary_append_only BEFORE DELETE OR UPDATE ON aid_beneficiary
                FOR EACH ROW EXECUTE FUNCTION aid_append_only();
            CREATE TRIGGER aid_beneficiary_never_emptied BEFORE TRUNCATE ON aid_beneficiary
                FOR EACH STATEMENT EXECUTE FUNCTION aid_append_only();
            CREATE FUNCTION aid_beneficiary_comes_with_payment() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM came c JOIN aid_payment p ON p.id = c.payment_id
                     WHERE p.state <> 'planned') > 0 THEN
                    RAISE EXCEPTION 'whom a payment helps is written when it is planned'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER aid_beneficiary_comes_with_payment AFTER INSERT ON aid_beneficiary
                REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION aid_beneficiary_comes_with_payment();
            """,
            """
            DROP FUNCTION aid_beneficiary_comes_with_payment() CASCADE;
            DROP TRIGGER aid_beneficiary_append_only ON aid_beneficiary;
            DROP TRIGGER aid_beneficiary_never_emptied ON aid_beneficiary;
            """,
        ),
        migrations.AlterField(
            model_name="payee",
            name="relation",
            field=models.CharField(
                choices=[
                    ("holder", "户主本人"),
                    ("self", "本人（未建档）"),
                    ("student_parent", "学生家长"),
                    ("other", "其他"),
                ],
                max_length=14,
                verbose_name="与家庭关系",
            ),
        ),
    ]
