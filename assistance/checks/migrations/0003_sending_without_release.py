from django.db import migrations


class Migration(migrations.Migration):
    """The log of exports has the file; a sending is what the programme did."""

    dependencies = [("checks", "0002_first_rules")]

    operations = [migrations.RemoveField("sending", "release")]
