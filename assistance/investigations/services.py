"""Record what two people saw at a family's home; withdraw a record; show what is sealed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from assistance.households import queries as households
from assistance.households import services as files
from assistance.households.models import Gate, HardshipFile, Item
from assistance.households.models.codes import Housing
from assistance.investigations import queries, rules
from assistance.investigations.events import InvestigationRecorded, InvestigationWithdrawn
from assistance.investigations.models import (
    HomeInvestigation,
    InvestigationPhoto,
    Investigator,
    SeenItem,
)
from assistance.investigations.rules import Line, Person
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason
from ground.places.queries import local_rule

Purpose, Conclusion = HomeInvestigation.Purpose, HomeInvestigation.Conclusion
ON_FILE = {HardshipFile.State.ACTIVE, HardshipFile.State.IMPORTED}
SEALED = {"present": "在场家属", "housing_note": "住房和家中情况", "remark": "调查意见"}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen and concluded, as it is typed."""

    visited_on: date
    people: Sequence[Person]
    living: str
    conclusion: str
    present: str
    purpose: str = Purpose.FILING
    housing: str = ""
    floor_area: Decimal | str | None = None
    housing_note: str = ""
    remark: str = ""
    lines: Sequence[Line] = field(default_factory=list)
    on_paper: bool = False


@transaction.atomic
def record_investigation(
    *,
    by: User,
    key: UUID,
    file: HardshipFile,
    seen: Seen,
    signatures: Sequence[StoredFile | None] = (),
    family_signature: StoredFile | None = None,
    photos: Sequence[StoredFile] = (),
) -> HomeInvestigation:
    """Put a home investigation on record, once, however often and from how many phones it is sent.

    `signatures` in the order of the investigators. Of purpose `filing` it lets the file through its
    gate unless the conclusion is “不符”: then the keeper returns or rejects the file. The same key with
    other words is refused (`recorded_already`), and so is a file that has moved on (`file_moved_on`):
    what was typed may be sent as `supplement`, which moves nothing.
    """
    digest = _digest(file, seen, signatures, family_signature, photos)
    if known := queries.of_key(key):
        return _sent_again(known, digest)
    locked = households.locked_file(file)
    if known := queries.of_key(key):  # it came while we waited
        return _sent_again(known, digest)
    seen, people = _checked(locked, seen, signatures, family_signature, photos)
    _check_standing(locked, seen.purpose)
    passes = seen.purpose == Purpose.FILING and seen.conclusion != Conclusion.FALSE
    try:
        with transaction.atomic():
            made = HomeInvestigation.objects.create(
                key=key,
                digest=digest,
                file=locked,
                purpose=seen.purpose,
                round=locked.round,
                visited_on=seen.visited_on,
                present=seen.present,
                housing=seen.housing,
                floor_area=rules.check_area(seen.floor_area),
                housing_note=seen.housing_note,
                living=seen.living,
                conclusion=seen.conclusion,
                remark=seen.remark,
                on_paper=seen.on_paper,
                family_signature=family_signature,
                passed=passes,
                recorded_by=by,
                recorded_at=clock.now(),
            )
    except IntegrityError:
        if known := queries.of_key(key):  # sent for another file under the same key
            return _sent_again(known, digest)
        raise
    _keep_lines(made, people, seen.lines, signatures, photos)
    record(
        by,
        "investigations.recorded",
        made,
        file=locked.pk,
        purpose=made.purpose,
        conclusion=made.conclusion,
        visited_on=made.visited_on,
    )
    publish(
        InvestigationRecorded(
            investigation_id=made.pk,
            file_id=locked.pk,
            purpose=made.purpose,
            conclusion=made.conclusion,
            visited_on=made.visited_on,
        )
    )
    if passes:
        files.investigate_file(
            by=by,
            file=locked,
            investigators=[one.name for one in people],
            opinion=f"{seen.visited_on}入户，{made.get_conclusion_display()}",
        )
    return made


@transaction.atomic
def withdraw_investigation(
    *, by: User, investigation: HomeInvestigation, reason: str
) -> HomeInvestigation:
    """Take a record back that should not have been made. Not while the file stands upon it."""
    file = households.locked_file(investigation.file)
    locked = HomeInvestigation.objects.select_for_update(of=("self",)).get(pk=investigation.pk)
    if locked.state == HomeInvestigation.State.WITHDRAWN:
        raise RuleBroken("withdrawn_already", "这次入户调查已经撤回")
    on_its_way = file.state in {HardshipFile.State.UNDERWAY, HardshipFile.State.ACTIVE}
    if locked.passed and locked.round == file.round and on_its_way:
        raise RuleBroken(
            "investigation_used",
            f"档案已据此办理到“{households.standing_of(file)}”，请先退回档案，再撤回这次调查",
        )
    locked.withdrawn_why = check_reason(reason, what="撤回")
    locked.state = HomeInvestigation.State.WITHDRAWN
    locked.withdrawn_by, locked.withdrawn_at = by, clock.now()
    locked.save(update_fields=["state", "withdrawn_why", "withdrawn_by", "withdrawn_at"])
    record(by, "investigations.withdrawn", locked, file=file.pk)
    publish(InvestigationWithdrawn(investigation_id=locked.pk, file_id=file.pk))
    return locked


