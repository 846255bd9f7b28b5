"""Cadres: who serves in an agency, since when, and who took over."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.pairing import holding, queries, rules
from assistance.pairing.events import CadreLeft
from assistance.pairing.models import AssistanceTask, Cadre
from assistance.pairing.rules import NewCadre
from assistance.pairing.services.once import TAKEN, once
from ground.accounts.models import Organisation, User
from ground.audit.sealing import lookup_hash
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken


@transaction.atomic
def add_cadre(
    *,
    by: User,
    agency: Organisation,
    name: str,
    joined_on: date,
    post: str = "",
    mobile: str = "",
    user: User | None = None,
) -> Cadre:
    """Put a cadre of an agency on the list."""
    new = NewCadre(agency=agency, name=name, post=post, mobile=mobile, joined_on=joined_on)
    cadre = _made(new)
    cadre.user = user
    if queries.cadre_exists(cadre):
        raise TAKEN["cadre_once"]
    with once("cadre_once"):
        cadre.save()
    record(by, "pairing.cadre_added", cadre, agency=agency.pk)
    return cadre


@transaction.atomic
def add_cadres(*, by: User, rows: Sequence[NewCadre]) -> list[Cadre]:
    """Put many cadres on the list at once: all of them, or none. Some statements, however many.

    A fault names its row: `fields={"rows.3": …}`, counted from nought.
    """
    made = []
    for number, row in enumerate(rows):
        try:
            made.append(_made(row))
        except RuleBroken as broken:
            raise RuleBroken(
                broken.code,
                f"第{number + 1}行：{broken.message}",
                fields={f"rows.{number}": broken.message},
            ) from broken
    with once("cadre_once"):
        Cadre.objects.bulk_create(made, batch_size=2000)
    record_many(by, "pairing.cadre_added", ((one, {"agency": one.agency_id}) for one in made))
    return made


@transaction.atomic
def change_cadre(
    *,
    by: User,
    cadre: Cadre,
    name: str,
    post: str = "",
    mobile: str = "",
    user: User | None = None,
) -> Cadre:
    """Correct what is known of a serving cadre: name, post, account; a telephone where one is given."""
    cadre = queries.locked_cadres([cadre.pk])[cadre.pk]
    if cadre.left_on is not None:
        raise RuleBroken("cadre_left", "该干部已离任，资料不再修改")
    cadre.name = rules.check_cadre_terms(
        agency=cadre.agency, name=name, joined_on=cadre.joined_on, today=clock.today()
    )
    cadre.post, cadre.user = post.strip(), user
    if mobile.strip():
        cadre.mobile = identifiers.mobile(mobile)
    cadre.mobile_hash = mobile_hash(cadre.mobile)
    if queries.cadre_exists(cadre):
        raise TAKEN["cadre_once"]
    with once("cadre_once"):
        cadre.save(update_fields=["name", "post", "mobile", "mobile_hash", "user"])
    record(by, "pairing.cadre_changed", cadre)
    return cadre


@transaction.atomic
def leave_cadre(
    *, by: User, cadre: Cadre, on: date, reason: str = "", successor: Cadre | None = None
) -> Cadre:
    """Let a cadre leave. Whoever holds families needs a successor, who takes open tasks over too."""
    locked = queries.locked_cadres([cadre.pk, *([successor.pk] if successor else [])])
    cadre, taking = locked[cadre.pk], locked[successor.pk] if successor else None
    if cadre.left_on is not None:
        raise RuleBroken("cadre_left", "该干部已离任")
    rules.check_leaving(joined_on=cadre.joined_on, on=on, today=clock.today())
    rules.check_successor(
        cadre_id=cadre.pk,
        successor_id=taking.pk if taking else None,
        successor_serves=taking is not None and taking.left_on is None,
        holds=holding.held_by(cadre.pk),
    )
    cadre.left_on, cadre.leave_reason, cadre.successor = on, reason.strip(), taking
    cadre.save(update_fields=["left_on", "leave_reason", "successor"])
    tasks = AssistanceTask.objects.filter(cadre=cadre, state__in=AssistanceTask.PENDING)
    same_agency = taking is not None and taking.agency_id == cadre.agency_id
    tasks.update(cadre=taking if same_agency else None)
    record(
        by,
        "pairing.cadre_left",
        cadre,
        on=on,
        reason=cadre.leave_reason,
        successor=taking.pk if taking else None,
    )
    publish(
        CadreLeft(
            cadre_id=cadre.pk,
            agency_id=cadre.agency_id,
            left_on=on,
            successor_id=taking.pk if taking else None,
        )
    )
    return cadre


def mobile_hash(mobile: str) -> str:
    """By which a cadre's telephone is found; empty for none."""
    return lookup_hash(mobile, "pairing.cadre.mobile") if mobile else ""


def _made(new: NewCadre) -> Cadre:
    name = rules.check_cadre_terms(
        agency=new.agency, name=new.name, joined_on=new.joined_on, today=clock.today()
    )
    mobile = identifiers.mobile(new.mobile) if new.mobile.strip() else ""
    return Cadre(
        agency=new.agency,
        name=name,
        post=new.post.strip(),
        mobile=mobile,
        mobile_hash=mobile_hash(mobile),
        joined_on=new.joined_on,
    )
