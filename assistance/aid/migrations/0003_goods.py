from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0002_paid_is_final")]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="aid_type",
            field=models.CharField(
                choices=[
                    ("living", "生活救助"),
                    ("medical", "医疗救助"),
                    ("education", "子女助学"),
                    ("temporary", "临时救助"),
                    ("condolence", "慰问金"),
                    ("goods", "慰问品"),
                ],
                max_length=12,
                verbose_name="类别",
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
                ],
                default="cash_signed",
                max_length=15,
                verbose_name="方式",
            ),
        ),
    ]