@transaction.atomic
def reveal(*, by: User, investigation: HomeInvestigation, field: str, reason: str) -> str:
    """Show one sealed text once, with a reason; it stands among the reveals of the family's file."""
    why = check_reason(reason, what="查看", most=200)
    if field not in SEALED:
        raise RuleBroken("field_unknown", "没有这一项可以查看的信息")
    value = str(getattr(investigation, field))
    if not value:
        raise RuleBroken("value_empty", "这一项没有登记")
    record(
        by,
        "file.revealed",
        investigation.file,
        field=field,
        reason=why,
        investigation=investigation.pk,
    )
    return value


def _checked(
    file: HardshipFile,
    seen: Seen,
    signatures: Sequence[StoredFile | None],
    family_signature: StoredFile | None,
    photos: Sequence[StoredFile],
) -> tuple[Seen, list[Person]]:
    today = clock.today()
    fewest = local_rule("households.investigators", on=today, division=file.unit.division)
    signed = [*signatures, *[None] * (len(seen.people) - len(signatures))]
    people = rules.check_people(
        [
            Person(one.name, one.user_id, paper is not None)
            for one, paper in zip(seen.people, signed, strict=False)
        ],
        int(fewest),
    )
    queries.check_accounts(people)
    rules.check_choice(seen.purpose, Purpose.values, "用途", "purpose")
    rules.check_day(seen.visited_on, opened_on=file.opened_on, today=today)
    lines = rules.check_lines(seen.lines, sides=Item.Side.values, kinds=Item.Kind.values)
    rules.check_conclusion(seen.conclusion, lines, Conclusion.values)
    rules.check_signed(
        people,
        family_signed=family_signature is not None,
        on_paper=seen.on_paper,
        photos=len(photos),
    )
    tidy = Seen(
        visited_on=seen.visited_on,
        people=people,
        purpose=seen.purpose,
        living=rules.check_choice(
            seen.living, HomeInvestigation.Living.values, "生活水平", "living"
        ),
        conclusion=seen.conclusion,
        present=rules.check_words(seen.present, "在场家属", "present", needed=True),
        housing=rules.check_choice(seen.housing, ["", *Housing.values], "住房类型", "housing"),
        floor_area=rules.check_area(seen.floor_area),
        housing_note=rules.check_words(seen.housing_note, "住房和家中情况", "housing_note"),
        remark=rules.check_words(
            seen.remark, "调查意见", "remark", needed=seen.conclusion != Conclusion.TRUE
        ),
        lines=lines,
        on_paper=seen.on_paper,
    )
    return tidy, people


def _check_standing(file: HardshipFile, purpose: str) -> None:
    """Whether this is asked of the file now; if not, what to do with what was typed."""
    standing = households.standing_of(file)
    if purpose == Purpose.FILING:
        gate = file.gate
        if gate is None or gate.kind != Gate.Kind.INVESTIGATION:
            passed = queries.passed_in(file)
            whom = f"，{passed.recorded_by}已登记过{passed.visited_on}的入户调查" if passed else ""
            raise RuleBroken(
                "file_moved_on",
                f"档案现在是“{standing}”{whom}。您写的内容没有丢失：把用途改为“补充记录”可以保存",
                fields={"purpose": "可改为“补充记录”"},
            )
    elif purpose in {Purpose.REVIEW, Purpose.SPOT_CHECK} and file.state not in ON_FILE:
        raise RuleBroken(
            "file_not_active",
            f"档案现在是“{standing}”，复核和抽查只对在档家庭；可以改为“补充记录”保存",
            fields={"purpose": "可改为“补充记录”"},
        )


def _keep_lines(
    made: HomeInvestigation,
    people: Sequence[Person],
    lines: Sequence[Line],
    signatures: Sequence[StoredFile | None],
    photos: Sequence[StoredFile],
) -> None:
    signed = dict(enumerate(signatures))
    Investigator.objects.bulk_create(
        Investigator(
            investigation=made,
            index=index,
            name=one.name,
            user_id=one.user_id,
            signature=signed.get(index),
        )
        for index, one in enumerate(people)
    )
    SeenItem.objects.bulk_create(SeenItem(investigation=made, **asdict(one)) for one in lines)
    InvestigationPhoto.objects.bulk_create(
        InvestigationPhoto(investigation=made, file=photo, index=index)
        for index, photo in enumerate(dict.fromkeys(photos))
    )


def _sent_again(known: HomeInvestigation, digest: str) -> HomeInvestigation:
    if known.digest != digest:
        raise RuleBroken(
            "recorded_already",
            "这次调查已经登记，之后改动的内容没有保存。请打开已登记的一份核对；"
            "要留下改动，请把用途改为“补充记录”再发送",
            fields={"purpose": "可改为“补充记录”"},
        )
    return known


def _digest(
    file: HardshipFile,
    seen: Seen,
    signatures: Sequence[StoredFile | None],
    family_signature: StoredFile | None,
    photos: Sequence[StoredFile],
) -> str:
    """A hash over all that is sent under a key: sent again, it is the same."""
    papers = [one and str(one.pk) for one in (*signatures, family_signature, *photos)]
    content = [file.pk, asdict(seen), papers]
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
