from datetime import date

from django.db import migrations, models

BEGINNING = date(2000, 1, 1)
KINDS = [
    (
        "send_coolness",
        "夏送清凉",
        {
            "slogan": "关爱高温一线职工",
            "aid_type": "goods",
            "season": "6月至9月，高温期间",
            "windows": {
                "starts_on": {"anchor": "fixed", "month": 6, "day": 15},
                "ends_on": {"anchor": "fixed", "month": 9, "day": 15},
                "apply_from": {"anchor": "fixed", "month": 6, "day": 15},
                "apply_to": {"anchor": "fixed", "month": 8, "day": 20},
                "settle_by": {"anchor": "fixed", "month": 9, "day": 10, "is_workday": True},
            },
            "classes": [
                {"code": "outdoor", "label": "户外作业点（工地、环卫、快递）", "is_place": True},
                {"code": "hot_shop", "label": "高温车间", "is_place": True},
                {"code": "filed", "label": "在档困难职工", "filed": True},
            ],
            "gives": ["goods", "visits"],
            "questions": [
                {"code": "contact", "label": "联系人"},
                {"code": "heat", "label": "作业处最高温度（℃）", "answer": "number"},
                {"code": "hours", "label": "高温作业时段"},
            ],
            "rules": [{"code": "file_active"}],
            "checklist": [
                {"code": "shelter", "label": "查看防暑设施和饮水"},
                {"code": "advice", "label": "讲防暑知识和高温津贴政策"},
                {"code": "asking", "label": "问一次诉求"},
            ],
            "report": "统计表",
            "reason": "清凉物资",
        },
    ),
    (
        "spring_jobs",
        "春送岗位",
        {
            "slogan": "送岗位、送政策、送服务",
            "aid_type": "job_placement",
            "season": "春节前后，返岗和用工高峰",
            "windows": {
                "starts_on": {"anchor": "spring_festival", "days": -10},
                "ends_on": {"anchor": "spring_festival", "days": 100},
                "apply_from": {"anchor": "spring_festival", "days": -10},
                "apply_to": {"anchor": "spring_festival", "days": 45},
                "settle_by": {"anchor": "spring_festival", "days": 95, "is_workday": True},
            },
            "classes": [
                {"code": "employer", "label": "招聘企业（人数填岗位数）", "is_place": True},
                {"code": "filed", "label": "在档困难职工家庭", "filed": True},
                {"code": "off_file", "label": "未建档求职人员", "filed": False},
                {"code": "migrant", "label": "返乡农民工", "filed": False},
            ],
            "gives": ["places"],
            "questions": [
                {"code": "post", "label": "求职意向或招聘岗位"},
                {"code": "wage", "label": "期望或提供的月薪（元）", "answer": "money"},
                {"code": "from_on", "label": "可以到岗日期", "answer": "date"},
            ],
            "rules": [{"code": "file_active"}],
            "checklist": [
                {"code": "match", "label": "推荐岗位（企业：推荐人选）"},
                {"code": "talk", "label": "面试洽谈"},
                {"code": "contract", "label": "签订合同，写明单位和岗位", "says_what": True},
                {"code": "follow_up", "label": "上岗一个月回访"},
            ],
            "report": "统计表",
            "reason": "岗位推荐",
        },
    ),
]

COUNTS = """
CREATE OR REPLACE FUNCTION campaigns_count_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
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
                'planned>reached', 'planned>withdrawn', 'reached>planned'){more}
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
"""
# Where no money is given, whoever was approved is reached without a payment.
WITHOUT_MONEY = """
               AND NOT (n.amount = 0 AND n.payment_id IS NULL AND w.state || '>' || n.state
                        IN ('approved>reached', 'reached>approved'))"""


def add(apps, schema_editor):
    kind, version = (apps.get_model("campaigns", name) for name in ("Kind", "KindVersion"))
    for code, label, content in KINDS:
        version.objects.create(
            kind=kind.objects.create(code=code),
            number=1,
            label=label,
            content=content,
            change_note="随系统提供",
            state="published",
            published_on=BEGINNING,
        )


def remove(apps, schema_editor):
    """The program before knew no help without money: what was planned by such kinds stands in the way."""
    campaign, enrolment, kind, version = (
        apps.get_model("campaigns", name)
        for name in ("Campaign", "Enrolment", "Kind", "KindVersion")
    )
    codes = [code for code, *_ in KINDS]
    planned = campaign.objects.filter(kind_version__kind__code__in=codes)
    helped = enrolment.objects.filter(amount=0, state__in=["approved", "planned", "reached"])
    if planned.exists() or helped.exists():
        raise RuntimeError("campaigns that give no money cannot go back")
    with schema_editor.connection.cursor() as cursor:  # what is published is final
        cursor.execute("ALTER TABLE campaigns_kindversion DISABLE TRIGGER USER")
    version.objects.filter(kind__code__in=codes).delete()
    kind.objects.filter(code__in=codes).delete()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE campaigns_kindversion ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    """Help without money: 夏送清凉 and 春送岗位."""

    dependencies = [("campaigns", "0005_a_campaign_keeps_its_version")]

    operations = [
        migrations.RunSQL(COUNTS.replace("{more}", WITHOUT_MONEY), COUNTS.replace("{more}", "")),
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_approved_has_amount"),
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_planned_has_payment"),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "planned", "reached"]), _negated=True),
                    models.Q(("amount__gte", 0), ("amount__isnull", False)),
                    _connector="OR",
                ),
                name="enrolment_approved_has_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["planned", "reached"]), _negated=True),
                    ("payment__isnull", False),
                    models.Q(("amount", 0), ("state", "reached")),
                    _connector="OR",
                ),
                name="enrolment_planned_has_payment",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
