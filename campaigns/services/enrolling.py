"""Take people into a campaign: one by hand, many from the files by rule; what is told of each."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Min, Sum

from assistance.households.models import HardshipFile, Member
from assistance.households.queries import hash_of_id, open_file_of
from campaigns import queries, rules
from campaigns.events import Enrolled
from campaigns.kinds import CampaignKind
from campaigns.models import (
    Campaign,
    CondolenceItem,
    Enrolment,
    EnrolmentQuerySet,
    VisitTarget,
)
from campaigns.rules.states import PLACE, UNDECIDED
from campaigns.services.answers import checked_answers, checked_materials
from ground.accounts.models import Organisation, User, up_from
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.intake.names import normal
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken, constraint_of
from ground.kernel.texts import check_reason

State, CameFrom = Enrolment.State, Enrolment.CameFrom
BY_HAND = "手工列入"
TWICE = {
    "campaign_has_a_person_once": "这个人已在本活动名单中，一人只列入一次",
    "campaign_helps_a_family_once": "这一户已在本活动名单中，一户只安排一次",
    "person_helped_once": "这个人本年已由另一个活动资助，不重复资助",
}


@dataclass(frozen=True)
class Place:
    """A workplace or an employer, for so many people."""

    name: str
    people: int


@dataclass(frozen=True)
class Outsider:
    """Somebody without a file, as typed. The number is plain: sealed when it is kept."""

    name: str
    id_no: str
    mobile: str = ""


@transaction.atomic
def enrol(
    *,
    by: User,
    campaign: Campaign,
    person_class: str,
    file: HardshipFile | None = None,
    member: Member | None = None,
    person: Outsider | None = None,
    place: Place | None = None,
    unit: Organisation | None = None,
    stage: str = "",
    answers: Mapping[str, str] | None = None,
    materials: Collection[str] = (),
    asked: Decimal | int | str | None = None,
    reason: str = BY_HAND,
) -> Enrolment:
    """Put a family, a member of one, a person without a file, or a workplace on the roster, once.

    `unit` is asked for a person without a file and for a workplace; a family's is that of its file. So
    is the `stage` of a student on a file, where it is left out.
    """
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "列入名单")
    kind = locked.kind
    chosen = kind.class_of(person_class)
    made = Enrolment(
        campaign=locked,
        person_class=chosen.code,
        stage=kind.check_stage(stage or _stage_on_file(kind, member)),
        answers=checked_answers(kind, answers or {}),
        materials=checked_materials(kind, materials),
        asked=_asked(asked),
        came_from=CameFrom.BY_HAND,
        reason=rules.check_text(reason, field="reason", label="列入理由", longest=120),
        listed_by=by,
        listed_on=clock.today(),
    )
    if chosen.is_place != (place is not None):
        raise RuleBroken(
            "enrolment_of_a_place",
            f"“{chosen.label}”{'列入的是地点，请填写名称和人数' if chosen.is_place else '列入的是人，不是地点'}",
            fields={"person_class": "与列入的不符"},
        )
    if chosen.filed is True and file is None:
        raise RuleBroken(
            "enrolment_needs_file", f"“{chosen.label}”须从档案中选择", fields={"file": "请选择"}
        )
    if chosen.filed is False and file is not None:
        raise RuleBroken(
            "enrolment_has_file",
            f"这一户已建档，不能列为“{chosen.label}”",
            fields={"person_class": "已建档"},
        )
    if place is not None and unit is not None:
        _of_place(made, place, unit)
    elif file is not None:
        _of_family(made, kind, file, member)
    elif person is not None and unit is not None:
        _of_person(made, person, unit)
    else:
        raise RuleBroken("enrolment_of_nobody", "请选择档案，或填写姓名、身份证号和单位")
    rules.check_unit(
        is_inside=made.unit.path.startswith(locked.organiser.path), unit=made.unit.name
    )
    check_quotas(locked, {made.unit.path: 1})
    if file is not None and kind.enrols == "member":
        known = locked.enrolments.filter(file=file).exclude(state=State.WITHDRAWN)
        made.households = 0 if known.exists() else 1
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise twice(error) from error
    record(by, "campaign.enrolled", made, campaign=locked.pk, came_from=made.came_from)
    publish(Enrolled(campaign_id=locked.pk, number=1, came_from=made.came_from))
    return made


@transaction.atomic
def change_enrolment(
    *,
    by: User,
    enrolment: Enrolment,
    stage: str,
    answers: Mapping[str, str],
    materials: Collection[str],
    asked: Decimal | int | str | None,
) -> Enrolment:
    """Write anew what is told of somebody who is not decided yet; it waits to be screened again."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    locked = queries.locked_enrolment(enrolment.pk)
    kind = campaign.kind
    _check_undecided(locked, "修改")
    locked.stage = kind.check_stage(stage)
    locked.answers = checked_answers(kind, answers)
    locked.materials = checked_materials(kind, materials)
    locked.asked = _asked(asked)
    locked.state, locked.findings = State.LISTED, []
    locked.screened_on, locked.posted_on = None, None
    locked.override_by, locked.overridden_by, locked.override_reason = None, None, ""
    locked.save()
    record(by, "campaign.enrolment_changed", locked, campaign=campaign.pk)
    return locked


