"""Put a visit on record, once, however often and from how many phones it is sent."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from assistance.pairing.queries import group_of_visit
from assistance.visits import queries, rules
from assistance.visits.events import VisitRecorded
from assistance.visits.models import Visit, VisitVersion
from assistance.visits.rules import (
    AlikeVisits,
    FoundFamily,
    GivenGoods,
    Promised,
    Said,
    ToldNeed,
)
from assistance.visits.services import lines as kept_lines
from assistance.visits.services import versions
from assistance.visits.services.lines import Lines
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.places.queries import local_rule


@transaction.atomic
def record_visit(
    *,
    by: User,
    key: UUID,
    kind: str,
    agency: Organisation,
    link_point: Organisation,
    visited_on: date,
    visitors: str,
    situation: str,
    interlocutors: str = "",
    place: str = "",
    position: str = "",
    steps: Sequence[str] = (),
    needs: Sequence[ToldNeed] = (),
    promises: Sequence[Promised] = (),
    condolence_cash: Decimal | str = Decimal(0),
    goods: Sequence[GivenGoods] = (),
    signer: str = "",
    signature: StoredFile | None = None,
    declared: bool = False,
    photos: Sequence[StoredFile] = (),
    origin: str = "",
    families: Sequence[FoundFamily] = (),
    base: int | None = None,
    besides: Collection[int] | None = None,
) -> Visit:
    """Put a visit on record with all that it brought: families, needs, promises, cash, goods, photos.

    `key` is made where the visit is typed: the same key again answers with the visit already
    recorded, so a phone that lost its answer may simply send again. `base` is the version on which
    this wording was begun (0: none yet). With it, a wording that differs from what was recorded
    becomes a new version, or raises OtherWording where somebody else was faster; without it, what
    is sent again changes nothing. `besides`: the visits of the same agency, place and day that a
    person has seen and says are others; one that is not among them raises AlikeVisits. None does
    not ask. The pairing group is found by itself, and there may be none. A promise becomes a task.
    """
    wording = versions.Wording(
        kind=kind,
        visitors=visitors,
        situation=situation,
        interlocutors=interlocutors,
        place=place,
        steps=steps,
    )
    lines = Lines(
        needs=needs,
        promises=promises,
        goods=goods,
        photos=photos,
        families=families,
        cash=rules.cash_of(condolence_cash),
    )
    again = versions.Again(
        by=by,
        key=key,
        base=base,
        wording=wording,
        lines=lines,
        fixed={"agency": agency.pk, "link_point": link_point.pk, "visited_on": visited_on},
    )
    if known := queries.visit_of_key(key):
        return versions.sent_again(known, again)
    today = clock.today()
    days = local_rule("visits.days_to_record", on=today, division=link_point.division)
    rules.check_visited_on(visited_on=visited_on, today=today, days_to_record=int(days))
    rules.check_parties(kind=kind, kinds=Visit.Kind.values, agency=agency, link_point=link_point)
    fields = versions.checked(wording)
    rules.check_texts(needed={}, others={"signer": signer})
    rules.check_signing(signer=signer, signed=signature is not None, declared=declared)
    position = rules.checked_position(position)
    lines = kept_lines.checked(lines)
    if besides is not None:
        queries.lock_day(agency, link_point, visited_on)
        if known := queries.visit_of_key(key):  # it came while we waited
            return versions.sent_again(known, again)
        _ask_whether_alike(agency, link_point, visited_on, besides)
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                key=key,
                group=group_of_visit(agency=agency, link_point=link_point, on=visited_on),
                agency=agency,
                link_point=link_point,
                visited_on=visited_on,
                position=position,
                condolence_cash=lines.cash,
                signer=signer.strip(),
                signature=signature,
                origin=origin,
                recorded_by=by,
                **fields,
            )
    except IntegrityError:
        if known := queries.visit_of_key(key):  # sent twice at the same moment
            return versions.sent_again(known, again)
        raise
    _keep(visit, fields, lines, by)
    return visit


def _keep(visit: Visit, fields: dict[str, Said], lines: Lines, by: User) -> None:
    events = kept_lines.write(visit, lines, by=by)
    versions.write(visit, fields, lines, way=VisitVersion.Way.RECORDED, by=by)
    record(
        by,
        "visits.visit_recorded",
        visit,
        agency=visit.agency_id,
        link_point=visit.link_point_id,
        visited_on=visit.visited_on,
        condolence_cash=lines.cash,
        **lines.counted(),
    )
    publish(
        VisitRecorded(
            visit_id=visit.pk,
            agency_id=visit.agency_id,
            link_point_id=visit.link_point_id,
            visited_on=visit.visited_on,
            condolence_cash=lines.cash,
            goods_value=lines.goods_value,
        ),
        *events,
    )


def _ask_whether_alike(
    agency: Organisation, link_point: Organisation, on: date, besides: Collection[int]
) -> None:
    alike = [pk for pk in queries.alike_visits(agency, link_point, on) if pk not in besides]
    if alike:
        raise AlikeVisits(alike)
