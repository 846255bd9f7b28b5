import django.db.models.deletion
from django.db import migrations, models

from ground.kernel.tables import CreateModels


def _prints(name, of, to):
    return migrations.CreateModel(
        name=name,
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "hash",
                    f"{of}_id",
                    blank=True,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("hash", models.IntegerField()),
            (
                of,
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="prints", to=to
                ),
            ),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("briefs", "0004_figures_in_text")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="mends",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mended_by",
                to="briefs.contribution",
            ),
        ),
        CreateModels(
            [
                _prints("ArticlePrint", "article", "briefs.article"),
                _prints("ContributionPrint", "contribution", "briefs.contribution"),
            ]
        ),
    ]
