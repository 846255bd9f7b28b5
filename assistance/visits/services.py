"""Put visits on record."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from assistance.pairing.queries import group_of_visit
from assistance.visits import queries, rules
from assistance.visits.events import FamilyFound, VisitRecorded
from assistance.visits.models import Clue, Visit
from assistance.visits.rules import FoundFamily
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
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
    needs: str = "",
    promises: str = "",
    condolence_cash: Decimal | str = Decimal(0),
    origin: str = "",
    families: Sequence[FoundFamily] = (),
) -> Visit:
    """Put a visit on record with the families it came upon and the cash it handed over.

    `key` is made where the visit is typed: the same key again answers with the visit already
    recorded and writes nothing, so a phone that lost its answer may simply send again. The pairing
    group is found by itself, and there may be none.
    """
    if known := queries.visit_of_key(key):
        return _own(known, by)
    today = clock.today()
    days = local_rule("visits.days_to_record", on=today, division=link_point.division)
    rules.check_visited_on(visited_on=visited_on, today=today, days_to_record=int(days))
    rules.check_parties(kind=kind, kinds=Visit.Kind.values, agency=agency, link_point=link_point)
    rules.check_texts(
        needed={"visitors": visitors, "situation": situation},
        others={"interlocutors": interlocutors, "needs": needs, "promises": promises},
    )
    cash = rules.cash_of(condolence_cash)
    found = rules.checked_families(families)
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                key=key,
                kind=kind,
                group=group_of_visit(agency=agency, link_point=link_point, on=visited_on),
                agency=agency,
                link_point=link_point,
                visited_on=visited_on,
                visitors=visitors.strip(),
                interlocutors=interlocutors.strip(),
                situation=situation.strip(),
                needs=needs.strip(),
                promises=promises.strip(),
                condolence_cash=cash,
                origin=origin,
                recorded_by=by,
            )
    except IntegrityError:
        if known := queries.visit_of_key(key):  # sent twice at the same moment
            return _own(known, by)
        raise
    clues = Clue.objects.bulk_create(
        Clue(
            visit=visit,
            worker_name=family.worker_name,
            id_no=family.id_no,
            mobile=family.mobile,
            family_size=family.family_size,
            hardship=family.hardship,
        )
        for family in found
    )
    record(
        by,
        "visits.visit_recorded",
        visit,
        agency=agency.pk,
        link_point=link_point.pk,
        visited_on=visited_on,
        condolence_cash=cash,
        families=len(clues),
    )
    publish(
        VisitRecorded(
            visit_id=visit.pk,
            agency_id=agency.pk,
            link_point_id=link_point.pk,
            visited_on=visited_on,
            condolence_cash=cash,
        ),
        *(
            FamilyFound(
                clue_id=clue.pk,
                visit_id=visit.pk,
                link_point_id=link_point.pk,
                found_on=visited_on,
            )
            for clue in clues
        ),
    )
    return visit


def _own(visit: Visit, by: User) -> Visit:
    """A key belongs to the person who used it first."""
    if visit.recorded_by_id != by.pk:
        raise RuleBroken("key_taken", "这份走访记录的编号已被他人使用，请重新打开登记页面再填写")
    return visit
