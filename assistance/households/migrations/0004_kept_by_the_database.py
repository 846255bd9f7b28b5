from datetime import date

from django.db import migrations, models

SINCE = date(2000, 1, 1)
GATES = [
    ("review", "初审", "keeper", 10),
    ("investigation", "入户调查", "keeper", 15),
    ("check", "家庭经济状况核对", "keeper", 30),
    ("notice", "公示", "keeper", None),
    ("approval", "审批", "approver", 10),
]
YUEYANG = "岳阳市总工会2018年困难职工建档要求"
PAPERS = [
    ("application", "", None),
    ("id_copy", "", None),
    ("register", "", None),
    ("income", "", 12),
    ("bank_card", "", None),
    ("union_card", "", None),
    ("authorisation", "", None),
    ("dibao", "dibao", 12),
    ("diagnosis", "illness", None),
    ("bills", "illness", 12),
    ("disability", "disability", None),
    ("accident", "accident", None),
    ("school", "schooling", None),
    ("fees", "schooling", 12),
    ("contract", "migrant", None),
    ("civil_status", "civil_status", None),
]
TEXTS = [
    (
        "truth",
        "如实申报声明",
        "本人声明：所填家庭成员、收入、支出和财产情况真实、完整。情况变化时及时告知工会。"
        "如有隐瞒或虚报，愿意退回已领取的帮扶款物并承担相应责任。",
    ),
    (
        "check",
        "家庭经济状况核对授权书",
        "本人授权工会帮扶中心委托民政部门的居民家庭经济状况核对机构，查询核对本人的户籍、婚姻、"
        "社会保险、车辆、不动产、工商登记等信息。查询结果仅用于困难职工认定和复核，"
        "授权自签署之日起至退出帮扶之日止，可以随时书面撤回；撤回后不影响此前的核对，"
        "但无法继续核对时档案不能继续办理。",
    ),
    (
        "sensitive",
        "敏感个人信息处理单独同意书",
        "工会帮扶中心为认定困难、发放帮扶，需要处理以下敏感个人信息：健康和残疾状况、银行账户、"
        "低保等身份信息；不满十四周岁未成年人的个人信息。加密保存，只供经办人员凭理由查看，"
        "每次查看都有记录；公示只显示隐去的姓名、单位和类别。退出帮扶后按档案管理规定的年限保存，"
        "期满删除。您可以查阅、复制、更正，也可以撤回同意。不同意的，不影响咨询政策，"
        "但无法建立档案。本人（或监护人）知悉并单独同意。",
    ),
]


def add(apps, schema_editor):
    route = apps.get_model("households", "Route").objects.create(
        name="一般建档流程",
        valid_from=SINCE,
        source="多地困难职工建档规定，依当地办法调整顺序和期限",
        state="published",
    )
    gate = apps.get_model("households", "Gate")
    gate.objects.bulk_create(
        gate(route=route, position=at, kind=kind, label=label, actor=actor, workdays=days)
        for at, (kind, label, actor, days) in enumerate(GATES, 1)
    )
    paper = apps.get_model("households", "PaperRule")
    paper.objects.bulk_create(
        paper(kind=kind, when=when, months=months, valid_from=SINCE, source=YUEYANG)
        for kind, when, months in PAPERS
    )
    text = apps.get_model("households", "ConsentText")
    text.objects.bulk_create(
        text(purpose=purpose, version=1, title=title, text=body, valid_from=SINCE)
        for purpose, title, body in TEXTS
    )

    apps.get_model("places", "LocalRule").objects.create(
        code="households.papers_block",
        valid_from=SINCE,
        value=0,
        source="材料可先办后补；需要材料齐全才能提交的地区改为1",
    )


def remove(apps, schema_editor):
    apps.get_model("places", "LocalRule").objects.filter(code="households.papers_block").delete()
    for name in ("Route", "PaperRule", "ConsentText"):
        apps.get_model("households", name).objects.all().delete()


