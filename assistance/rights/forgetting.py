"""Destroy what is kept about families, in whatever room it lies (PIPL 47).

What belongs to a file in the rooms below goes, row by row and with its attachments; the database lets
it go because the file is stored only. What other facts need stays without a word about the family:
number, unit, class, days, who visited, what was paid.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import models, transaction
from django.db.models import ProtectedError

from assistance.households.models import FamilyPair, HardshipFile, HomeVisit, Member
from assistance.rights.models import PersonRequest
from assistance.visits.models import Clue
from ground.audit.sealing import SealedField
from ground.files.models import StoredFile

ROOMS = {"households", "investigations", "notices", "checks", "reviews", "ledgers"}
STAYS = {HardshipFile, Member, FamilyPair, HomeVisit}
DESTROYED = "（已销毁）"


def forget(keys: Sequence[int]) -> None:
    """Destroy what is kept about the families of these files, in the caller's transaction."""
    attached: set[UUID] = set()
    for owner, where in ((Member, "file__in"), (HardshipFile, "pk__in")):
        _let_go_below(owner, where, keys, attached)
    _blank(HomeVisit.objects.filter(pair__file__in=keys))
    _blank(PersonRequest.objects.filter(file__in=keys))
    clues = Clue.objects.filter(file__in=keys)
    _blank(clues)
    clues.update(worker_name=DESTROYED, hardship="")
    people = Member.objects.filter(file__in=keys)
    _blank(people)
    people.update(name=DESTROYED, tokens=[], id_hash="", born_on=None, place_of_work="")
    _blank(HardshipFile.objects.filter(pk__in=keys))
    for key in attached:
        try:
            with transaction.atomic():
                StoredFile.objects.filter(pk=key).delete()
        except ProtectedError:  # another family, or a visit, shows the same picture
            continue


def _let_go_below(
    owner: type[models.Model], where: str, keys: Sequence[int], attached: set[UUID]
) -> None:
    """Delete the rows of the rooms that belong to rows of `owner`, the deepest first."""
    for relation in owner._meta.related_objects:  # noqa: SLF001 -- Django's own way
        model = relation.related_model
        if (
            not isinstance(model, type)
            or model in STAYS
            or model is owner
            or model._meta.app_label not in ROOMS  # noqa: SLF001
        ):
            continue
        path = f"{relation.field.name}__{where}"
        if where == "pk__in":
            path = f"{relation.field.name}__in"
        if relation.on_delete is models.SET_NULL:
            continue
        _let_go_below(model, path, keys, attached)
        rows = model._base_manager.filter(**{path: keys})  # noqa: SLF001 -- all of them
        for field in model._meta.concrete_fields:  # noqa: SLF001
            if field.related_model is StoredFile:
                attached.update(
                    rows.exclude(**{field.name: None}).values_list(field.attname, flat=True)
                )
        rows.delete()


def _blank(rows: "models.QuerySet[models.Model]") -> None:
    """Empty the sealed fields of rows that stay."""
    names = [
        field.name
        for field in rows.model._meta.get_fields()  # noqa: SLF001 -- Django's own way
        if isinstance(field, SealedField)
    ]
    rows.update(**dict.fromkeys(names, ""))
