"""Requests that wait, files whose time is over, and the figures of an impact assessment."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from assistance.households.models import Consent, ConsentText, HardshipFile, Member
from assistance.rights import rules
from assistance.rights.models import DisposalLine, PersonRequest
from ground.accounts.models import Organisation, below
from ground.audit.models import Entry
from ground.audit.sealing import SealedField
from ground.places.models import LocalRule
from ground.places.queries import local_rules
from ground.privacy.models import Release

RETENTION = "rights.retention_years"
CHILD_YEARS = 14
YEAR = timedelta(days=365)
OPEN = ["draft", "underway", "imported", "active"]


def over_due(
    files: QuerySet[HardshipFile], on: date, *, most: int | None = None
) -> list[tuple[int, date, date]]:
    """Ended files whose storage is over before a day, not yet on a list: (key, ended, last day).

    A file with an open request, or one that another file follows as a relapse, stays. `most`
    bounds how many are looked at, where only their number is to be shown.
    """
    shortest = (
        LocalRule.objects.filter(code=RETENTION, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .aggregate(least=Min("value"))["least"]
    )
    if shortest is None:
        return []
    on_a_list = DisposalLine.objects.filter(file=OuterRef("pk")).exclude(
        disposal__state="withdrawn"
    )
    asked = PersonRequest.objects.filter(file=OuterRef("pk"), state="open")
    followed = HardshipFile.objects.filter(relapse_of=OuterRef("pk"), state__in=OPEN)
    ended = files.filter(
        ~Exists(on_a_list),
        ~Exists(asked),
        ~Exists(followed),
        ended_on__lt=rules.kept_until(on, -int(shortest)),
    )
    rows = list(
        ended.order_by("ended_on", "pk").values_list("pk", "ended_on", "unit__division")[:most]
    )
    years = local_rules([RETENTION], on=on, divisions={division for *_, division in rows})
    found = []
    for key, ended_on, division in rows:
        if ended_on is None:  # the filter has left none
            continue
        until = rules.kept_until(ended_on, int(years[division][RETENTION]))
        if until < on:
            found.append((key, ended_on, until))
    return found


def destroyed_lines(
    paths: Sequence[str], area: Organisation, first: date, last: date
) -> QuerySet[DisposalLine]:
    """Files of an area, within these reaches, that were destroyed in a span; the list with each."""
    lines = DisposalLine.objects.filter(
        below("file__unit__path", paths),
        disposal__state="done",
        disposal__decided_on__range=(first, last),
        file__unit__path__startswith=area.path,
    )
    held = lines.select_related("file__unit", "disposal__proposed_by", "disposal__decided_by")
    return held.order_by("disposal__decided_on", "disposal", "pk")


def figures_of(area: Organisation, on: date) -> dict[str, Any]:
    """What the system knows for an impact assessment of an area: counts only, of the last year."""
    inside = Q(file__unit__path__startswith=area.path)
    files = HardshipFile.objects.filter(unit__path__startswith=area.path)
    people = Member.objects.filter(inside, file__state__in=OPEN, standing="present")
    signed = Consent.objects.filter(
        member=OuterRef("pk"),
        text__purpose=ConsentText.Purpose.SENSITIVE,
        withdrawn_on__isnull=True,
    )
    since = on - YEAR
    revealed = Entry.objects.filter(
        action="file.revealed",
        occurred_at__date__gte=since,
        subject__in=models.Subquery(
            files.annotate(
                name=models.functions.Concat(
                    models.Value("households.hardshipfile:"),
                    models.functions.Cast("pk", models.TextField()),
                    output_field=models.TextField(),
                )
            ).values("name")
        ),
    )
    released = Release.objects.filter(
        organisation__path__startswith=area.path, at__date__gte=since, personal=True
    )
    asked = PersonRequest.objects.filter(inside, received_on__gte=since)
    late = Q(answered_on__gt=F("due_on")) | Q(answered_on__isnull=True, due_on__lt=on)
    requests = asked.aggregate(number=Count("pk"), late=Count("pk", filter=late))
    return {
        "区域内档案": files.count(),
        "其中在办和在档": files.filter(state__in=OPEN).count(),
        "其中仅存储": files.filter(stored_only_on__isnull=False).count(),
        "在办和在档家庭成员": people.count(),
        "其中不满十四周岁": people.filter(born_on__gt=rules.kept_until(on, -CHILD_YEARS)).count(),
        "已签敏感信息单独同意": people.filter(Exists(signed)).count(),
        "一年内查看完整信息次数": revealed.count(),
        "一年内含个人信息的导出": released.filter(sha256__gt="").count(),
        "一年内权利申请": requests["number"],
        "其中逾期答复": requests["late"],
    }


def sealed_kinds() -> list[str]:
    """What is kept encrypted about a family, as its fields are called: the data kinds of the report."""
    found = []
    for model in _about_families():
        labels = [
            str(field.verbose_name)
            for field in model._meta.get_fields()  # noqa: SLF001 -- Django's own way
            if isinstance(field, SealedField)
        ]
        found += [label for label in labels if label not in found]
    return found


def _about_families() -> list[type[models.Model]]:
    """The file, its people, and every table that belongs to one of them."""
    found: list[type[models.Model]] = [HardshipFile, Member]
    for owner in (HardshipFile, Member):
        for relation in owner._meta.related_objects:  # noqa: SLF001 -- Django's own way
            model = relation.related_model
            if isinstance(model, type) and model not in found:
                found.append(model)
    return found
