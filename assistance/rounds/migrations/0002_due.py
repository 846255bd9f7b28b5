from datetime import date

from django.db import migrations

# What is owed, slot by slot, computed and never stored. The body of `rounds_due_rows` is a string to
# PostgreSQL: it is inlined into each query, and holds no column of another app in place.
OWED = """
CREATE FUNCTION rounds_owed(times integer, every integer, month integer, starts date, ends date)
RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    -- Whole months that stand within the slot, in twelfths of a year: 6 a year from July on are 3.
    SELECT times * greatest(0,
        least(
            month + every - 1,
            coalesce(extract(year FROM ends + 1)::integer * 12
                     + extract(month FROM ends + 1)::integer - 2, month + every - 1)
        ) - greatest(
            month,
            extract(year FROM starts - 1)::integer * 12 + extract(month FROM starts - 1)::integer
        ) + 1
    ) / every
$$
"""

ROWS = """
CREATE FUNCTION rounds_due_rows() RETURNS TABLE (
    key text, duty_id bigint, who character varying, every smallint, group_id bigint, pair_id bigint,
    agency_id bigint, agency_path character varying, link_point_id bigint,
    link_point_path character varying, division_id bigint, first_on date, last_on date,
    owed integer, counted integer, visits bigint[]
) LANGUAGE sql STABLE AS $$
WITH RECURSIVE areas AS (  -- a division that has duties of its own, and all below it
    SELECT DISTINCT division_id AS owner_id, division_id, 0 AS distance
      FROM rounds_visitduty WHERE division_id IS NOT NULL
    UNION ALL
    SELECT areas.owner_id, child.id, areas.distance + 1
      FROM places_division child JOIN areas ON child.parent_id = areas.division_id
), slots AS NOT MATERIALIZED (  -- whole slots in which a row is in force, and no later one of its area
    SELECT d.id AS duty_id, d.division_id, d.who, d.times::integer AS times, d.every, d.kinds,
           month, make_date(month / 12, month % 12 + 1, 1) AS first_on,
           make_date((month + d.every) / 12, (month + d.every) % 12 + 1, 1) - 1 AS last_on
      FROM rounds_visitduty d
     CROSS JOIN LATERAL generate_series(
           (extract(year FROM d.valid_from - 1)::integer * 12
            + extract(month FROM d.valid_from - 1)::integer + d.every - 1) / d.every * d.every,
           coalesce(extract(year FROM d.valid_to + 1)::integer * 12
                    + extract(month FROM d.valid_to + 1)::integer - 1, 2100 * 12) - d.every,
           d.every) AS month
     WHERE d.times > 0
       AND NOT EXISTS (
           SELECT FROM rounds_visitduty o
            WHERE o.who = d.who AND o.division_id IS NOT DISTINCT FROM d.division_id
              AND o.valid_from > d.valid_from
              AND o.valid_from < make_date((month + d.every) / 12, (month + d.every) % 12 + 1, 1)
              AND (o.valid_to IS NULL OR o.valid_to >= make_date(month / 12, month % 12 + 1, 1)))
)
SELECT 'g' || m.id || '.' || s.duty_id || '.' || s.month, s.duty_id, s.who, s.every,
       g.id, NULL::bigint, m.agency_id, ag.path, g.link_point_id, lp.path, lp.division_id,
       s.first_on, s.last_on, stand.owed, made.counted, made.visits
  FROM pairing_pairinggroup g
  JOIN pairing_groupmember m ON m.group_id = g.id
  JOIN accounts_organisation lp ON lp.id = g.link_point_id
  JOIN accounts_organisation ag ON ag.id = m.agency_id
  JOIN slots s ON s.last_on >= g.starts_on AND (g.ends_on IS NULL OR s.first_on <= g.ends_on)
 CROSS JOIN LATERAL (
       SELECT CASE WHEN s.who = 'member' THEN
           rounds_owed(s.times, s.every, s.month, greatest(g.starts_on, m.joined_on),
                       least(g.ends_on, m.left_on - 1))
       ELSE rounds_owed(s.times, s.every, s.month, g.starts_on, g.ends_on) END AS owed
 ) stand
 CROSS JOIN LATERAL (
       SELECT count(*)::integer AS counted, array_agg(v.id) AS visits FROM visits_visit v
        WHERE v.link_point_id = g.link_point_id AND v.state <> 'returned'
          AND v.visited_on BETWEEN s.first_on AND s.last_on
          AND (s.kinds = '[]' OR s.kinds @> to_jsonb(v.kind))
          AND CASE s.who
              WHEN 'link_leader' THEN (v.group_id = g.id OR v.group_id IS NULL) AND (
                  v.kind = 'concentrated' OR strpos(v.visitors, g.link_leader) > 0
                  OR EXISTS (SELECT FROM rounds_roundstop r WHERE r.visit_id = v.id))
              WHEN 'main_leader' THEN v.agency_id = m.agency_id AND v.kind = 'concentrated'
              WHEN 'deputy' THEN v.agency_id = m.agency_id AND (
                  v.kind = 'concentrated' OR EXISTS (
                      SELECT FROM planning_agencyprofile p
                       WHERE p.organisation_id = m.agency_id AND p.leader_in_charge <> ''
                         AND strpos(v.visitors, p.leader_in_charge) > 0))
              WHEN 'member' THEN v.agency_id = m.agency_id
              ELSE v.agency_id = m.agency_id OR EXISTS (
                  SELECT FROM pairing_groupmember before
                   WHERE before.succeeded_by_id = m.id AND before.agency_id = v.agency_id)
              END
 ) made
 WHERE g.state <> 'proposed' AND s.who <> 'family' AND stand.owed > 0
   AND (s.who = 'member' OR (m.agency_id = g.lead_agency_id AND m.left_on IS NULL))
   AND (s.who <> 'link_leader' OR g.link_leader <> '')
   AND (s.division_id IS NULL OR EXISTS (
       SELECT FROM areas a WHERE a.owner_id = s.division_id AND a.division_id = lp.division_id))
   AND NOT EXISTS (
       SELECT FROM areas near JOIN rounds_visitduty o ON o.division_id = near.owner_id
        WHERE near.division_id = lp.division_id AND o.who = s.who
          AND o.valid_from <= s.last_on AND (o.valid_to IS NULL OR o.valid_to >= s.first_on)
          AND near.distance < coalesce((
              SELECT a.distance FROM areas a
               WHERE a.owner_id = s.division_id AND a.division_id = lp.division_id), 1000))
UNION ALL
SELECT 'f' || p.id || '.' || s.duty_id || '.' || s.month, s.duty_id, s.who, s.every,
       NULL::bigint, p.id, c.agency_id, ag.path, f.unit_id, lp.path, lp.division_id,
       s.first_on, s.last_on, stand.owed, made.counted, made.visits
  FROM households_familypair p
  JOIN households_hardshipfile f ON f.id = p.file_id
  JOIN pairing_cadre c ON c.id = p.cadre_id
  JOIN accounts_organisation lp ON lp.id = f.unit_id
  JOIN accounts_organisation ag ON ag.id = c.agency_id
  JOIN slots s ON s.last_on >= p.from_on AND (p.to_on IS NULL OR s.first_on < p.to_on)
 CROSS JOIN LATERAL (
       SELECT rounds_owed(s.times, s.every, s.month, p.from_on, p.to_on - 1) AS owed
 ) stand
 CROSS JOIN LATERAL (
       SELECT count(*)::integer AS counted, array_agg(v.id) AS visits
         FROM households_homevisit h JOIN visits_visit v ON v.id = h.visit_id
        WHERE h.pair_id = p.id AND v.state <> 'returned' AND v.visited_on BETWEEN s.first_on AND s.last_on
          AND (s.kinds = '[]' OR s.kinds @> to_jsonb(v.kind))
 ) made
 WHERE s.who = 'family' AND stand.owed > 0
   AND (s.division_id IS NULL OR EXISTS (
       SELECT FROM areas a WHERE a.owner_id = s.division_id AND a.division_id = lp.division_id))
   AND NOT EXISTS (
       SELECT FROM areas near JOIN rounds_visitduty o ON o.division_id = near.owner_id
        WHERE near.division_id = lp.division_id AND o.who = s.who
          AND o.valid_from <= s.last_on AND (o.valid_to IS NULL OR o.valid_to >= s.first_on)
          AND near.distance < coalesce((
              SELECT a.distance FROM areas a
               WHERE a.owner_id = s.division_id AND a.division_id = lp.division_id), 1000))
$$
"""

