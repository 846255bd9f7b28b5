from django.db import migrations


class Migration(migrations.Migration):
    """How many organisations stand below a path decides how every scoped list is read; with the usual
    hundred samples a county among ten thousand organisations is taken for one."""

    replaces = [("accounts", "0003_paths_are_counted_finely")]

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE accounts_organisation ALTER COLUMN path SET STATISTICS 1000",
            "ALTER TABLE accounts_organisation ALTER COLUMN path SET STATISTICS -1",
        )
    ]
