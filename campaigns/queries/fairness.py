"""Whether a campaign's money goes where the need is: by need, by unit, and who was left out (domain.md, P10)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from assistance.aid.models import Payment
from assistance.households.models import HardshipFile
from campaigns.models import Campaign, Enrolment
from campaigns.queries.proposing import Wanted, narrowed_by, proposals, why_named
from campaigns.rules.states import LIVE
from ground.accounts.models import User
from ground.kernel import clock
from ground.places.queries import local_rule

OFF_FILE = "none"
NEEDS = [*HardshipFile.Category.choices, (OFF_FILE, "未建档")]
LISTED_WHYS = ("idle", "unvisited")  # of who is on the roster
LEFT_OUT_WHYS = ("last_year", "never", "idle", "unvisited")  # of who is not

# Whoever is on the roster and has an amount: screened, else asked for. Places of visits are nobody.
_TOLD = """
WITH told AS MATERIALIZED (
    SELECT e.unit_id, COALESCE(NULLIF(f.category, ''), 'none') AS need,
           COALESCE(e.amount, e.asked) AS amount
      FROM campaigns_enrolment e LEFT JOIN households_hardshipfile f ON f.id = e.file_id
     WHERE e.campaign_id = %(campaign)s AND e.state = ANY(%(live)s)
       AND (e.file_id IS NOT NULL OR e.person_name <> '') AND f.stored_only_on IS NULL
)"""
_BY_NEED = """
SELECT need, count(*), COALESCE(sum(amount), 0), round(avg(amount), 2),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY amount), min(amount), max(amount)
  FROM told GROUP BY need"""
_FLAT = """, alike AS (
    SELECT unit_id, amount, count(*) AS number FROM told WHERE amount IS NOT NULL GROUP BY 1, 2
), most AS (
    SELECT DISTINCT ON (unit_id) unit_id, amount, number FROM alike
     ORDER BY unit_id, number DESC, amount
), units AS (
    SELECT unit_id, count(amount) AS number, count(DISTINCT need) AS needs FROM told GROUP BY 1
)
SELECT u.unit_id, o.name, u.number, u.needs, m.amount, m.number
  FROM units u JOIN most m USING (unit_id) JOIN accounts_organisation o ON o.id = u.unit_id
 WHERE u.needs > 1 AND u.number >= %(least)s AND m.number >= %(share)s * u.number
 ORDER BY u.number DESC, o.path LIMIT %(most)s"""
MOST_UNITS = 200


@dataclass(frozen=True)
class NeedLine:
    """What people of one need get: how many, altogether, on average, in the middle, from and to."""

    need: str
    label: str
    number: int
    whole: Decimal
    mean: Decimal | None
    median: Decimal | None
    least: Decimal | None
    most: Decimal | None


@dataclass(frozen=True)
class FlatUnit:
    """A unit in which nearly everybody gets the same, whatever their need (平均分配)."""

    unit_id: int
    unit: str
    number: int
    needs: int
    amount: Decimal
    alike: int


@dataclass(frozen=True)
class Mark:
    """Something to be looked at: its rule, its words, how many."""

    code: str
    label: str
    number: int


@dataclass(frozen=True)
class Fairness:
    needs: list[NeedLine]
    flat: list[FlatUnit]
    share: Decimal
    least: int
    listed: list[Mark]
    left_out: list[Mark]


def fairness_of(campaign: Campaign, user: User, permission: str) -> Fairness:
    """The figures of a campaign; who was left out is counted where this person sees files."""
    division = campaign.organiser.division
    share = local_rule("campaigns.flat_share", on=campaign.starts_on, division=division)
    least = int(local_rule("campaigns.flat_least", on=campaign.starts_on, division=division))
    told: dict[str, Any] = {"campaign": campaign.pk, "live": list(LIVE)}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD + _BY_NEED, told)
        found = {need: (need, *rest) for need, *rest in cursor.fetchall()}
        cursor.execute(_TOLD + _FLAT, told | {"share": share, "least": least, "most": MOST_UNITS})
        flat = [FlatUnit(*row) for row in cursor.fetchall()]
    lines = [NeedLine(need, label, *found[need][1:]) for need, label in NEEDS if need in found]
    seen = live_of(Enrolment.objects.visible_to(user, permission).filter(campaign=campaign))
    listed = [Mark("relative", "工作人员亲属", of_relatives(seen).count())]
    for code in LISTED_WHYS:
        number = marked(seen, campaign, code).count()
        listed.append(Mark(code, why_named(code).label, number))
    left_out = [
        Mark(code, why_named(code).label, left_out_by(user, campaign, code, permission).count())
        for code in LEFT_OUT_WHYS
    ]
    return Fairness(lines, flat, share, least, listed, left_out)


def live_of(rows: Any) -> Any:
    """Enrolments of people who are neither refused nor gone: whom the figures of fairness count."""
    return rows.filter(Q(file__isnull=False) | ~Q(person_name=""), state__in=LIVE)


def of_need(rows: Any, need: str) -> Any:
    return rows.filter(file__isnull=True) if need == OFF_FILE else rows.filter(file__category=need)


def of_relatives(rows: Any) -> Any:
    """Enrolments of families of which a payment was declared as that of a relative of staff."""
    declared = Payment.objects.exclude(relative_of="").filter(file__isnull=False)
    return rows.filter(file__in=declared.values("file"))


def marked(rows: Any, campaign: Campaign, code: str) -> Any:
    """Enrolments of families that a rule of proposing speaks of."""
    files = narrowed_by(code, HardshipFile.objects.all(), campaign, clock.today())
    return rows.filter(file__in=files.order_by().values("pk"))


def left_out_by(user: User, campaign: Campaign, code: str, permission: str) -> "QuerySet[Any]":
    """Active files of the area that a rule speaks of and that are not on the roster."""
    found: QuerySet[Any] = proposals(
        user, campaign, Wanted(why=code), permission=permission, of_families=True
    )
    return found
