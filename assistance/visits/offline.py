"""What a phone keeps so that a visit can be recorded where there is no network."""

import hashlib
import json
from typing import Any

from assistance.pairing.models import AssistanceTask, Cadre
from assistance.planning.kinds import Need
from assistance.visits import permissions, queries
from assistance.visits.models import Clue, Visit
from assistance.visits.services.versions import said_by
from ground.accounts.models import Organisation, User, below
from ground.kernel import clock
from ground.kernel.identifiers import masked_name

MOST_POINTS, MOST_COLLEAGUES, MOST_TASKS, MOST_FAMILIES, MOST_VISITS = 200, 300, 100, 300, 20


def snapshot(user: User, *, known: str = "") -> dict[str, Any]:
    """The account's places, people, open tasks, masked families and latest visits, with a stamp.

    Seven queries, whatever the size. Where the stamp is the one that the phone has: the stamp alone.
    """
    code = permissions.RECORD_VISIT.code
    agencies = queries.agencies_recorded_for(user, code)
    points = list(queries.paired_link_points(user, code)[:MOST_POINTS])
    content = {
        "account": {"id": user.pk, "name": user.full_name},
        "agencies": [{"id": one.pk, "name": one.name} for one in agencies],
        "link_points": [{"id": one.pk, "name": one.name} for one in points],
        "colleagues": _colleagues(agencies),
        "tasks": _tasks(agencies),
        "families": _families(user, points),
        "visits": _visits(user),
        "kinds": dict(Visit.Kind.choices),
        "steps": dict(Visit.Step.choices),
        "categories": dict(Need.choices),
    }
    stamp = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    if stamp == known:
        return {"stamp": stamp}
    return {"stamp": stamp, "as_of": clock.now().isoformat(), **content}


def _colleagues(agencies: list[Organisation]) -> list[dict[str, Any]]:
    serving = Cadre.objects.serving().filter(agency__in=agencies).order_by("agency_id", "name")
    return [
        {"agency": agency, "name": name, "post": post}
        for agency, name, post in serving.values_list("agency_id", "name", "post")[:MOST_COLLEAGUES]
    ]


def _tasks(agencies: list[Organisation]) -> list[dict[str, Any]]:
    tasks = AssistanceTask.objects.open().filter(agency__in=agencies).select_related("link_point")
    return [
        {
            "id": one.pk,
            "content": one.content,
            "due_on": one.due_on.isoformat(),
            "point": one.link_point_id,
            "link_point": one.link_point.name,
        }
        for one in tasks.order_by("due_on", "pk")[:MOST_TASKS]
    ]


def _families(user: User, points: list[Organisation]) -> list[dict[str, Any]]:
    """Families that visits came upon at the paired places: the masked name, no more."""
    seen = Clue.objects.visible_to(user, permissions.RECORD_VISIT.code)
    found = seen.filter(below("visit__link_point__path", [one.path for one in points]))
    rows = found.order_by("-pk").values_list("worker_name", "visit__link_point_id")
    return [{"name": masked_name(name), "link_point": pk} for name, pk in rows[:MOST_FAMILIES]]


def _visits(user: User) -> list[dict[str, Any]]:
    """The latest visits of this person, to be corrected on the way too."""
    own = Visit.objects.visible_to(user, permissions.RECORD_VISIT.code).filter(recorded_by=user)
    return [
        {
            "id": one.pk,
            "key": str(one.key),
            "version": one.version,
            "agency": {"id": one.agency_id, "name": one.agency.name},
            "link_point": {"id": one.link_point_id, "name": one.link_point.name},
            "visited_on": one.visited_on.isoformat(),
            "returned": one.returned_reason,
            "words": said_by(one),
        }
        for one in own.select_related("agency", "link_point").order_by("-pk")[:MOST_VISITS]
    ]
