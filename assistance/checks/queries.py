"""Reads of economic checks: which families may be asked about, what came back, what is late."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from assistance.checks import rules
from assistance.checks.models import (
    CheckAnswer,
    CheckBatch,
    CheckBatchQuerySet,
    CheckPerson,
    CheckRequest,
    CheckRequestQuerySet,
    Found,
)
from assistance.households.models import (
    Circumstances,
    Consent,
    ConsentText,
    FileQuerySet,
    Gate,
    HardshipFile,
    Member,
)
from assistance.households.queries import person_of
from assistance.households.rules.missing import purposes_of
from ground.accounts.models import User
from ground.kernel.identifiers import masked_name

FOUND_LABELS = dict(Found.choices)


@dataclass(frozen=True)
class Askable:
    """A family at the gate of the check: about whom would be asked, and what is in the way."""

    file: HardshipFile
    people: Sequence[tuple[Member, Consent | None]]
    lacking: str


def files_to_check(user: User, permission: str) -> FileQuerySet:
    """Files that wait at the gate of the check and are in no open request."""
    standing = CheckRequest.objects.standing().filter(file=OuterRef("pk"))
    files = HardshipFile.objects.visible_to(user, permission)
    return files.filter(
        ~Exists(standing), state="underway", gate__kind=Gate.Kind.CHECK, gate_state="waiting"
    )


def askable(files: Iterable[HardshipFile], on: date) -> list[Askable]:
    """Each family with its grown-ups and their standing consents: two queries for any number."""
    rows = list(files)
    members = defaultdict(list)
    present = Member.objects.filter(file__in=rows, standing=Member.Standing.PRESENT)
    for member in present.order_by("pk"):
        members[member.file_id].append(member)
    standing = Consent.objects.filter(
        member__file__in=rows, text__purpose=ConsentText.Purpose.CHECK, withdrawn_on__isnull=True
    )
    consents = {one.member_id: one for one in standing.order_by("pk")}
    return [_askable(file, members[file.pk], consents, on) for file in rows]


def _askable(
    file: HardshipFile, family: Sequence[Member], consents: dict[int, Consent], on: date
) -> Askable:
    people, lacking = [], []
    for member in family:
        person = person_of(member)
        if ConsentText.Purpose.CHECK not in purposes_of(person, on):
            continue
        consent = consents.get(member.pk)
        people.append((member, consent))
        wants = [] if consent else ["核对授权"]
        wants += [] if member.id_hash else ["身份证号"]
        if wants:
            lacking.append(f"{person.label}缺{'和'.join(wants)}")
    return Askable(file, people, "；".join(lacking))


def mark_of(files: Iterable[HardshipFile]) -> str:
    """A mark of a selection: another set of files has another one."""
    keys = ",".join(str(pk) for pk in sorted(file.pk for file in files))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('checks_checkbatch', 'id'))")
        return int(cursor.fetchone()[0])


def locked_batch(batch: CheckBatch) -> CheckBatch:
    return (
        CheckBatch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__division")
        .get(pk=batch.pk)
    )


def locked_request(request: CheckRequest) -> CheckRequest:
    return (
        CheckRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch", "file__unit")
        .get(pk=request.pk)
    )


def in_lists(batches: CheckBatchQuerySet) -> CheckBatchQuerySet:
    """Batches with how many families they hold and how many still wait."""
    kinds = CheckRequest.State
    return batches.select_related("organisation", "made_by").annotate(
        families=Count("requests", filter=~Q(requests__state=kinds.WITHDRAWN)),
        waiting=Count("requests", filter=Q(requests__state=kinds.WAITING)),
        hits=Count("requests", filter=Q(requests__state=kinds.HIT)),
    )


def with_people(requests: CheckRequestQuerySet) -> CheckRequestQuerySet:
    """Requests with file, holder's name, people, and each one's answers, newest first."""
    holder = Member.objects.filter(file=OuterRef("file"), relation=Member.Relation.HOLDER)
    answers = Prefetch(
        "answers", CheckAnswer.objects.order_by("-pk").defer("words"), to_attr="said"
    )
    people = Prefetch(
        "people", CheckPerson.objects.select_related("consent").prefetch_related(answers)
    )
    return (
        requests.select_related("batch", "file__unit", "file__gate")
        .annotate(holder_name=Subquery(holder.values("name")[:1]))
        .prefetch_related(people)
    )


def latest(person: CheckPerson) -> CheckAnswer | None:
    """The answer that counts, of a person read through `with_people`: none once the consent is gone."""
    said = vars(person)["said"]
    return said[0] if said and person.withdrawn_on is None else None


def not_asked_again(people: Iterable[CheckPerson]) -> list[CheckPerson]:
    """Who of a request took the consent back and has not been asked about under a new one."""
    everybody = list(people)
    again = {one.member_id for one in everybody if one.withdrawn_on is None}
    return [one for one in everybody if one.withdrawn_on and one.member_id not in again]


def unanswered(people: Iterable[CheckPerson]) -> list[CheckPerson]:
    """About whom of a request nothing counts yet; read through `with_people`."""
    everybody = list(people)
    asked = [one for one in everybody if one.withdrawn_on is None]
    return [*(one for one in asked if latest(one) is None), *not_asked_again(everybody)]


def request_of(file: HardshipFile) -> CheckRequest | None:
    """The request that stands for a file, or its last one."""
    return with_people(CheckRequest.objects.filter(file=file)).order_by("-pk").first()


def answered_before(day: date) -> list[int]:
    """Requests still open whose answers were entered before a day: an import may be undone that long."""
    return list(
        CheckRequest.objects.filter(
            state=CheckRequest.State.WAITING, people__answers__recorded_on__lt=day
        )
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )


def people_to_send(batch: CheckBatch) -> list[CheckPerson]:
    """The people of a batch who have no answer yet, with all that stands on the list."""
    return list(
        CheckPerson.objects.filter(
            request__batch=batch,
            request__state=CheckRequest.State.WAITING,
            answers__isnull=True,
            withdrawn_on__isnull=True,
        )
        .select_related("request__file", "member", "consent")
        .order_by("request__file__file_no", "pk")
    )


def consent_gone(person: CheckPerson) -> bool:
    """Reads `consent`."""
    gone = person.consent is None or person.consent.withdrawn_on is not None
    return gone or person.withdrawn_on is not None


def taken_back_on(person: CheckPerson) -> date | None:
    """Since when the consent is gone. Reads `consent`."""
    return person.withdrawn_on or (person.consent.withdrawn_on if person.consent else None)


def why_closed(person: CheckPerson) -> str:
    """Why nothing is taken in about somebody whose consent is gone. Reads `consent`."""
    day = taken_back_on(person)
    return f"本人已{f'于{day}' if day else ''}撤回核对授权，撤回后的核对结果不能使用"


def answerable_from(person: CheckPerson) -> date:
    """From which day an answer may be: the list was out, and this consent signed. Reads both."""
    request, consent = person.request, person.consent
    days = [request.batch.sent_on, consent.signed_on if consent else None]
    return max(day for day in days if day is not None)


def standing_consents(members: Iterable[int]) -> dict[int, Consent]:
    """The consent to be checked that stands now, by member."""
    standing = Consent.objects.filter(
        member__in=list(members),
        member__standing=Member.Standing.PRESENT,
        text__purpose=ConsentText.Purpose.CHECK,
        withdrawn_on__isnull=True,
    )
    return {one.member_id: one for one in standing.order_by("pk")}


@dataclass(frozen=True)
class Compared:
    """One matter as the family declared it beside what the check found."""

    label: str
    declared: str
    found: str
    differs: bool
    is_known: bool  # something was declared or found: otherwise there is nothing to compare


def compared(file: HardshipFile, people: Collection[CheckPerson]) -> list[Compared]:
    """Declared beside found, for people read through `with_people`. One query."""
    home = Circumstances.objects.filter(file=file).first()
    found: dict[str, int] = {}
    for person in people:
        answer = latest(person)
        for code, number in (answer.found if answer else {}).items():
            found[code] = found.get(code, 0) + number
    declared: dict[str, tuple[str, bool | None]] = {
        Found.DWELLING: _count(home.dwellings if home else None),
        Found.VEHICLE: _vehicle(home),
        Found.BUSINESS: _yes(home.employs_others if home else None),
        Found.SHARES: _yes(home.controls_company if home else None),
    }
    lines = []
    for code in [*declared, *(code for code in found if code not in declared)]:
        words, has = declared.get(code, ("表上没有这一项", None))
        seen = code in found
        number = found.get(code, 0)
        differs = seen and not has
        if code == Found.DWELLING and seen and home and home.dwellings is not None and number:
            differs = number != home.dwellings
        shown = f"有{number or ''}" if seen else "未发现"
        lines.append(Compared(FOUND_LABELS[code], words, shown, differs, seen or has is not None))
    return lines


def _count(number: int | None) -> tuple[str, bool | None]:
    return ("未填", None) if number is None else (f"{number}套", number > 0)


def _vehicle(home: Circumstances | None) -> tuple[str, bool | None]:
    if home is None or not home.vehicle:
        return "未填", None
    return home.get_vehicle_display(), home.vehicle != "none"


def _yes(said: bool | None) -> tuple[str, bool | None]:
    return ("未填", None) if said is None else ("有" if said else "无", said)


def finding_of(people: Iterable[CheckPerson]) -> str:
    """What was found, by masked name: “张*国：机动车1；李*：社会保险缴费”."""
    lines = []
    for person in people:
        answer = latest(person)
        if answer and answer.found:
            lines.append(
                f"{masked_name(person.name)}：{rules.in_words(answer.found, FOUND_LABELS)}"
            )
    return "；".join(lines)
