from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
RULES = [
    ("funds.confirm_workdays", "5", "本系统默认，依本级资金管理办法调整"),
    ("funds.balance_low_percent", "10", "本系统默认：可用余额低于本级可支配金额的比例时提醒"),
]
CENTRAL = "本系统默认：中央财政帮扶资金只用于全国级档案，地方档案不得使用；以本地现行规定为准"
KEPT = """(NEW.id, NEW.organisation_id, NEW.kind, NEW.name, NEW.year, NEW.document_no{more})"""
WAS = """(OLD.id, OLD.organisation_id, OLD.kind, OLD.name, OLD.year, OLD.document_no{more})"""


def source_keeps(*columns):
    """A fund source keeps what it was opened with: its name and these columns."""
    new, old = ("".join(f", {row}.{one}" for one in columns) for row in ("NEW", "OLD"))
    return f"""
        CREATE OR REPLACE FUNCTION funds_source_keeps_name() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {KEPT.format(more=new)} IS DISTINCT FROM {WAS.format(more=old)} THEN
                RAISE EXCEPTION 'a fund source keeps what it was opened with'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$;
    """


def stays(table, *columns):
    """What was sent stays; it is decided once; it is not deleted."""
    new, old = (", ".join(f"{row}.{one}" for one in columns) for row in ("NEW", "OLD"))
    return f"""
        CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW.state <> 'sent' THEN
                    RAISE EXCEPTION 'it is sent before it is decided' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' OR OLD.state <> 'sent' OR NEW.state = 'sent'
               OR ({new}) IS DISTINCT FROM ({old}) THEN
                RAISE EXCEPTION 'what was sent stays, and is decided once'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER {table}_stays BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_stays();
        CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
    """


def goes(table):
    return f"""
        DROP TRIGGER {table}_never_emptied ON {table};
        DROP TRIGGER {table}_stays ON {table};
        DROP FUNCTION {table}_stays();
    """


INSERT_ONLY = ["funds_sourcelimit", "funds_kindlimit", "funds_carryover", "funds_carryline"]

