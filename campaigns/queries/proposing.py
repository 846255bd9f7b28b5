"""Who might be taken in from the files, by rule, each with the sentence that says why."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, Round

from assistance.aid.models import Payment
from assistance.aid.queries.received import NOT_RECEIVED, with_day, with_kept
from assistance.applications.models import Application
from assistance.households.models import FileQuerySet, HardshipFile, HomeVisit, Member
from campaigns.models import Campaign, Enrolment
from campaigns.permissions import ENROL
from campaigns.queries.rosters import of_holder
from ground.accounts.models import Organisation, User, below
from ground.kernel import clock
from ground.places.queries import local_rule

TEXT: CharField[str, str] = CharField()
MONTH = 30  # days: what lies long is no matter of one day
WITHDRAWN_OR_REFUSED = ("withdrawn", "rejected", "lapsed")


@dataclass(frozen=True)
class Why:
    """A rule that proposes files: its label, which files, and the sentence for each."""

    code: str
    label: str
    narrow: Callable[[FileQuerySet, Campaign, date], Any]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom of the files a person asks for: by which rule, in which unit, of which category or stage."""

    why: str = "all"
    unit: Organisation | None = None
    category: str = ""
    stage: str = ""


def _paid(**span: Any) -> Any:
    """What families received or are about to, with `kept`; `span` narrows `counts_on`."""
    return with_kept(with_day(Payment.objects.filter(file=OuterRef("pk"))).filter(**span)).exclude(
        state__in=NOT_RECEIVED
    )


def _sum(payments: Any) -> Subquery:
    sums = payments.order_by().values("file").annotate(total=Round(Sum("kept"), 0))
    return Subquery(sums.values("total"))


def _everybody(files: FileQuerySet, campaign: Campaign, today: date) -> Any:  # noqa: ARG001 -- one shape
    return files.annotate(why=Value("在档困难职工家庭"))


def _helped_last_year(files: FileQuerySet, campaign: Campaign, today: date) -> Any:  # noqa: ARG001
    before = _paid(counts_on__year=campaign.year - 1)
    now = _paid(counts_on__year=campaign.year)
    return files.filter(Exists(before), ~Exists(now)).annotate(
        why=Concat(
            Value(f"去年帮扶过今年没有：{campaign.year - 1}年帮扶"),
            Cast(_sum(before), TEXT),
            Value("元"),
            output_field=TEXT,
        )
    )


def _never_helped(files: FileQuerySet, campaign: Campaign, today: date) -> Any:  # noqa: ARG001
    return files.filter(~Exists(_paid())).annotate(
        why=Concat(
            Value("从未帮扶："),
            Cast(Coalesce("approved_on", "opened_on"), TEXT),
            Value("建档以来没有帮扶款项"),
            output_field=TEXT,
        )
    )


def _idle(files: FileQuerySet, campaign: Campaign, today: date) -> Any:
    months = local_rule(
        "campaigns.file_idle_months", on=today, division=campaign.organiser.division
    )
    limit = date.fromordinal(today.toordinal() - int(months) * MONTH)
    looked = Coalesce("confirmed_on", "approved_on", "opened_on", output_field=DateField())
    return (
        files.annotate(looked_on=looked)
        .filter(looked_on__lt=limit)
        .annotate(
            why=Concat(
                Value("档案长期未动：最近核实是"), Cast("looked_on", TEXT), output_field=TEXT
            )
        )
    )


def _unvisited(files: FileQuerySet, campaign: Campaign, today: date) -> Any:  # noqa: ARG001
    asked = Application.objects.filter(file=OuterRef("pk"), year=campaign.year).exclude(
        state__in=WITHDRAWN_OR_REFUSED
    )
    seen = HomeVisit.objects.filter(
        pair__file=OuterRef("pk"), visit__visited_on__year=campaign.year
    )
    first = asked.order_by("applied_on").values("applied_on")[:1]
    return files.filter(Exists(asked), ~Exists(seen)).annotate(
        why=Concat(
            Value("有申请未走访："),
            Cast(Subquery(first), TEXT),
            Value("提出申请，今年没有入户走访"),
            output_field=TEXT,
        )
    )


WHYS = [
    Why("all", "在档家庭", _everybody),
    Why("last_year", "去年帮扶过今年没有", _helped_last_year),
    Why("never", "从未帮扶", _never_helped),
    Why("idle", "档案长期未动", _idle),
    Why("unvisited", "有申请未走访", _unvisited),
]


def why_named(code: str) -> Why:
    return next((one for one in WHYS if one.code == code), WHYS[0])


