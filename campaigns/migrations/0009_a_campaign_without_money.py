from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION campaigns_money_is_budget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint;
BEGIN
    wanted := CASE WHEN TG_TABLE_NAME = 'campaigns_campaign' THEN NEW.id
                   WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD)->>'campaign_id')::bigint
                   ELSE (to_jsonb(NEW)->>'campaign_id')::bigint END;
    IF EXISTS (SELECT 1 FROM campaigns_campaign c WHERE c.id = wanted AND c.budget IS DISTINCT
               FROM (SELECT {sum} FROM campaigns_campaignmoney WHERE campaign_id = c.id))
    THEN
        RAISE EXCEPTION 'the money of campaign % is not its budget', wanted
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """What gives neither money nor goods (春送岗位) is planned without a budget."""

    dependencies = [("campaigns", "0008_what_was_published_stays")]

    operations = [
        migrations.RemoveConstraint("campaign", "campaign_budget_positive"),
        migrations.AddConstraint(
            "campaign",
            models.CheckConstraint(
                condition=models.Q(budget__gte=0), name="campaign_budget_not_negative"
            ),
        ),
        migrations.RunSQL(
            FUNCTION.format(sum="coalesce(sum(amount), 0)"), FUNCTION.format(sum="sum(amount)")
        ),
    ]
