"""The wordings of a visit: checked, compared, written. Used by what records and what corrects."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from assistance.visits import queries, rules
from assistance.visits.events import VisitCorrected
from assistance.visits.models import Visit, VisitVersion
from assistance.visits.rules import OtherWording, Said
from assistance.visits.services import lines as kept_lines
from assistance.visits.services.lines import Lines
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.clock import CHINA
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule


@dataclass(frozen=True)
class Wording:
    """The texts of a visit as somebody wrote them."""

    kind: str
    visitors: str
    situation: str
    interlocutors: str = ""
    place: str = ""
    steps: Sequence[str] = ()


@dataclass(frozen=True)
class Again:
    """A visit that is sent though its key is known: by whom, begun on which version, saying what."""

    by: User
    key: UUID
    base: int | None
    wording: Wording
    lines: Lines
    fixed: dict[str, object]


def checked(wording: Wording) -> dict[str, Said]:
    """The texts as they are kept, by field. Raises RuleBroken."""
    rules.check_kind(kind=wording.kind, kinds=Visit.Kind.values)
    rules.check_texts(
        needed={"visitors": wording.visitors, "situation": wording.situation},
        others={"interlocutors": wording.interlocutors, "place": wording.place},
    )
    said: dict[str, Said] = {
        name: text.replace("\r\n", "\n").strip()
        for name, text in asdict(wording).items()
        if isinstance(text, str)
    }
    return said | {"steps": rules.steps_of(wording.steps, known=Visit.Step.values)}


def said_by(visit: Visit) -> dict[str, Said]:
    """What a visit says now, by field."""
    return {name: getattr(visit, name) for name in rules.WORDED}


def sent_again(known: Visit, again: Again) -> Visit:
    """A key that is known: nothing new is nothing; something new is a version, or a question."""
    visit = queries.locked_visit(known.pk)
    if not queries.is_own(visit, again.by, key=again.key):
        raise RuleBroken("key_taken", "这份走访记录的编号已被他人使用，请重新打开登记页面再填写")
    if again.base is None:
        return visit
    fields = checked(again.wording)
    theirs = said_by(visit)
    lines = kept_lines.checked(again.lines)
    known_before = queries.wordings_of(visit)
    if fields in known_before:  # an answer that was lost: the words have long been here
        fields = theirs
    differing = rules.differences(fields, theirs)
    if differing and again.base < visit.version:
        raise OtherWording(visit_id=visit.pk, version=visit.version, differing=differing)
    if visit.key == again.key:
        rules.check_unchanged(
            yours=again.fixed,
            theirs={
                "agency": visit.agency_id,
                "link_point": visit.link_point_id,
                "visited_on": visit.visited_on,
            },
        )
        lines = kept_lines.not_yet_on(visit, lines)
    else:  # a key that was merged: what it brought has been taken over
        lines = Lines()
    if differing or lines:
        check_time(visit, by=again.by)
        new_version(visit, fields, lines, way=VisitVersion.Way.CORRECTED, by=again.by)
    return visit


def check_time(visit: Visit, *, by: User) -> None:
    """The recorder corrects within the days of the local rule."""
    today = clock.today()
    days = local_rule("visits.days_to_correct", on=today, division=visit.link_point.division)
    rules.check_correction(
        is_own=queries.is_own(visit, by),
        today=today,
        last_day=rules.last_day_to_correct(
            recorded_on=visit.recorded_at.astimezone(CHINA).date(),
            returned_on=visit.returned_on,
            days=int(days),
        ),
    )


def new_version(
    visit: Visit, fields: dict[str, Said], lines: Lines, *, way: VisitVersion.Way, by: User
) -> None:
    """Write a locked visit's next version and tell what is new."""
    visit.version += 1
    visit.state, visit.returned_reason = Visit.State.RECORDED, ""
    for name, text in fields.items():
        setattr(visit, name, text)
    if lines.cash:
        visit.condolence_cash = lines.cash
    visit.save()
    events = kept_lines.write(visit, lines, by=by)
    write(visit, fields, lines, way=way, by=by)
    action = "visits.visit_merged" if way == VisitVersion.Way.MERGED else "visits.visit_corrected"
    details: dict[str, Any] = {"version": visit.version, **lines.counted()}
    if lines.cash:
        details["condolence_cash"] = lines.cash
    record(by, action, visit, **details)
    publish(
        VisitCorrected(
            visit_id=visit.pk,
            version=visit.version,
            condolence_cash=lines.cash,
            goods_value=lines.goods_value,
        ),
        *events,
    )


def write(
    visit: Visit, fields: dict[str, Said], lines: Lines, *, way: VisitVersion.Way, by: User
) -> None:
    VisitVersion.objects.create(
        visit=visit,
        number=visit.version,
        way=way,
        fields=fields,
        added=lines.counted(),
        written_by=by,
        written_at=clock.now(),
    )