VIEW = "CREATE VIEW rounds_due AS SELECT * FROM rounds_due_rows()"

DUTIES = [
    ("link_leader", 1, 3, "系统默认：挂点领导每季度走访不少于1次，依当地制度调整"),
    ("liaison", 1, 1, "系统默认：牵头单位每月联系走访不少于1次，依当地制度调整"),
    ("family", 1, 3, "系统默认：结对干部每季度入户不少于1次，依当地制度调整"),
]
GRACE = ("rounds.days_before_missed", "5", "系统默认：周期结束5日后仍未登记的，记为未完成")


def add(apps, schema_editor):
    duty = apps.get_model("rounds", "VisitDuty")
    duty.objects.bulk_create(
        duty(who=who, times=times, every=every, source=source, valid_from=date(2000, 1, 1))
        for who, times, every, source in DUTIES
    )
    code, value, source = GRACE
    apps.get_model("places", "LocalRule").objects.create(
        code=code, value=value, source=source, valid_from=date(2000, 1, 1)
    )


def remove(apps, schema_editor):
    apps.get_model("rounds", "VisitDuty").objects.filter(valid_from=date(2000, 1, 1)).delete()
    apps.get_model("places", "LocalRule").objects.filter(
        code=GRACE[0], valid_from=date(2000, 1, 1)
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0001_initial"),
        ("households", "0001_initial"),
        ("pairing", "0001_initial"),
        ("planning", "0001_initial"),
        ("visits", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(OWED, "DROP FUNCTION rounds_owed(integer, integer, integer, date, date)"),
        migrations.RunSQL(ROWS, "DROP FUNCTION rounds_due_rows()"),
        migrations.RunSQL(VIEW, "DROP VIEW rounds_due"),
    ]