# Files of the version before had one fixed way, the one of the general route: their steps become passed
# gates, round by round. Whoever's notice hung is hung again; nobody else goes back.
CARRY_OVER = """
UPDATE households_step s SET round = r.round
  FROM (SELECT id, count(*) FILTER (WHERE kind = 'submitted')
                   OVER (PARTITION BY file_id ORDER BY id) AS round
          FROM households_step) r
 WHERE r.id = s.id;

UPDATE households_step s SET gate_id = g.id, kind = m.now
  FROM (VALUES ('reviewed', 'review', 'passed'), ('investigated', 'investigation', 'passed'),
               ('checked', 'check', 'passed'), ('notice_posted', 'notice', 'begun'),
               ('notice_passed', 'notice', 'passed')) AS m (was, gate, now)
  JOIN households_gate g ON g.kind = m.gate
 WHERE s.kind = m.was;

INSERT INTO households_step (file_id, kind, round, "on", by_id, opinion, people, recorded_at)
SELECT file_id, 'approved', round, "on", by_id, '', '', recorded_at
  FROM households_step WHERE kind = 'approved' ORDER BY id;

UPDATE households_step s SET gate_id = g.id, kind = 'passed'
  FROM households_gate g
 WHERE g.kind = 'approval' AND s.kind = 'approved'
   AND s.id < (SELECT max(id) FROM households_step WHERE file_id = s.file_id AND kind = 'approved');

UPDATE households_hardshipfile f
   SET origin = CASE WHEN f.clue_id IS NULL THEN 'applied' ELSE 'clue' END,
       round = last.round,
       route_id = CASE WHEN last.round > 0 THEN (SELECT id FROM households_route) END,
       confirmed_on = CASE WHEN f.state = 'active' THEN f.approved_on END,
       ended_on = CASE WHEN f.state IN ('rejected', 'exited', 'cancelled') THEN last.day END
  FROM (SELECT file_id, max(round) AS round, max("on") AS day FROM households_step GROUP BY 1) last
 WHERE last.file_id = f.id;

UPDATE households_hardshipfile f
   SET state = 'underway', gate_id = g.id,
       gate_since = (SELECT max("on") FROM households_step WHERE file_id = f.id),
       notice_ends_on = CASE WHEN f.state = 'notice_passed' THEN f.notice_ends_on END
  FROM (VALUES ('submitted', 'review'), ('reviewed', 'investigation'), ('investigated', 'check'),
               ('checked', 'notice'), ('notice_posted', 'notice'), ('notice_passed', 'approval')
       ) AS m (was, gate)
  JOIN households_gate g ON g.kind = m.gate
 WHERE f.state = m.was;

SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    """What no code may get round: gates are passed in order, steps stay, totals are sums."""

    dependencies = [("households", "0003_whole_file"), ("places", "0002_first_rules")]

    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "passed")),
                fields=("file", "round", "gate"),
                name="gate_passed_once_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardshipfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    ("route__isnull", False),
                    ("origin", "imported"),
                    _connector="OR",
                ),
                name="file_active_came_by_a_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardshipfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("gate__isnull", False), ("route__isnull", False), ("state", "underway")
                    ),
                    models.Q(
                        models.Q(("state", "underway"), _negated=True), ("gate__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="file_under_way_stands_at_a_gate",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardshipfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stored_only_on__isnull", True),
                    ("state__in", ["rejected", "exited", "cancelled"]),
                    _connector="OR",
                ),
                name="file_stored_only_has_ended",
            ),
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION households_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT FROM households_hardshipfile
                    WHERE id = OLD.file_id AND stored_only_on IS NOT NULL
                ) THEN
                    RETURN OLD;  -- a file whose time of storage is over goes as a whole
                END IF;
                RAISE EXCEPTION 'the steps of a file are append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER households_step_stays BEFORE UPDATE OR DELETE ON households_step
                FOR EACH ROW EXECUTE FUNCTION households_step_stays();

            -- At a gate: every earlier gate of the route has been passed in this round. Active: all of them.
            CREATE FUNCTION households_gates_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                now_is households_hardshipfile%ROWTYPE;
            BEGIN
                SELECT * INTO now_is FROM households_hardshipfile WHERE id = NEW.id;
                IF NOT FOUND OR now_is.origin = 'imported' AND now_is.round = 0 THEN
                    RETURN NULL;
                END IF;
                IF now_is.state IN ('underway', 'active') AND EXISTS (
                    SELECT FROM households_gate g
                    WHERE g.route_id = now_is.route_id
                      AND (now_is.state = 'active' OR g.position < (
                          SELECT position FROM households_gate WHERE id = now_is.gate_id))
                      AND NOT EXISTS (
                          SELECT FROM households_step s
                          WHERE s.file_id = now_is.id AND s.round = now_is.round
                            AND s.kind = 'passed' AND s.gate_id = g.id)
                ) THEN
                    RAISE EXCEPTION 'file % skipped a gate', now_is.id
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_passed_every_gate';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER file_passed_every_gate
                AFTER UPDATE OF state, gate_id, round, route_id ON households_hardshipfile
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.state IN ('underway', 'active')
                      AND (OLD.state, OLD.gate_id, OLD.round, OLD.route_id)
                          IS DISTINCT FROM (NEW.state, NEW.gate_id, NEW.round, NEW.route_id))
                EXECUTE FUNCTION households_gates_in_order();
            CREATE CONSTRAINT TRIGGER file_begins_without_gates
                AFTER INSERT ON households_hardshipfile
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.state IN ('underway', 'active') AND NEW.origin <> 'imported')
                EXECUTE FUNCTION households_gates_in_order();

            CREATE FUNCTION households_totals_are_sums() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
                about bigint := coalesce(one ->> 'file_id', one ->> 'id');
                now_is households_hardshipfile%ROWTYPE;
                incomes numeric;
                expenses numeric;
            BEGIN
                SELECT * INTO now_is FROM households_hardshipfile WHERE id = about;
                SELECT sum(amount) FILTER (WHERE side = 'income'),
                       sum(amount) FILTER (WHERE side = 'expense')
                  INTO incomes, expenses FROM households_item WHERE file_id = about;
                IF incomes <> coalesce(now_is.annual_income, -1)
                   OR expenses <> coalesce(now_is.rigid_expenses, -1) THEN
                    RAISE EXCEPTION 'totals of file % are not the sums of its items', about
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_totals_are_sums';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER file_totals_are_sums
                AFTER UPDATE OF annual_income, rigid_expenses ON households_hardshipfile
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN ((OLD.annual_income, OLD.rigid_expenses)
                      IS DISTINCT FROM (NEW.annual_income, NEW.rigid_expenses))
                EXECUTE FUNCTION households_totals_are_sums();
            CREATE CONSTRAINT TRIGGER items_are_in_totals
                AFTER INSERT OR UPDATE OR DELETE ON households_item
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                EXECUTE FUNCTION households_totals_are_sums();

            -- What an office has published it lives by: it changes neither route nor gates afterwards.
            CREATE FUNCTION households_route_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one jsonb := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END;
                about bigint := coalesce(one ->> 'route_id', one ->> 'id');
            BEGIN
                IF EXISTS (SELECT FROM households_route WHERE id = about AND state = 'published') THEN
                    RAISE EXCEPTION 'a published route does not change'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE TRIGGER households_route_stays BEFORE UPDATE OR DELETE ON households_route
                FOR EACH ROW EXECUTE FUNCTION households_route_stays();
            CREATE TRIGGER households_gate_stays BEFORE INSERT OR UPDATE OR DELETE ON households_gate
                FOR EACH ROW EXECUTE FUNCTION households_route_stays();
            """,
            reverse_sql="""
            DROP TRIGGER households_gate_stays ON households_gate;
            DROP TRIGGER households_route_stays ON households_route;
            DROP FUNCTION households_route_stays();
            DROP TRIGGER items_are_in_totals ON households_item;
            DROP TRIGGER file_totals_are_sums ON households_hardshipfile;
            DROP FUNCTION households_totals_are_sums();
            DROP TRIGGER file_begins_without_gates ON households_hardshipfile;
            DROP TRIGGER file_passed_every_gate ON households_hardshipfile;
            DROP FUNCTION households_gates_in_order();
            DROP TRIGGER households_step_stays ON households_step;
            DROP FUNCTION households_step_stays();
            """,
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION households_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT FROM households_hardshipfile
                    WHERE id = OLD.file_id AND stored_only_on IS NOT NULL
                ) THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'an assessment is kept as it was' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER households_assessment_stays BEFORE DELETE OR UPDATE OF
                file_id, step_id, ruleset_id, outcome, by_id, at ON households_assessment
                FOR EACH ROW EXECUTE FUNCTION households_assessment_stays();
            """,
            reverse_sql="""
            DROP TRIGGER households_assessment_stays ON households_assessment;
            DROP FUNCTION households_assessment_stays();
            """,
        ),
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION households_notice_hangs() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM households_gate WHERE id = NEW.gate_id AND kind = 'notice')
                   AND NOT EXISTS (
                       SELECT FROM households_hardshipfile
                       WHERE id = NEW.file_id AND notice_ends_on < NEW."on"
                   ) THEN
                    RAISE EXCEPTION 'the notice of file % has not hung its days', NEW.file_id
                        USING ERRCODE = 'integrity_constraint_violation',
                              CONSTRAINT = 'file_notice_hung_its_days';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER file_notice_hung_its_days BEFORE INSERT ON households_step
                FOR EACH ROW WHEN (NEW.kind = 'passed')
                EXECUTE FUNCTION households_notice_hangs();
            """,
            reverse_sql="""
            DROP TRIGGER file_notice_hung_its_days ON households_step;
            DROP FUNCTION households_notice_hangs();
            """,
        ),
        # Names are many: the rarer ones should not be taken for common.
        migrations.RunSQL(
            "ALTER TABLE households_member ALTER COLUMN tokens SET STATISTICS 1000",
            "ALTER TABLE households_member ALTER COLUMN tokens SET STATISTICS -1",
        ),
    ]
