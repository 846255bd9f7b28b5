from django.db import migrations


class Migration(migrations.Migration):
    """A target is an enrolment that has its payment; it keeps its number."""

    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.RenameModel("Target", "Enrolment"),
        migrations.RenameField("Enrolment", "link_point", "unit"),
    ]
