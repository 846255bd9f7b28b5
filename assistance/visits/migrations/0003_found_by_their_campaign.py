from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_first_rules")]

    operations = [
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("origin", ""), _negated=True),
                fields=["origin"],
                name="visit_by_origin",
            ),
        ),
    ]
