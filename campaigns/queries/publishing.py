"""What a publication tells: made from the records, read as frozen, less who took consent back."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from assistance.complaints.registries import About
from assistance.households.models import Consent, ConsentText, Member
from assistance.households.rules import needs_guardian
from assistance.notices.rules import LONGEST
from campaigns.models import Campaign, Enrolment, Publication, PublicationLine
from campaigns.queries.campaigns import NOUGHT
from campaigns.queries.goods import goods_progress
from campaigns.queries.rosters import class_label, recovered_of
from campaigns.rules import publishing
from campaigns.rules.states import HOLDING
from ground.accounts.models import Organisation
from ground.kernel.identifiers import masked_name
from ground.kernel.scanning import EVERY_KIND, Kind
from ground.places.queries import local_rule
from ground.privacy.gate import refuse_personal

State = Publication.State
NO_RULE = "地方规则不公开名单"
NO_CONSENT = "本人没有签公开的单独同意"
NO_FILE = "没有建档，没有登记公开的单独同意"
RESTING = "档案仅存储"
LEFT_OUT = "本次只公开数字"


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody who agreed to be told of."""

    enrolment_id: int
    consent_id: int
    name: str
    unit: str
    category: str
    amount: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """The figures of a campaign and whom of it one may name. `unnamed`: why not, and how many."""

    figures: dict[str, Any]
    named: tuple[Named, ...]
    unnamed: tuple[tuple[str, int], ...]

    @property
    def digest(self) -> str:
        """The same for the same figures and names."""
        lines = [
            (one.enrolment_id, one.name, one.unit, one.category, str(one.amount))
            for one in self.named
        ]
        plain = json.dumps([self.figures, lines], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


def names_are_public(campaign: Campaign, on: date) -> bool:
    """Whether the area's rule lets those be named who agree."""
    division = campaign.organiser.division
    return bool(local_rule("campaigns.publish_names", on=on, division=division))


def told_of(campaign: Campaign, *, with_names: bool, on: date) -> Told:
    """What may be told of a campaign on a day. The same few queries however long its roster is."""
    least = int(local_rule("campaigns.publish_least", on=on, division=campaign.organiser.division))
    helped = Enrolment.objects.filter(campaign=campaign, state__in=HOLDING)
    units = _sums(helped, "unit__name", ("unit__path", "unit__name"), str)
    kind = campaign.kind
    classes = _sums(helped, "person_class", ("person_class",), lambda code: class_label(kind, code))
    whole = helped.aggregate(
        number=Count("pk"),
        households=Coalesce(Sum("households"), 0),
        people=Coalesce(Sum("people"), 0),
        reached=Coalesce(Sum("amount", filter=Q(state="reached")), NOUGHT),
        amount=Coalesce(Sum("amount"), NOUGHT),  # after what reads the column of its name
    )
    recovered = recovered_of(campaign)
    sources: dict[str, Decimal] = {}
    for one in campaign.money.select_related("source"):
        label = str(one.source.get_kind_display())
        sources[label] = sources.get(label, Decimal(0)) + one.amount
    goods = [
        [one.line.goods.name, one.handed, one.line.goods.unit, str(one.value)]
        for one in goods_progress(campaign)
        if one.handed
    ]
    named, unnamed = _people(campaign, with_names=with_names, on=on)
    figures = {
        "whole": {key: str(value) for key, value in whole.items()}
        | ({"recovered": str(recovered)} if recovered else {}),
        "units": _cells(publishing.merged(units, least=least, rest=publishing.FEW_UNITS)),
        "classes": _cells(publishing.merged(classes, least=least, rest=publishing.FEW_CLASSES)),
        "sources": [[label, str(amount)] for label, amount in sources.items()],
        "goods": goods,
        "unnamed": [list(one) for one in unnamed],
    }
    return Told(figures=figures, named=named, unnamed=unnamed)


def shown_lines(publication: Publication) -> Any:
    """Who stands on a publication now: whose consent stands, who is on the roster and on file still."""
    return PublicationLine.objects.filter(
        publication=publication,
        publication__state=State.PUBLISHED,
        consent__isnull=False,
        consent__withdrawn_on__isnull=True,
        enrolment__state__in=HOLDING,
        enrolment__file__stored_only_on__isnull=True,
    ).order_by("position")


def public_publication(code: str) -> Publication | None:
    """The publication of a public address; a draft has none."""
    if len(code) != publishing.CODE_LENGTH:
        return None
    rows = Publication.objects.select_related("campaign__organiser__division")
    return rows.exclude(state=State.DRAFT).filter(code=code).first()


def about_publication(code: str) -> About | None:
    """What somebody complains about who came from a public page: also from one that is over."""
    one = public_publication(code)
    if one is None:
        return None
    units = Organisation.objects.filter(
        pk__in=Enrolment.objects.filter(campaign=one.campaign, state__in=HOLDING).values("unit")
    )
    # Only units that the page itself names: which others were helped there is nobody's to read off.
    named = {str(cells[0]) for cells in one.figures["units"]}
    return About(
        label=one.title,
        organiser=one.campaign.organiser,
        units=list(units.filter(name__in=named)),
        back=reverse("campaigns:results", args=[code]),
    )


def stands(publication: Publication, today: date) -> bool:
    """Whether everybody may read it today, whether or not the calendar's event has come."""
    last = publication.last_day
    return publication.state == State.PUBLISHED and last is not None and today <= last


def locked_publication(pk: int) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",))
    return rows.select_related("campaign__organiser__division").get(pk=pk)


def refuse_to_tell(publication: Publication, told: Told) -> None:
    """Everything that will stand on the page, read once more by the scanner. Raises `private_inside`."""
    head = "\n".join(getattr(publication, name) for name in LONGEST)
    public = [publication.phone]
    refuse_personal(
        [("公开页", head), *(("名单", f"{one.name} {one.category}") for one in told.named)],
        public=public,
    )
    units = [("单位", one.unit) for one in told.named]
    units += [("单位", str(cells[0])) for cells in told.figures["units"]]
    refuse_personal(units, kinds=EVERY_KIND - {Kind.ADDRESS}, public=public)


def _sums(rows: Any, label: str, by: tuple[str, ...], words: Any) -> list[publishing.Sum]:
    grouped = rows.order_by(*by).values(*by)
    return [
        publishing.Sum(
            label=words(row[label]),
            number=row["n"],
            households=row["h"],
            people=row["p"],
            amount=row["a"],
        )
        for row in grouped.annotate(
            n=Count("pk"),
            h=Sum("households"),
            p=Sum("people"),
            a=Coalesce(Sum("amount"), NOUGHT),
        )
    ]


def _cells(sums: list[publishing.Sum]) -> list[list[Any]]:
    return [[one.label, one.number, one.households, one.people, str(one.amount)] for one in sums]


def _people(
    campaign: Campaign, *, with_names: bool, on: date
) -> tuple[tuple[Named, ...], tuple[tuple[str, int], ...]]:
    rows = list(
        Enrolment.objects.filter(campaign=campaign, state__in=HOLDING)
        .select_related("unit", "file", "member")
        .order_by("unit__path", "pk")
    )
    if not with_names:
        return (), ((LEFT_OUT, len(rows)),) if rows else ()
    if not names_are_public(campaign, on):
        return (), ((NO_RULE, len(rows)),) if rows else ()
    files = {one.file_id for one in rows if one.file_id and not one.member_id}
    holders = {
        one.file_id: one
        for one in Member.objects.filter(file__in=files, relation=Member.Relation.HOLDER)
    }
    people = {
        one.pk: one.member or (holders.get(one.file_id) if one.file_id else None) for one in rows
    }
    agreed = {
        one.member_id: one
        for one in Consent.objects.filter(
            member__in={who.pk for who in people.values() if who},
            text__purpose=ConsentText.Purpose.PUBLISH,
            withdrawn_on__isnull=True,
        )
    }
    named, why, kind = [], Counter[str](), campaign.kind
    for one in rows:
        who = people[one.pk]
        consent = agreed.get(who.pk) if who else None
        if who is None:
            why[NO_FILE] += 1
        elif one.file is not None and one.file.stored_only_on is not None:
            why[RESTING] += 1
        elif consent is None or (
            consent.guardian_id is None and needs_guardian(who.born_on, consent.signed_on)
        ):
            why[NO_CONSENT] += 1
        else:
            named.append(
                Named(
                    enrolment_id=one.pk,
                    consent_id=consent.pk,
                    name=masked_name(who.name),
                    unit=one.unit.name,
                    category=publishing.public_class(class_label(kind, one.person_class)),
                    amount=one.amount,
                )
            )
    return tuple(named), tuple(sorted(why.items()))
