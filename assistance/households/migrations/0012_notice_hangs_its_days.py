from django.db import migrations, models


class Migration(migrations.Migration):
    """No code passes a gate of notice on or before the notice's last day."""

    dependencies = [("households", "0011_by_end")]

    operations = [
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "登记建档"),
                    ("submitted", "提交申请"),
                    ("begun", "开始办理"),
                    ("troubled", "发现问题"),
                    ("cleared", "问题已处理"),
                    ("passed", "通过"),
                    ("approved", "批准建档"),
                    ("withdrawn", "撤下重办"),
                    ("returned", "退回补充"),
                    ("rejected", "不予建档"),
                    ("acknowledged", "旧档核认"),
                    ("amended", "变更登记"),
                    ("confirmed", "复核"),
                    ("reclassified", "类别调整"),
                    ("exited", "脱困退档"),
                    ("cancelled", "注销档案"),
                    ("merged", "并户"),
                    ("split", "分户"),
                ],
                max_length=15,
                verbose_name="步骤",
            ),
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION households_notice_hangs() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM households_gate WHERE id = NEW.gate_id AND kind = 'notice')
                   AND NOT EXISTS (
                       SELECT FROM households_hardshipfile
                       WHERE id = NEW.file_id AND notice_ends_on < NEW."on"
                   ) THEN
                    RAISE EXCEPTION 'the notice of file % has not hung its days', NEW.file_id
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_notice_hung_its_days';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER file_notice_hung_its_days BEFORE INSERT ON households_step
                FOR EACH ROW WHEN (NEW.kind = 'passed')
                EXECUTE FUNCTION households_notice_hangs();
            """,
            reverse_sql="""
            DROP TRIGGER file_notice_hung_its_days ON households_step;
            DROP FUNCTION households_notice_hangs();
            """,
        ),
    ]