def narrowed_by(code: str, files: FileQuerySet, campaign: Campaign, today: date) -> Any:
    """Of these files those that a rule speaks of, with `why`."""
    return why_named(code).narrow(files, campaign, today)


def proposals(
    user: User,
    campaign: Campaign,
    wanted: Wanted,
    *,
    permission: str = ENROL.code,
    of_families: bool = False,
) -> Any:
    """Files, or members, that a rule proposes: with `why`, `holder_name`, `person_hash`, `size`.

    Active, where this person may enrol, in the campaign's area, not on its roster. `of_families`:
    files also where the kind enrols members.
    """
    kind = campaign.kind
    files = _active_files(user, campaign, permission)
    if wanted.unit is not None:
        files = files.filter(unit__path__startswith=wanted.unit.path)
    if wanted.category:
        files = files.filter(category=wanted.category)
    found = narrowed_by(wanted.why, files, campaign, clock.today())
    if kind.enrols == "member" and not of_families:
        return _members(found, campaign, wanted)
    return (
        found.filter(not_listed(campaign, "file"))
        .select_related("unit")
        .annotate(
            holder_name=of_holder("name", of="pk"),
            person_hash=of_holder("id_hash", of="pk"),
            size=Coalesce(Subquery(_size()), Value(1)),
            file_key=F("pk"),
            member_key=Value(None, output_field=BigIntegerField()),
            unit_key=F("unit_id"),
            school=Value(""),
        )
        .order_by("pk")
    )


def _members(files: Any, campaign: Campaign, wanted: Wanted) -> "QuerySet[Member]":
    kind = campaign.kind
    stages = [
        education
        for education, stage in kind.stages_of_education.items()
        if not wanted.stage or stage == wanted.stage
    ]
    told = files.filter(pk=OuterRef("file")).order_by().values("why")[:1]
    return (
        _free_members(campaign, file__in=files.order_by().values("pk"), education__in=stages)
        .select_related("file__unit")
        .annotate(
            why=Subquery(told),
            holder_name=F("name"),
            person_hash=F("id_hash"),
            size=Value(1),
            file_key=F("file_id"),
            member_key=F("pk"),
            unit_key=F("file__unit_id"),
            school=F("education"),
        )
        .order_by("pk")
    )


def families_known_by(files: Collection[int]) -> dict[int, tuple[str, int]]:
    """By file: the look-up hash of its holder's number, and how many people live together."""
    rows = HardshipFile.objects.filter(pk__in=files).annotate(
        person_hash=of_holder("id_hash", of="pk"), size=Coalesce(Subquery(_size()), Value(1))
    )
    return {
        pk: (known_by or "", size)
        for pk, known_by, size in rows.values_list("pk", "person_hash", "size")
    }


def _size() -> Any:
    present = Member.objects.filter(file=OuterRef("pk"), standing=Member.Standing.PRESENT)
    return present.order_by().values("file").annotate(n=Count("pk")).values("n")


def found_to_enrol(user: User, campaign: Campaign, asked: str) -> Any:
    """Active files of the area, by the number of the file or how the holder's name begins; else all.

    A family of which somebody is on the roster is found too where each member stands for themselves.
    """
    kind = campaign.kind
    files = _active_files(user, campaign)
    if kind.enrols == "family":
        files = files.filter(not_listed(campaign, "file"))
    found = files.select_related("unit").annotate(holder_name=of_holder("name", of="pk"))
    words = asked.strip().replace("\x00", "")
    if words:
        found = found.filter(Q(file_no__icontains=words) | Q(holder_name__startswith=words))
    return found.order_by("unit__path", "pk")


def members_to_enrol(campaign: Campaign, file: HardshipFile) -> "QuerySet[Member]":
    """Whom of a family a campaign may take in: present, not its holder, not on the roster."""
    return _free_members(campaign, file=file).order_by("pk")


def _active_files(user: User, campaign: Campaign, permission: str = ENROL.code) -> FileQuerySet:
    """Files on file in the campaign's area, where this person holds the permission."""
    return HardshipFile.objects.visible_to(user, permission).filter(
        below("unit__path", [campaign.organiser.path]), state=HardshipFile.State.ACTIVE
    )


def _free_members(campaign: Campaign, **among: Any) -> "QuerySet[Member]":
    return Member.objects.filter(
        not_listed(campaign, "member"),
        ~Q(relation=Member.Relation.HOLDER),
        standing=Member.Standing.PRESENT,
        **among,
    )


def not_listed(campaign: Campaign, who: str) -> Any:
    """That a row (a file or a member, as `who` says) is not on the roster of a campaign."""
    live = Enrolment.objects.filter(campaign=campaign, **{who: OuterRef("pk")})
    return ~Exists(live.exclude(state="withdrawn"))
