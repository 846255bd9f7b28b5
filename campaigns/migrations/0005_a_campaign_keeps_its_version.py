import django.db.models.deletion
from django.db import migrations, models

GOES_ON = """
CREATE OR REPLACE FUNCTION campaigns_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE way text[] := ARRAY['planned', 'published', 'collecting', 'screening', 'notice',
    'approved', 'executing', 'closing', 'summarised', 'archived'];
BEGIN
    IF array_position(way, NEW.state::text) < array_position(way, OLD.state::text) THEN
        RAISE EXCEPTION 'a campaign does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    {kept}
    RETURN NEW;
END $$;
"""
BEFORE = """IF OLD.state <> 'planned' AND (NEW.kind, NEW.year, NEW.organiser_id, NEW.budget)
        IS DISTINCT FROM (OLD.kind, OLD.year, OLD.organiser_id, OLD.budget) THEN
        RAISE EXCEPTION 'a published campaign stays as it was laid down'
            USING ERRCODE = 'restrict_violation';
    END IF;"""
AFTER = """IF NEW.kind_version_id IS DISTINCT FROM OLD.kind_version_id THEN
        RAISE EXCEPTION 'a campaign keeps the version of its kind'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'planned' AND (NEW.year, NEW.organiser_id, NEW.budget)
        IS DISTINCT FROM (OLD.year, OLD.organiser_id, OLD.budget) THEN
        RAISE EXCEPTION 'a published campaign stays as it was laid down'
            USING ERRCODE = 'restrict_violation';
    END IF;"""
FINAL = """
CREATE FUNCTION campaigns_kindversion_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published version of a kind is final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER campaigns_kindversion_is_final BEFORE UPDATE OR DELETE ON campaigns_kindversion
    FOR EACH ROW EXECUTE FUNCTION campaigns_kindversion_is_final();
"""
NOT_FINAL = """
DROP TRIGGER campaigns_kindversion_is_final ON campaigns_kindversion;
DROP FUNCTION campaigns_kindversion_is_final();
"""


def nothing(apps, schema_editor):
    pass


def name_kinds(apps, schema_editor):
    """Back to the kinds of the program. It knows none that an office made: their campaigns stand in the way."""
    campaign = apps.get_model("campaigns", "Campaign")
    own = campaign.objects.filter(kind_version__kind__owner__isnull=False)
    if names := list(own.values_list("name", flat=True)[:5]):
        raise RuntimeError(f"campaigns of kinds that offices made cannot go back: {names}")
    for pk, code in campaign.objects.values_list("pk", "kind_version__kind__code"):
        campaign.objects.filter(pk=pk).update(kind=code)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    """A published version is final, and a campaign keeps the one by which it was planned."""

    replaces = [("campaigns", "0012_a_campaign_keeps_its_version")]

    dependencies = [("campaigns", "0004_kinds_are_rows")]

    operations = [
        migrations.RunSQL(FINAL, NOT_FINAL),
        migrations.RunSQL(GOES_ON.format(kept=AFTER), GOES_ON.format(kept=BEFORE)),
        migrations.AlterField(
            model_name="campaign",
            name="kind_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="campaigns.kindversion",
                verbose_name="类型",
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="kind",
            field=models.CharField(max_length=30, null=True, verbose_name="类型"),
        ),
        migrations.RunPython(nothing, name_kinds),
        migrations.RemoveField(model_name="campaign", name="kind"),
    ]
