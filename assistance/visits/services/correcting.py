"""What happens to a visit after it is on record: corrected, sent back, found to be one with another."""

from uuid import UUID

from django.db import transaction

from assistance.visits import queries, rules
from assistance.visits.events import VisitReturned
from assistance.visits.models import MergedKey, Visit, VisitVersion
from assistance.visits.rules import OtherWording
from assistance.visits.services import lines as kept_lines
from assistance.visits.services import versions
from assistance.visits.services.lines import Lines
from assistance.visits.services.versions import Wording
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def correct_visit(
    *, by: User, visit: Visit, base: int, wording: Wording, lines: Lines | None = None
) -> Visit:
    """Write a visit anew, or add to it: by its recorder, within the days of the local rule.

    `base` is the version that the person read; a newer one raises OtherWording.
    """
    visit = queries.locked_visit(visit.pk)
    versions.check_time(visit, by=by)
    _rewrite(visit, base, wording, lines or Lines(), way=VisitVersion.Way.CORRECTED, by=by)
    return visit


@transaction.atomic
def merge_visit(
    *, by: User, visit: Visit, key: UUID, base: int, wording: Wording, lines: Lines
) -> Visit:
    """Say that what was typed under `key` is this visit, recorded by a colleague: one visit it is.

    Photos, needs, promises and families are joined; cash and goods count once: those on record, or
    where there were none, those now brought. The key answers with this visit from now on.
    """
    visit = queries.locked_visit(visit.pk)
    known = queries.visit_of_key(key)
    if known is not None:
        if known.pk == visit.pk and queries.is_own(known, by, key=key):
            return known
        raise RuleBroken("key_taken", "这份走访记录已经登记过，请刷新后再看")
    MergedKey.objects.create(key=key, visit=visit, merged_by=by)
    if visit.condolence_cash or visit.goods.exists():
        lines = Lines(
            needs=lines.needs,
            promises=lines.promises,
            photos=lines.photos,
            families=lines.families,
        )
    _rewrite(visit, base, wording, lines, way=VisitVersion.Way.MERGED, by=by)
    return visit


@transaction.atomic
def return_visit(*, by: User, visit: Visit, reason: str) -> Visit:
    """Send a visit back to its recorder, saying what is to be mended. The days begin anew."""
    reason = rules.checked_reason(reason)
    visit = queries.locked_visit(visit.pk)
    if visit.state == Visit.State.RETURNED:
        raise RuleBroken("visit_returned", "这次走访已经退回，正等登记人补正")
    visit.state, visit.returned_reason = Visit.State.RETURNED, reason
    visit.returned_on = clock.today()
    visit.save(update_fields=["state", "returned_reason", "returned_on"])
    record(by, "visits.visit_returned", visit, reason=reason)
    publish(VisitReturned(visit_id=visit.pk, agency_id=visit.agency_id))
    return visit


def _rewrite(
    visit: Visit,
    base: int,
    wording: Wording,
    lines: Lines,
    *,
    way: VisitVersion.Way,
    by: User,
) -> None:
    fields, theirs = versions.checked(wording), versions.said_by(visit)
    lines = kept_lines.not_yet_on(visit, kept_lines.checked(lines))
    differing = rules.differences(fields, theirs)
    if differing and base < visit.version:
        raise OtherWording(visit_id=visit.pk, version=visit.version, differing=differing)
    if differing or lines or way == VisitVersion.Way.MERGED or visit.state == Visit.State.RETURNED:
        versions.new_version(visit, fields, lines, way=way, by=by)
