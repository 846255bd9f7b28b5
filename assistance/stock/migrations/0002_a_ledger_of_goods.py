from django.db import migrations

MOVES = """
    ('received', 'outside', 'sorting'), ('unreceived', 'sorting', 'outside'),
    ('bought', 'outside', 'shelf'), ('unbought', 'shelf', 'outside'),
    ('shelved', 'sorting', 'shelf'), ('issued', 'shelf', 'issued'), ('taken_back', 'issued', 'shelf'),
    ('proved', 'outside', 'issued'), ('unproved', 'issued', 'outside'),
    ('sent', 'shelf', 'transit'), ('arrived', 'transit', 'shelf'), ('missed', 'transit', 'lost'),
    ('found', 'outside', 'shelf'), ('lost', 'shelf', 'lost'),
    ('cleared', 'shelf', 'cleared'), ('sorted_out', 'sorting', 'cleared')
"""
KEPT = ["movement", "movementline", "lot", "donation", "stockcheck"]
STAYS = ["holding", "store", "goods", "transfer", "transferline", "stocktake", "stocktakeline"]
STAYS += ["clearance", "clearanceline"]


class Migration(migrations.Migration):
    """What makes it a ledger: append-only, movements add to zero, holdings follow from lines alone."""

    dependencies = [("stock", "0001_goods_lots_movements")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION stock_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the stock ledger is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            """
            + "".join(
                f"""
            CREATE TRIGGER stock_{one}_append_only BEFORE UPDATE OR DELETE ON stock_{one}
                FOR EACH ROW EXECUTE FUNCTION stock_append_only();"""
                for one in KEPT
            )
            + "".join(
                f"""
            CREATE TRIGGER stock_{one}_stays BEFORE DELETE ON stock_{one}
                FOR EACH ROW EXECUTE FUNCTION stock_append_only();"""
                for one in STAYS
            )
            + "".join(
                f"""
            CREATE TRIGGER stock_{one}_never_emptied BEFORE TRUNCATE ON stock_{one}
                FOR EACH STATEMENT EXECUTE FUNCTION stock_append_only();"""
                for one in [*KEPT, *STAYS]
            ),
            reverse_sql="DROP FUNCTION stock_append_only() CASCADE",
        ),
        # A movement remembers its transaction, so that no later one can slip a pair of lines into it.
        # The column is the database's own: the program neither reads nor writes it.
        migrations.RunSQL(
            sql="""
            ALTER TABLE stock_movement ADD COLUMN made_in bigint NOT NULL DEFAULT 0;
            CREATE FUNCTION stock_movement_made_in() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.made_in := pg_current_xact_id()::text::bigint;
                RETURN NEW;
            END $$;
            CREATE TRIGGER stock_movement_made_in BEFORE INSERT ON stock_movement
                FOR EACH ROW EXECUTE FUNCTION stock_movement_made_in();
            CREATE FUNCTION stock_check_movement() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM stock_movementline WHERE movement_id = NEW.id) OR EXISTS (
                    SELECT 1 FROM stock_movementline l JOIN stock_holding h ON h.id = l.holding_id
                     WHERE l.movement_id = NEW.id GROUP BY h.lot_id HAVING sum(l.quantity) <> 0
                ) THEN
                    RAISE EXCEPTION 'movement % does not add to zero', NEW.id
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER stock_movement_adds_to_zero AFTER INSERT ON stock_movement
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stock_check_movement();
            """,
            reverse_sql="""
            DROP TRIGGER stock_movement_adds_to_zero ON stock_movement;
            DROP FUNCTION stock_check_movement();
            DROP TRIGGER stock_movement_made_in ON stock_movement;
            DROP FUNCTION stock_movement_made_in();
            ALTER TABLE stock_movement DROP COLUMN made_in;
            """,
        ),
        # All lines of a movement come in one statement, which is checked at once; holdings follow.
        migrations.RunSQL(
            sql=f"""
            CREATE FUNCTION stock_take_lines() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE wrong bigint;
            BEGIN
                SELECT n.movement_id INTO wrong
                  FROM (SELECT movement_id, count(*) AS number FROM came GROUP BY 1) n
                  JOIN stock_movement m ON m.id = n.movement_id
                 WHERE m.made_in <> pg_current_xact_id()::text::bigint
                    OR n.number <> (SELECT count(*) FROM stock_movementline l WHERE l.movement_id = m.id)
                 LIMIT 1;
                IF FOUND THEN
                    RAISE EXCEPTION 'movement % is closed: its lines come with it, all at once', wrong
                        USING ERRCODE = 'restrict_violation';
                END IF;
                SELECT n.movement_id INTO wrong FROM came n
                  JOIN stock_movement m ON m.id = n.movement_id
                  JOIN stock_holding h ON h.id = n.holding_id
                  LEFT JOIN (VALUES {MOVES}) AS way (kind, source, target) ON way.kind = m.kind
                 WHERE h.position IS DISTINCT FROM
                       CASE WHEN n.quantity < 0 THEN way.source ELSE way.target END
                    OR (h.store_id <> m.store_id AND NOT (m.kind = 'arrived' AND n.quantity < 0))
                 LIMIT 1;
                IF FOUND THEN
                    RAISE EXCEPTION 'movement %: goods do not go that way', wrong
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                SELECT n.movement_id INTO wrong FROM came n JOIN stock_holding h ON h.id = n.holding_id
                 GROUP BY n.movement_id, h.lot_id HAVING sum(n.quantity) <> 0 LIMIT 1;
                IF FOUND THEN
                    RAISE EXCEPTION 'movement % does not add to zero', wrong
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                UPDATE stock_holding h SET quantity = h.quantity + n.quantity
                  FROM (SELECT holding_id, sum(quantity) AS quantity FROM came GROUP BY 1) n
                 WHERE h.id = n.holding_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER stock_take_lines AFTER INSERT ON stock_movementline
                REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION stock_take_lines();
            CREATE FUNCTION stock_holding_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' AND NEW.quantity = 0 AND NEW.goods_id =
                    (SELECT goods_id FROM stock_lot WHERE id = NEW.lot_id) THEN RETURN NEW; END IF;
                IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1
                   AND (NEW.id, NEW.store_id, NEW.lot_id, NEW.goods_id, NEW.position)
                     = (OLD.id, OLD.store_id, OLD.lot_id, OLD.goods_id, OLD.position)
                   THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'a holding changes by movements alone'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER stock_holding_is_ours BEFORE INSERT OR UPDATE ON stock_holding
                FOR EACH ROW EXECUTE FUNCTION stock_holding_is_ours();
            """,
            reverse_sql="""
            DROP TRIGGER stock_holding_is_ours ON stock_holding;
            DROP FUNCTION stock_holding_is_ours();
            DROP TRIGGER stock_take_lines ON stock_movementline;
            DROP FUNCTION stock_take_lines();
            """,
        ),
        # What was decided stays; lines belong to what is still open.
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION stock_decided_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state NOT IN ('counting', 'submitted', 'sent', 'proposed') THEN
                    RAISE EXCEPTION 'what was decided stays' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER stock_transfer_is_final BEFORE UPDATE ON stock_transfer
                FOR EACH ROW EXECUTE FUNCTION stock_decided_is_final();
            CREATE TRIGGER stock_stocktake_is_final BEFORE UPDATE ON stock_stocktake
                FOR EACH ROW EXECUTE FUNCTION stock_decided_is_final();
            CREATE TRIGGER stock_clearance_is_final BEFORE UPDATE ON stock_clearance
                FOR EACH ROW EXECUTE FUNCTION stock_decided_is_final();
            CREATE FUNCTION stock_line_of_open() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE now_state text;
            BEGIN
                IF TG_TABLE_NAME = 'stock_stocktakeline' THEN
                    SELECT state INTO now_state FROM stock_stocktake WHERE id = NEW.stocktake_id;
                ELSIF TG_TABLE_NAME = 'stock_transferline' THEN
                    SELECT state INTO now_state FROM stock_transfer WHERE id = NEW.transfer_id;
                    IF TG_OP = 'UPDATE' AND (NEW.lot_id, NEW.quantity) <> (OLD.lot_id, OLD.quantity) THEN
                        now_state := 'closed';
                    END IF;
                ELSE
                    SELECT state INTO now_state FROM stock_clearance WHERE id = NEW.clearance_id;
                    IF TG_OP = 'UPDATE' THEN now_state := 'closed'; END IF;
                END IF;
                IF now_state NOT IN ('counting', 'sent', 'proposed') THEN
                    RAISE EXCEPTION 'a line of what is closed' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER stock_stocktakeline_of_open BEFORE INSERT OR UPDATE ON stock_stocktakeline
                FOR EACH ROW EXECUTE FUNCTION stock_line_of_open();
            CREATE TRIGGER stock_transferline_of_open BEFORE INSERT OR UPDATE ON stock_transferline
                FOR EACH ROW EXECUTE FUNCTION stock_line_of_open();
            CREATE TRIGGER stock_clearanceline_of_open BEFORE INSERT OR UPDATE ON stock_clearanceline
                FOR EACH ROW EXECUTE FUNCTION stock_line_of_open();
            """,
            reverse_sql="""
            DROP FUNCTION stock_line_of_open() CASCADE;
            DROP FUNCTION stock_decided_is_final() CASCADE;
            """,
        ),
    ]
