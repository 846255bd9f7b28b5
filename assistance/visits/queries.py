"""Reads worth a name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assistance.pairing.models import GroupMember, PairingGroup, own_paths
from assistance.pairing.rules import LINK_POINTS
from assistance.visits.models import Clue, MergedKey, Visit, VisitPhoto
from assistance.visits.rules import Said
from ground.accounts.models import Membership, Organisation, OrganisationAlias, User, below
from ground.accounts.permissions import roles_holding
from ground.events.models import RecordedEvent


def visit_of_key(key: UUID) -> Visit | None:
    """The visit that was recorded under this key, or into which what this key named was merged."""
    merged = MergedKey.objects.filter(pk=key).values("visit_id")
    return Visit.objects.filter(Q(key=key) | Q(pk__in=merged)).first()


def locked_visit(pk: int) -> Visit:
    """The visit, locked until the end of the transaction."""
    return Visit.objects.select_for_update().get(pk=pk)


def is_own(visit: Visit, user: User, *, key: UUID | None = None) -> bool:
    """Whether this person recorded the visit, or merged a record into it (under this key)."""
    if visit.recorded_by_id == user.pk and key in {None, visit.key}:
        return True
    merged = visit.merged_keys.filter(merged_by=user)
    return merged.filter(pk=key).exists() if key else merged.exists()


def wordings_of(visit: Visit) -> list[dict[str, Said]]:
    """Every wording that the visit has had."""
    return list(visit.versions.values_list("fields", flat=True))


def next_indexes(visit: Visit) -> dict[str, int]:
    """Where the next line of each sort goes."""
    found = Visit.objects.filter(pk=visit.pk).aggregate(
        needs=Max("needs__index"), promises=Max("promises__index"), photos=Max("photos__index")
    )
    return {name: 0 if last is None else last + 1 for name, last in found.items()}


def lock_day(agency: Organisation, link_point: Organisation, on: date) -> None:
    """Let nobody else record a visit of this agency to this place on this day until we are through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"visits.day:{agency.pk}:{link_point.pk}:{on}"],
        )


def alike_visits(agency: Organisation, link_point: Organisation, on: date) -> list[int]:
    """Visits of this agency to this place on this day."""
    alike = Visit.objects.filter(agency=agency, link_point=link_point, visited_on=on)
    return list(alike.order_by("pk").values_list("pk", flat=True))


def visits_in_lists(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits as lists show them: with their organisations, aliases and how many families."""
    aliases = (
        OrganisationAlias.objects.filter(organisation=OuterRef("link_point"))
        .values("organisation")
        .annotate(names=StringAgg("name", delimiter=" "))
        .values("names")
    )
    clues = (
        Clue.objects.filter(visit=OuterRef("pk"))
        .order_by()
        .values("visit")
        .annotate(number=Count("pk"))
        .values("number")
    )
    photos = (
        VisitPhoto.objects.filter(visit=OuterRef("pk"))
        .order_by()
        .values("visit")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return rows.select_related("agency", "link_point").annotate(
        photo_count=Coalesce(Subquery(photos), Value(0), output_field=IntegerField()),
        alias_names=Subquery(aliases),
        family_count=Coalesce(Subquery(clues), Value(0), output_field=IntegerField()),
    )


def agencies_recorded_for(user: User, permission: str) -> list[Organisation]:
    """The organisations in which this person may record visits, their own first."""
    held = Membership.objects.filter(user=user, role__in=roles_holding(permission)).exclude(
        organisation__kind__in=LINK_POINTS
    )
    found = {one.organisation_id: one.organisation for one in held.select_related("organisation")}
    return sorted(found.values(), key=lambda one: (one.pk != user.organisation_id, one.path))


def paired_link_points(user: User, permission: str) -> QuerySet[Organisation]:
    """Link points of active groups in which the person's organisations, or those below, work."""
    members = GroupMember.objects.present().filter(
        below("agency__path", own_paths(user, permission)),
        group__state=PairingGroup.State.ACTIVE,
    )
    paired: QuerySet[Organisation] = Organisation.objects.filter(
        pk__in=members.values("group__link_point_id")
    )
    return paired.order_by("name", "pk")


@dataclass(frozen=True)
class Followed:
    """Something that happened because of a visit; with the clue or need from which it came."""

    event: RecordedEvent
    clue_id: int | None
    need_index: int | None


def followed_from(visit: Visit) -> list[Followed]:
    """What the events of a visit have caused, by the recorded chain of causes, in order."""
    rows = RecordedEvent.objects.raw(
        """
        WITH RECURSIVE after AS (
            SELECT id, name, payload, occurred_at, actor_id, (payload->>'clue_id')::bigint AS clue_id,
                   (payload->>'index')::bigint AS need_index
              FROM events_recordedevent
             WHERE name IN ('visits.visit_recorded', 'visits.visit_corrected',
                            'visits.family_found', 'visits.need_told')
               AND payload @> jsonb_build_object('visit_id', %s::bigint)
            UNION
            SELECT e.id, e.name, e.payload, e.occurred_at, e.actor_id, a.clue_id, a.need_index
              FROM events_recordedevent e
              JOIN after a ON e.caused_by_id = a.id
        ) SELECT * FROM after WHERE name NOT LIKE 'visits.%%' ORDER BY id LIMIT 200
        """,
        [visit.pk],
    )
    return [Followed(row, vars(row)["clue_id"], vars(row)["need_index"]) for row in rows]
