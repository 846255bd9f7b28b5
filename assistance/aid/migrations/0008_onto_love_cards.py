from django.db import migrations, models

HANDS = """
    DO $do$ BEGIN
        EXECUTE replace(pg_get_functiondef('aid_batch_keeps_hands'::regproc), $old${old}$old$, $new${new}$new$);
    END $do$;
"""
BEFORE = "NEW.way <> (CASE NEW.state WHEN 'sent' THEN 'bank' ELSE 'hand' END)"
NOW = "(NEW.way = 'bank') <> (NEW.state = 'sent')"


class Migration(migrations.Migration):
    """A third way of giving out: onto the families' love cards."""

    dependencies = [("aid", "0007_who_is_helped_is_known_again")]

    operations = [
        migrations.RunSQL(HANDS.format(old=BEFORE, new=NOW), HANDS.format(old=NOW, new=BEFORE)),
        migrations.AlterField(
            model_name="batch",
            name="way",
            field=models.CharField(
                choices=[("hand", "现场发放"), ("bank", "银行发放"), ("card", "爱心卡充值")],
                default="hand",
                max_length=4,
                verbose_name="发放途径",
            ),
        ),
        migrations.AlterField(
            model_name="payment",
            name="channel",
            field=models.CharField(
                choices=[
                    ("cash_signed", "现金签收"),
                    ("bank_transfer", "银行代发"),
                    ("goods_signed", "实物签收"),
                    ("card_topup", "爱心卡充值"),
                ],
                default="cash_signed",
                max_length=15,
                verbose_name="方式",
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="kind",
            field=models.CharField(
                choices=[
                    ("screen", "屏幕签名"),
                    ("list", "签领表照片"),
                    ("goods", "实物签收单"),
                    ("slip", "银行回单"),
                    ("answer", "银行回盘"),
                    ("card", "充值记录"),
                    ("visit", "走访签收"),
                ],
                max_length=6,
                verbose_name="回执种类",
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="signed_by",
            field=models.CharField(
                choices=[
                    ("payee", "本人签收"),
                    ("proxy", "代领"),
                    ("place", "单位代表签收"),
                    ("bank", "银行入账"),
                    ("card", "充值入卡"),
                ],
                max_length=5,
                verbose_name="签收",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="receipt",
            name="receipt_has_its_proof",
        ),
        migrations.RemoveConstraint(
            model_name="receipt",
            name="receipt_of_bank_is_signed_by_none",
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["screen", "visit"]),
                        ("paper", None),
                        ("signature__isnull", False),
                    ),
                    models.Q(
                        ("kind__in", ["list", "goods", "slip"]),
                        ("paper__isnull", False),
                        ("signature", None),
                    ),
                    models.Q(
                        ("kind__in", ["answer", "card"]), ("paper", None), ("signature", None)
                    ),
                    _connector="OR",
                ),
                name="receipt_has_its_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["slip", "answer"]), ("signed_by", "bank")),
                    models.Q(("kind", "card"), ("signed_by", "card")),
                    models.Q(
                        models.Q(("kind__in", ["slip", "answer", "card"]), _negated=True),
                        models.Q(("signed_by__in", ["bank", "card"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="receipt_by_itself_is_signed_by_none",
            ),
        ),
    ]
