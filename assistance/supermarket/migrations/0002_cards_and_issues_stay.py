from django.db import migrations

KEPT = ["cardrule", "itemlimit", "cardentry", "issue", "issueline", "issuereversal"]
STAYS = ["lovecard", "difference"]


class Migration(migrations.Migration):
    """What was handed out stays; a card's balance follows from its entries alone; who decided, decided."""

    dependencies = [("supermarket", "0001_cards_and_issues")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION supermarket_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what went over the counter is append-only'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            """
            + "".join(
                f"""
            CREATE TRIGGER supermarket_{one}_append_only BEFORE UPDATE OR DELETE ON supermarket_{one}
                FOR EACH ROW EXECUTE FUNCTION supermarket_append_only();"""
                for one in KEPT
            )
            + "".join(
                f"""
            CREATE TRIGGER supermarket_{one}_stays BEFORE DELETE ON supermarket_{one}
                FOR EACH ROW EXECUTE FUNCTION supermarket_append_only();"""
                for one in STAYS
            )
            + "".join(
                f"""
            CREATE TRIGGER supermarket_{one}_never_emptied BEFORE TRUNCATE ON supermarket_{one}
                FOR EACH STATEMENT EXECUTE FUNCTION supermarket_append_only();"""
                for one in [*KEPT, *STAYS]
            ),
            reverse_sql="DROP FUNCTION supermarket_append_only() CASCADE",
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION supermarket_take_entries() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE supermarket_lovecard c SET balance = c.balance + n.amount
                  FROM (SELECT card_id, sum(amount) AS amount FROM came GROUP BY 1) n
                 WHERE c.id = n.card_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER supermarket_take_entries AFTER INSERT ON supermarket_cardentry
                REFERENCING NEW TABLE AS came
                FOR EACH STATEMENT EXECUTE FUNCTION supermarket_take_entries();
            CREATE FUNCTION supermarket_card_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' AND NEW.balance <> 0
                   OR TG_OP = 'UPDATE' AND NEW.balance <> OLD.balance AND pg_trigger_depth() < 2 THEN
                    RAISE EXCEPTION 'a balance changes by entries alone'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF TG_OP = 'UPDATE' AND ((NEW.number, NEW.file_id, NEW.organisation_id, NEW.kind)
                    <> (OLD.number, OLD.file_id, OLD.organisation_id, OLD.kind)
                    OR (OLD.state = 'blocked' AND NEW.state <> 'blocked')) THEN
                    RAISE EXCEPTION 'a card keeps its number and family; a blocked one stays blocked'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER supermarket_card_is_ours BEFORE INSERT OR UPDATE ON supermarket_lovecard
                FOR EACH ROW EXECUTE FUNCTION supermarket_card_is_ours();
            """,
            reverse_sql="""
            DROP TRIGGER supermarket_card_is_ours ON supermarket_lovecard;
            DROP FUNCTION supermarket_card_is_ours();
            DROP TRIGGER supermarket_take_entries ON supermarket_cardentry;
            DROP FUNCTION supermarket_take_entries();
            """,
        ),
        # What a till gave out is what its lines say; what was decided about a difference stays.
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION supermarket_issue_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.value IS DISTINCT FROM (
                    SELECT sum(quantity * price) FROM supermarket_issueline WHERE issue_id = NEW.id
                ) OR NEW.charged <> (
                    SELECT coalesce(-sum(amount), 0) FROM supermarket_cardentry
                     WHERE issue_id = NEW.id AND key = 'issue:' || NEW.key::text
                ) THEN
                    RAISE EXCEPTION 'issue % is not what its lines and its card say', NEW.id
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER supermarket_issue_is_whole AFTER INSERT ON supermarket_issue
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION supermarket_issue_is_whole();
            CREATE FUNCTION supermarket_decided_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.issue_id, NEW.kind, NEW.goods_id, NEW.quantity, NEW.amount, NEW.handed_by_id)
                   IS DISTINCT FROM
                   (OLD.issue_id, OLD.kind, OLD.goods_id, OLD.quantity, OLD.amount, OLD.handed_by_id)
                   OR OLD.decision <> '' AND (NEW.owed > OLD.owed OR
                   (NEW.decision, NEW.reason, NEW.settled_by_id, NEW.settled_on) IS DISTINCT FROM
                   (OLD.decision, OLD.reason, OLD.settled_by_id, OLD.settled_on)) THEN
                    RAISE EXCEPTION 'what was decided stays' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER supermarket_decided_is_final BEFORE UPDATE ON supermarket_difference
                FOR EACH ROW EXECUTE FUNCTION supermarket_decided_is_final();
            """,
            reverse_sql="""
            DROP TRIGGER supermarket_decided_is_final ON supermarket_difference;
            DROP FUNCTION supermarket_decided_is_final();
            DROP TRIGGER supermarket_issue_is_whole ON supermarket_issue;
            DROP FUNCTION supermarket_issue_is_whole();
            """,
        ),
    ]
