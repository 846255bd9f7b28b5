from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefs", "0002_signed_is_final")]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="zeros",
            field=models.JSONField(default=list),
        )
    ]
