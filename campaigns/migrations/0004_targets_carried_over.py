from django.db import migrations


class Migration(migrations.Migration):
    """What was there is carried over: the source becomes money, a target's payment says how far it is.

    A campaign that ran goes on in the state in which money is given out, one that was closed waits for
    its summary. Back again, what has no payment, and all but the last of a family, is given up.
    """

    dependencies = [
        ("campaigns", "0003_parts_of_a_campaign"),
        ("aid", "0009_batch_problems"),
        ("places", "0002_first_rules"),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
            INSERT INTO campaigns_campaignmoney (campaign_id, source_id, amount)
                SELECT id, source_id, budget FROM campaigns_campaign ORDER BY id;
            INSERT INTO campaigns_campaignrule (campaign_id, code, value)
                SELECT c.id, r.code, NULL FROM campaigns_campaign c,
                       (VALUES (1, 'file_active'), (2, 'has_amount')) AS r (place, code)
                 ORDER BY c.id, r.place;
            INSERT INTO campaigns_campaignrule (campaign_id, code, value)
                SELECT c.id, 'per_time', (
                    SELECT r.value FROM places_localrule r
                     WHERE r.code = 'campaigns.' || c.kind || '_per_family' AND r.division_id IS NULL
                       AND r.valid_from <= c.starts_on ORDER BY r.valid_from DESC LIMIT 1)
                  FROM campaigns_campaign c ORDER BY c.id;
            DELETE FROM campaigns_campaignrule WHERE code = 'per_time' AND value IS NULL;
            UPDATE campaigns_campaign SET
                apply_from = starts_on, apply_to = ends_on, settle_by = ends_on,
                published_on = CASE WHEN published_by_id IS NOT NULL THEN starts_on END,
                state = CASE state WHEN 'published' THEN 'executing' WHEN 'closed' THEN 'closing'
                        ELSE state END;
            UPDATE campaigns_enrolment e SET
                state = CASE WHEN p.state = 'paid' THEN 'reached'
                             WHEN p.state IN ('void', 'released') THEN 'withdrawn' ELSE 'planned' END,
                withdrawn_reason = CASE WHEN p.state IN ('void', 'released') THEN '款项已作废' ELSE '' END,
                amount = p.amount, asked = p.amount, reason = p.reason, listed_on = p.planned_at::date,
                came_from = CASE WHEN e.file_id IS NULL THEN 'visited' ELSE 'by_hand' END,
                person_class = CASE WHEN e.file_id IS NULL THEN 'visited' ELSE 'filed' END,
                people = CASE WHEN e.file_id IS NULL THEN 0 ELSE 1 END,
                households = CASE WHEN e.file_id IS NULL THEN 0 ELSE 1 END
              FROM aid_payment p WHERE p.id = e.payment_id;
            UPDATE campaigns_enrolment e SET
                person_key = COALESCE((SELECT NULLIF(m.id_hash, '') FROM households_member m
                                        WHERE m.file_id = e.file_id AND m.relation = 'holder'),
                                      'file:' || e.file_id)
             WHERE e.file_id IS NOT NULL;
            """,
            reverse_sql="""
            DELETE FROM campaigns_checklisttick;
            DELETE FROM campaigns_enrolment WHERE payment_id IS NULL;
            DELETE FROM campaigns_enrolment e USING campaigns_enrolment o
             WHERE o.campaign_id = e.campaign_id AND o.file_id = e.file_id AND o.id > e.id;
            UPDATE campaigns_campaign c SET
                source_id = (SELECT m.source_id FROM campaigns_campaignmoney m
                              WHERE m.campaign_id = c.id ORDER BY m.id LIMIT 1),
                state = CASE WHEN state = 'planned' THEN 'planned'
                             WHEN state IN ('closing', 'summarised', 'archived') THEN 'closed'
                             ELSE 'published' END;
            """,
        ),
    ]
