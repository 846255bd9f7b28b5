"""Hold the next so many of a roster against the rules, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from assistance.aid.queries.received import NOT_RECEIVED
from campaigns.kinds import CampaignKind
from campaigns.models import Campaign
from campaigns.rules.states import HOLDING, UNDECIDED
from campaigns.screening.rules import ScreenRule, rule_of

# Goods count by their value beside the money.
_CHOSEN = """
WITH chosen AS MATERIALIZED (
    SELECT e.id, e.person_key, e.file_id, e.member_id, e.answers, e.materials, e.state,
           e.overridden_by_id, e.findings, e.amount AS before, s.amount AS own_standard,
           COALESCE(e.asked, s.amount, %(without)s::numeric) AS amount, COALESCE(g.value, 0) AS goods
      FROM campaigns_enrolment e
      LEFT JOIN campaigns_campaignstandard s ON s.campaign_id = e.campaign_id
           AND s.person_class = e.person_class AND s.stage = e.stage
      LEFT JOIN LATERAL (SELECT sum(i.quantity * l.unit_value) AS value
           FROM campaigns_condolenceitem i JOIN campaigns_campaigngoods l ON l.id = i.line_id
           WHERE i.enrolment_id = e.id) g ON true
     WHERE e.campaign_id = %(campaign)s AND e.id > %(after)s AND e.state = ANY(%(undecided)s)
     ORDER BY e.id LIMIT %(most)s FOR NO KEY UPDATE OF e
)"""
# Of these payments what counts as received. Payments and other enrolments are asked for one person after
# another along an index: joins of whole tables are planned by statistics, and took minutes on old ones.
_RECEIVED = """p.aid_type = %(aid_type)s AND p.state <> ALL(%(not_received)s)
            AND (p.state = 'paid' AND p.settled_on BETWEEN %(first)s AND %(last)s
                 OR p.state <> 'paid' AND p.given_on BETWEEN %(first)s AND %(last)s)
            AND NOT EXISTS (SELECT 1 FROM campaigns_enrolment e WHERE e.payment_id = p.id)"""
_BACK = "COALESCE((SELECT sum(r.amount) FROM aid_recovery r WHERE r.payment_id = {}), 0)"
_PARTS = {
    "excluded": """, excluded AS (
    SELECT c.id, min('不属于资助范围：' || r.says) AS says FROM chosen c
      JOIN unnest(%(questions)s::text[], %(answers)s::text[], %(said)s::text[])
           AS r (question, answer, says) ON c.answers->>r.question = r.answer GROUP BY c.id
)""",
    "unanswered": """, unanswered AS (
    SELECT c.id, string_agg(r.label, '、' ORDER BY r.place) AS questions FROM chosen c
      JOIN unnest(%(needed)s::text[], %(asked)s::text[]) WITH ORDINALITY
           AS r (code, label, place) ON COALESCE(c.answers->>r.code, '') = '' GROUP BY c.id
)""",
    "lacking": """, lacking AS (
    SELECT c.id, string_agg(r.label, '、' ORDER BY r.place) AS papers FROM chosen c
      JOIN unnest(%(papers)s::text[], %(labels)s::text[]) WITH ORDINALITY
           AS r (code, label, place) ON r.code <> ALL(c.materials) GROUP BY c.id
)""",
}
_JOINS = {
    # What others have given or promised the same person this year: campaigns of the same aid.
    "others": f""" LEFT JOIN LATERAL (
         SELECT sum(o.amount - {_BACK.format("o.payment_id")} + COALESCE(g.value, 0)) AS amount,
                min(oc.name) AS campaign
           FROM (SELECT other.id, other.campaign_id, other.payment_id, other.amount
                   FROM campaigns_enrolment other
                  WHERE c.person_key <> '' AND other.person_key <> ''
                    AND other.person_key = c.person_key AND other.id <> c.id
                    AND other.state = ANY(%(holding)s) OFFSET 0) o
           JOIN campaigns_campaign oc ON oc.id = o.campaign_id AND oc.year = %(year)s
           JOIN campaigns_kindversion ov ON ov.id = oc.kind_version_id
                AND ov.content->>'aid_type' = %(aid_type)s
           LEFT JOIN LATERAL (SELECT sum(i.quantity * l.unit_value) AS value
                FROM campaigns_condolenceitem i JOIN campaigns_campaigngoods l ON l.id = i.line_id
                WHERE i.enrolment_id = o.id) g ON true) o ON true""",  # noqa: S608 -- of this module's own words
    # And what came to the family, or to the person without a file, from elsewhere: visits, applications
    # for somebody else left out.
    "paid": f""" LEFT JOIN LATERAL (SELECT CASE WHEN c.file_id IS NOT NULL THEN (
         SELECT sum(p.amount - {_BACK.format("p.id")}) FROM aid_payment p
          WHERE p.file_id = c.file_id AND {_RECEIVED}
            AND (c.member_id IS NULL OR NOT EXISTS (SELECT 1 FROM applications_application a
                 WHERE a.payment_id = p.id AND a.member_id <> c.member_id))
         ) WHEN c.person_key <> '' THEN (
         SELECT sum(p.amount - {_BACK.format("p.id")})
           FROM aid_beneficiary b JOIN aid_payment p ON p.id = b.payment_id
          WHERE b.id_hash = c.person_key AND {_RECEIVED}
         ) END AS amount OFFSET 0) p ON true""",  # noqa: S608
    "excluded": " LEFT JOIN excluded x ON x.id = c.id",
    "unanswered": " LEFT JOIN unanswered u ON u.id = c.id",
    "lacking": " LEFT JOIN lacking l ON l.id = c.id",
}
_WRITTEN = """, judged AS MATERIALIZED (
    SELECT c.*, COALESCE((
        SELECT jsonb_agg(jsonb_build_object('rule', r.code, 'says', r.says) ORDER BY r.place)
          FROM (VALUES {values}) AS r (place, code, says) WHERE r.says IS NOT NULL
    ), '[]'::jsonb) AS found
      FROM chosen c LEFT JOIN households_hardshipfile f ON f.id = c.file_id
      LEFT JOIN households_member m ON m.id = c.member_id{joins}
), written AS (
    UPDATE campaigns_enrolment e SET
        standard = j.own_standard, amount = j.amount, findings = j.found,
        screened_on = CASE WHEN e.screened_on IS NULL OR (j.findings, j.before)
                           IS DISTINCT FROM (j.found, j.amount) THEN %(today)s ELSE e.screened_on END,
        posted_on = CASE WHEN (j.findings, j.before)
                         IS DISTINCT FROM (j.found, j.amount) THEN NULL ELSE e.posted_on END,
        state = CASE WHEN j.amount IS NOT NULL AND (j.found = '[]' OR j.overridden_by_id IS NOT NULL)
                     THEN 'eligible' ELSE 'ineligible' END
      FROM judged j WHERE e.id = j.id RETURNING e.id, e.state
)
SELECT count(*), max(id), count(*) FILTER (WHERE state = 'eligible') FROM written"""


@dataclass(frozen=True)
class Judged:
    """How many were judged in one go, the last of them, and how many of them are eligible."""

    number: int
    last: int
    eligible: int


def judge_next(
    campaign: Campaign,
    rules: Sequence[tuple[str, Decimal | None]],
    *,
    after: int,
    most: int,
    today: date,
) -> Judged:
    """Judge the next undecided of a campaign in the order of their keys, in the caller's transaction."""
    kind = campaign.kind
    used = [(rule_of(code), value) for code, value in rules]
    told: dict[str, Any] = {
        "campaign": campaign.pk,
        "after": after,
        "most": most,
        "today": today,
        "undecided": list(UNDECIDED),
        "holding": list(HOLDING),
        "year": campaign.year,
        "first": date(campaign.year, 1, 1),
        "last": date(campaign.year, 12, 31),
        "not_received": list(NOT_RECEIVED),
        **_of_kind(kind),
        **{f"value_{rule.code}": value for rule, value in used if rule.has_value},
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement([rule for rule, _ in used]), told)
        number, last, eligible = cursor.fetchone()
    return Judged(number, last or after, eligible)


def _statement(rules: Sequence[ScreenRule]) -> str:
    needed = {part for rule in rules for part in rule.needs}
    values = ", ".join(
        f"({place}, '{rule.code}', {_expression(rule)})" for place, rule in enumerate(rules)
    )
    parts = "".join(sql for name, sql in _PARTS.items() if name in needed)
    joins = "".join(sql for name, sql in _JOINS.items() if name in needed)
    none = "(0, '', NULL::text)"
    return _CHOSEN + parts + _WRITTEN.format(values=values or none, joins=joins)


def _expression(rule: ScreenRule) -> str:
    return rule.says.replace("{value}", f"%(value_{rule.code})s::numeric")


def _of_kind(kind: CampaignKind) -> dict[str, Any]:
    needed = [one for one in kind.materials if one.is_needed]
    questions = [one for one in kind.questions if one.is_needed]
    return {
        "needed": [one.code for one in questions],
        "asked": [one.label for one in questions],
        "aid_type": kind.aid_type,
        "without": None if kind.cash else 0,
        "questions": [one.question for one in kind.exclusions],
        "answers": [one.answer for one in kind.exclusions],
        "said": [one.says for one in kind.exclusions],
        "papers": [one.code for one in needed],
        "labels": [one.label for one in needed],
    }