# An entry that a row names moves that row's amount into an account of that kind, in that source.
MOVED = """
    CREATE FUNCTION funds_moved(entry bigint, source bigint, into_kind text, amount numeric)
    RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM funds_posting p JOIN funds_account a ON a.id = p.account_id
             WHERE p.entry_id = entry AND a.source_id = source AND a.kind = into_kind
               AND p.amount = funds_moved.amount
        ) THEN
            RAISE EXCEPTION 'entry % does not book this', entry
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END $$;

    CREATE FUNCTION funds_allocation_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE opened bigint;
    BEGIN
        PERFORM funds_moved(NEW.entry_id, NEW.source_id, 'allocated', NEW.amount);
        IF NEW.state = 'received' THEN
            SELECT s.id INTO opened FROM funds_fundsource s
             WHERE s.allocation_id = NEW.id AND s.carried_from_id IS NULL
               AND s.organisation_id = NEW.to_id;
            PERFORM funds_moved(NEW.received_entry_id, opened, 'available', NEW.amount);
        ELSIF NEW.state = 'refused' THEN
            PERFORM funds_moved(NEW.back_entry_id, NEW.source_id, 'available', NEW.amount);
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER funds_allocation_is_booked AFTER INSERT OR UPDATE ON funds_allocation
        FOR EACH ROW EXECUTE FUNCTION funds_allocation_is_booked();

    CREATE FUNCTION funds_return_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE came funds_allocation;
    BEGIN
        PERFORM funds_moved(NEW.entry_id, NEW.source_id, 'returned', NEW.amount);
        SELECT * INTO came FROM funds_allocation WHERE id = NEW.allocation_id FOR NO KEY UPDATE;
        IF NOT EXISTS (
            SELECT 1 FROM funds_fundsource WHERE id = NEW.source_id AND allocation_id = came.id
        ) THEN
            RAISE EXCEPTION 'money goes back the way it came' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state = 'received' THEN
            PERFORM funds_moved(NEW.back_entry_id, came.source_id, 'available', NEW.amount);
        ELSIF NEW.state = 'refused' THEN
            PERFORM funds_moved(NEW.back_entry_id, NEW.source_id, 'available', NEW.amount);
        END IF;
        IF came.amount < (
            SELECT sum(amount) FROM funds_fundreturn WHERE allocation_id = came.id AND state <> 'refused'
        ) THEN
            RAISE EXCEPTION 'never more goes back than came down'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fund_return_never_more';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER funds_return_is_booked AFTER INSERT OR UPDATE ON funds_fundreturn
        FOR EACH ROW EXECUTE FUNCTION funds_return_is_booked();

    CREATE FUNCTION funds_carry_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM funds_moved(NEW.entry_id, NEW.source_id, 'carried', NEW.amount);
        PERFORM funds_moved(NEW.into_entry_id, NEW.into_id, 'available', NEW.amount);
        IF NOT EXISTS (
            SELECT 1 FROM funds_fundsource WHERE id = NEW.into_id AND carried_from_id = NEW.source_id
        ) THEN
            RAISE EXCEPTION 'money is carried into its own next year'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER funds_carry_is_booked AFTER INSERT ON funds_carryline
        FOR EACH ROW EXECUTE FUNCTION funds_carry_is_booked();
"""
NOT_MOVED = """
    DROP TRIGGER funds_carry_is_booked ON funds_carryline;
    DROP FUNCTION funds_carry_is_booked();
    DROP TRIGGER funds_return_is_booked ON funds_fundreturn;
    DROP FUNCTION funds_return_is_booked();
    DROP TRIGGER funds_allocation_is_booked ON funds_allocation;
    DROP FUNCTION funds_allocation_is_booked();
    DROP FUNCTION funds_moved(bigint, bigint, text, numeric);
"""


def add(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.bulk_create(
        apps.get_model("places", "LocalRule")(code=code, value=value, source=why, valid_from=SINCE)
        for code, value, why in RULES
    )
    apps.get_model("funds", "KindLimit").objects.create(
        kind="central", tiers=["national"], aid_types=[], valid_from=SINCE, reason=CENTRAL
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(
        code__in=[code for code, _, _ in RULES], valid_from=SINCE
    ).delete()
    apps.get_model("funds", "KindLimit").objects.filter(
        valid_from=SINCE, organisation=None
    ).delete()


class Migration(migrations.Migration):
    """What was passed on is booked as it says, decided once and never changed; the first rules."""

    dependencies = [("funds", "0006_money_passes"), ("places", "0001_initial")]

    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(
            source_keeps("donor", "wish", "origin_id", "allocation_id", "carried_from_id"),
            source_keeps(),
        ),
        migrations.RunSQL(
            stays(
                "funds_allocation",
                *("id", "key", "source_id", "to_id", "amount", "purpose", "document_no", '"on"'),
                *("due_on", "made_by_id", "made_for_id", "entry_id", "recorded_at"),
            ),
            goes("funds_allocation"),
        ),
        migrations.RunSQL(
            stays(
                "funds_fundreturn",
                *("id", "key", "allocation_id", "source_id", "amount", "why", '"on"', "due_on"),
                *("made_by_id", "made_for_id", "entry_id", "recorded_at"),
            ),
            goes("funds_fundreturn"),
        ),
        *(
            migrations.RunSQL(
                f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                    FOR EACH ROW EXECUTE FUNCTION funds_append_only();
                CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
                    FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
                """,
                f"""
                DROP TRIGGER {table}_never_emptied ON {table};
                DROP TRIGGER {table}_append_only ON {table};
                """,
            )
            for table in INSERT_ONLY
        ),
        migrations.RunSQL(MOVED, NOT_MOVED),
    ]
