import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A figure of an issue may be of another span or unit than the issue, and stand in the text alone."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("briefs", "0003_what_follows_a_brief"),
    ]

    operations = [
        migrations.RemoveConstraint("issuefigure", "issue_figure_once"),
        migrations.RenameField("issuefigure", "fact", "key"),
        migrations.AlterField("issuefigure", "key", models.CharField(max_length=80)),
        migrations.AlterField("issuefigure", "label", models.CharField(max_length=200)),
        migrations.AddConstraint(
            "issuefigure",
            models.UniqueConstraint(fields=["issue", "key"], name="issue_figure_once"),
        ),
        migrations.AddField("issuefigure", "starts_on", models.DateField(null=True)),
        migrations.AddField("issuefigure", "ends_on", models.DateField(null=True)),
        migrations.AddField(
            "issuefigure",
            "organisation",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            "issuefigure", "on_data_page", models.BooleanField(db_default=True, default=True)
        ),
    ]
