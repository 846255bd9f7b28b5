from django.db import migrations


class Migration(migrations.Migration):
    """Tallies follow enrolments and goods in the same transaction; the budget holds whoever writes.

    By statement, not by row, planned anew each time (EXECUTE). The rows of the campaigns are locked in
    the order of their keys before anything is counted, so that two at once are counted one after the
    other and never wait for each other in a circle.
    """

    replaces = [
        ("campaigns", "0002_targets_become_enrolments"),
        ("campaigns", "0003_parts_of_a_campaign"),
        ("campaigns", "0004_targets_carried_over"),
        ("campaigns", "0005_what_holds_of_enrolments"),
        ("campaigns", "0006_tallies_follow"),
        ("campaigns", "0008_names_come_from_registers"),
        ("campaigns", "0010_goods_and_visiting"),
    ]

    dependencies = [("campaigns", "0002_first_rules")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION campaigns_count_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE rows text; fault text;
            BEGIN
                rows := CASE TG_OP WHEN 'INSERT' THEN 'SELECT 1 AS one, n.* FROM came n'
                                   WHEN 'DELETE' THEN 'SELECT -1 AS one, w.* FROM gone w'
                                   ELSE 'SELECT 1 AS one, n.* FROM came n
                                         UNION ALL SELECT -1 AS one, w.* FROM gone w' END;
                IF TG_OP = 'UPDATE' THEN
                    EXECUTE $sql$
                        SELECT min('an enrolment does not go from ' || w.state || ' to ' || n.state)
                          FROM gone w JOIN came n ON n.id = w.id
                         WHERE n.state <> w.state AND w.state || '>' || n.state NOT IN (
                            'listed>eligible', 'listed>ineligible', 'listed>withdrawn',
                            'eligible>listed', 'ineligible>listed',
                            'eligible>ineligible', 'eligible>approved', 'eligible>withdrawn',
                            'ineligible>eligible', 'ineligible>withdrawn',
                            'approved>planned', 'approved>withdrawn',
                            'planned>reached', 'planned>withdrawn', 'reached>planned')
                    $sql$ INTO fault;
                    IF fault IS NOT NULL THEN
                        RAISE EXCEPTION '%', fault USING ERRCODE = 'restrict_violation';
                    END IF;
                END IF;
                EXECUTE 'SELECT id FROM campaigns_campaign
                          WHERE id IN (SELECT campaign_id FROM (' || rows || ') r)
                          ORDER BY id FOR NO KEY UPDATE';
                EXECUTE 'INSERT INTO campaigns_tally
                            (campaign_id, unit_id, state, number, households, people, amount, complete)
                         SELECT campaign_id, unit_id, state, 0, 0, 0, 0, 0 FROM (' || rows || ') r
                          GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                         ON CONFLICT (campaign_id, unit_id, state) DO NOTHING';
                EXECUTE 'UPDATE campaigns_tally t SET
                            number = t.number + c.number, households = t.households + c.households,
                            people = t.people + c.people, amount = t.amount + c.amount,
                            complete = t.complete + c.complete
                           FROM (SELECT campaign_id, unit_id, state, sum(one) AS number,
                                        sum(one * households) AS households,
                                        sum(one * people) AS people,
                                        sum(one * COALESCE(amount, 0)) AS amount,
                                        sum(one * is_complete::int) AS complete
                                   FROM (' || rows || ') r GROUP BY 1, 2, 3) c
                          WHERE (t.campaign_id, t.unit_id, t.state)
                              = (c.campaign_id, c.unit_id, c.state)
                            AND (c.number, c.households, c.people, c.amount, c.complete)
                             <> (0, 0, 0, 0, 0)';
                IF TG_OP <> 'DELETE' THEN
                    EXECUTE $sql$
                        SELECT min(c.id) FROM campaigns_campaign c JOIN (
                            SELECT campaign_id, sum(amount) AS held FROM campaigns_tally
                             WHERE state IN ('approved', 'planned', 'reached')
                               AND campaign_id IN (SELECT campaign_id FROM came) GROUP BY 1
                        ) t ON t.campaign_id = c.id WHERE t.held > c.budget
                    $sql$ INTO fault;
                    IF fault IS NOT NULL THEN
                        RAISE EXCEPTION 'campaign % goes beyond its budget', fault
                            USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER campaigns_enrolments_came AFTER INSERT ON campaigns_enrolment
                REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION campaigns_count_enrolments();
            CREATE TRIGGER campaigns_enrolments_changed AFTER UPDATE ON campaigns_enrolment
                REFERENCING OLD TABLE AS gone NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION campaigns_count_enrolments();
            CREATE TRIGGER campaigns_enrolments_gone AFTER DELETE ON campaigns_enrolment
                REFERENCING OLD TABLE AS gone
                FOR EACH STATEMENT EXECUTE FUNCTION campaigns_count_enrolments();
            """,
            "DROP FUNCTION campaigns_count_enrolments() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION campaigns_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE way text[] := ARRAY['planned', 'published', 'collecting', 'screening', 'notice',
                'approved', 'executing', 'closing', 'summarised', 'archived'];
            BEGIN
                IF array_position(way, NEW.state::text) < array_position(way, OLD.state::text) THEN
                    RAISE EXCEPTION 'a campaign does not go from % to %', OLD.state, NEW.state
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state <> 'planned' AND (NEW.kind, NEW.year, NEW.organiser_id, NEW.budget)
                    IS DISTINCT FROM (OLD.kind, OLD.year, OLD.organiser_id, OLD.budget) THEN
                    RAISE EXCEPTION 'a published campaign stays as it was laid down'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER campaigns_goes_on BEFORE UPDATE ON campaigns_campaign
                FOR EACH ROW EXECUTE FUNCTION campaigns_goes_on();
            """,
            "DROP FUNCTION campaigns_goes_on() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION campaigns_money_is_budget() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE wanted bigint;
            BEGIN
                wanted := CASE WHEN TG_TABLE_NAME = 'campaigns_campaign' THEN NEW.id
                               WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD)->>'campaign_id')::bigint
                               ELSE (to_jsonb(NEW)->>'campaign_id')::bigint END;
                IF EXISTS (SELECT 1 FROM campaigns_campaign c WHERE c.id = wanted AND c.budget IS DISTINCT
                           FROM (SELECT sum(amount) FROM campaigns_campaignmoney WHERE campaign_id = c.id))
                THEN
                    RAISE EXCEPTION 'the money of campaign % is not its budget', wanted
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER campaigns_money_is_budget AFTER INSERT OR DELETE OR UPDATE
                ON campaigns_campaignmoney DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION campaigns_money_is_budget();
            CREATE CONSTRAINT TRIGGER campaigns_budget_is_money AFTER INSERT OR UPDATE
                ON campaigns_campaign DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION campaigns_money_is_budget();
            """,
            "DROP FUNCTION campaigns_money_is_budget() CASCADE",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION campaigns_count_goods() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE rows text; fault text;
            BEGIN
                rows := CASE TG_OP WHEN 'INSERT' THEN 'SELECT 1 AS one, n.* FROM came n'
                                   WHEN 'DELETE' THEN 'SELECT -1 AS one, w.* FROM gone w'
                                   ELSE 'SELECT 1 AS one, n.* FROM came n
                                         UNION ALL SELECT -1 AS one, w.* FROM gone w' END;
                EXECUTE 'SELECT id FROM campaigns_campaigngoods
                          WHERE id IN (SELECT line_id FROM (' || rows || ') r)
                          ORDER BY id FOR NO KEY UPDATE';
                EXECUTE 'INSERT INTO campaigns_goodstally (line_id, unit_id, quantity, handed)
                         SELECT r.line_id, e.unit_id, 0, 0 FROM (' || rows || ') r
                           JOIN campaigns_enrolment e ON e.id = r.enrolment_id
                          GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT (line_id, unit_id) DO NOTHING';
                EXECUTE 'UPDATE campaigns_goodstally t SET
                            quantity = t.quantity + c.quantity, handed = t.handed + c.handed
                           FROM (SELECT r.line_id, e.unit_id, sum(one * quantity) AS quantity,
                                        sum(one * handed) AS handed
                                   FROM (' || rows || ') r
                                   JOIN campaigns_enrolment e ON e.id = r.enrolment_id
                                  GROUP BY 1, 2) c
                          WHERE (t.line_id, t.unit_id) = (c.line_id, c.unit_id)
                            AND (c.quantity, c.handed) <> (0, 0)';
                IF TG_OP <> 'DELETE' THEN
                    EXECUTE $sql$
                        SELECT min(l.id) FROM campaigns_campaigngoods l JOIN (
                            SELECT line_id, sum(quantity) AS allotted FROM campaigns_goodstally
                             WHERE line_id IN (SELECT line_id FROM came) GROUP BY 1
                        ) t ON t.line_id = l.id WHERE t.allotted > l.quantity
                    $sql$ INTO fault;
                    IF fault IS NOT NULL THEN
                        RAISE EXCEPTION 'goods % of a campaign are allotted twice', fault
                            USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER campaigns_items_came AFTER INSERT ON campaigns_condolenceitem
                REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION campaigns_count_goods();
            CREATE TRIGGER campaigns_items_changed AFTER UPDATE ON campaigns_condolenceitem
                REFERENCING OLD TABLE AS gone NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION campaigns_count_goods();
            CREATE TRIGGER campaigns_items_gone AFTER DELETE ON campaigns_condolenceitem
                REFERENCING OLD TABLE AS gone
                FOR EACH STATEMENT EXECUTE FUNCTION campaigns_count_goods();
            """,
            "DROP FUNCTION campaigns_count_goods() CASCADE",
        ),
    ]