@transaction.atomic
def withdraw(*, by: User, enrolment: Enrolment, reason: str) -> Enrolment:
    """Take somebody off the roster before money is planned; what was known stays on record."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    locked = queries.locked_enrolment(enrolment.pk)
    if locked.state not in {*UNDECIDED, State.APPROVED}:
        raise RuleBroken(
            "enrolment_state",
            f"该对象现在是“{locked.get_state_display()}”，不能退出：已安排的款项请先作废",
        )
    give_up(campaign, [locked.pk], check_reason(reason, what="退出", most=200))
    locked.refresh_from_db()
    record(by, "campaign.withdrawn", locked, campaign=campaign.pk, reason=reason)
    return locked


@transaction.atomic
def withdraw_many(
    *, by: User, campaign: Campaign, among: EnrolmentQuerySet, seen: int, reason: str
) -> int:
    """Take everybody of these off the roster of whom no money is planned, as many as were seen."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "批量退出")
    why = check_reason(reason, what="退出", most=200)
    keys = rules.check_seen(queries.to_withdraw(locked, among), seen, "退出")
    give_up(locked, keys, why)
    details: dict[str, object] = {"campaign": locked.pk, "reason": why}
    record_many(by, "campaign.withdrawn", ((f"campaigns.enrolment:{pk}", details) for pk in keys))
    return len(keys)


def give_up(campaign: Campaign, keys: Collection[int], why: str) -> None:
    """Write that these are off the roster; a family's household is counted for the first who is left."""
    gone = Enrolment.objects.filter(campaign=campaign, pk__in=keys)
    gone.update(state=State.WITHDRAWN, withdrawn_reason=why, once_key="", households=0)
    CondolenceItem.objects.filter(enrolment__in=keys, handed=0).delete()
    VisitTarget.objects.filter(enrolment__in=keys, state="planned", is_loaded=False).delete()
    left = (
        Enrolment.objects.filter(
            campaign=campaign, file__in=gone.filter(file__isnull=False).values("file")
        )
        .exclude(state=State.WITHDRAWN)
        .order_by()
        .values("file")
        .annotate(first=Min("pk"), counted=Sum("households"))
        .filter(counted=0)
    )
    Enrolment.objects.filter(pk__in=list(left.values_list("first", flat=True))).update(households=1)


def check_quotas(campaign: Campaign, wanted: Mapping[str, int]) -> None:
    """`wanted`: how many more by the path of their unit. Each quota above has room for them."""
    quotas = {one.unit.path: one for one in campaign.quotas.select_related("unit")}
    more = Counter[str]()
    for path, number in wanted.items():
        more.update({above: number for above in up_from(path) if above in quotas})
    if more:
        used = queries.used_below(campaign, more)
        for path, number in more.items():
            quota = quotas[path]
            rules.check_quota(quota.unit.name, number, quota.number - used[path].number)


def _asked(typed: Decimal | int | str | None) -> Decimal | None:
    """An amount of one's own; left out, the standard holds."""
    if typed is None or typed == "":
        return None
    return rules.check_amount(typed, field="asked", label="拟助金额")


def _stage_on_file(kind: CampaignKind, member: Member | None) -> str:
    """The stage of a kind at which a student of a family is; empty where the file does not say."""
    return kind.stages_of_education.get(member.education, "") if member and kind.stages else ""


def key_of(file: int, member: int | None) -> str:
    """Who somebody is where no ID number is known."""
    return f"member:{member}" if member else f"file:{file}"


def _of_family(
    made: Enrolment, kind: CampaignKind, file: HardshipFile, member: Member | None
) -> None:
    made.file = HardshipFile.objects.select_related("unit").get(pk=file.pk)
    made.unit = made.file.unit
    present = file.members.filter(standing=Member.Standing.PRESENT)
    if kind.enrols == "member":
        if member is None or member.file_id != file.pk:
            raise RuleBroken(
                "enrolment_needs_member", "请选择该户的一名学生", fields={"member": "请选择"}
            )
        made.member, made.people = member, 1
        made.person_key = member.id_hash or key_of(file.pk, member.pk)
        return
    holder = file.members.filter(relation=Member.Relation.HOLDER).first()
    made.people = max(1, present.count())
    made.person_key = (holder.id_hash if holder else "") or key_of(file.pk, None)


def _of_person(made: Enrolment, person: Outsider, unit: Organisation) -> None:
    number = identifiers.id_number(person.id_no)
    known = open_file_of(number)
    if known is not None:
        raise RuleBroken(
            "person_on_file",
            f"这个人在档案 {known.file_no} 中，请从档案列入",
            fields={"id_no": "已有档案"},
        )
    made.person_name = rules.check_text(person.name, field="name", label="姓名", longest=40)
    made.id_no, made.person_key, made.unit = number, hash_of_id(number), unit
    made.mobile = identifiers.mobile(person.mobile) if person.mobile.strip() else ""


def _of_place(made: Enrolment, place: Place, unit: Organisation) -> None:
    made.person_name = rules.check_text(place.name, field="name", label="地点名称", longest=40)
    made.people = rules.check_people(place.people)
    made.households, made.unit = 0, unit
    said = f"{unit.pk}:{normal(made.person_name)}"
    made.person_key = f"{PLACE}{sha256(said.encode()).hexdigest()[:40]}"


def _check_undecided(enrolment: Enrolment, doing: str) -> None:
    if enrolment.state not in UNDECIDED:
        raise RuleBroken(
            "enrolment_state", f"该对象现在是“{enrolment.get_state_display()}”，不能{doing}"
        )


def twice(error: IntegrityError) -> Exception:
    said = TWICE.get(constraint_of(error))
    return RuleBroken("enrolment_exists", said, fields={"file": said}) if said else error
