"""Lists of files that lack a field, a paper, a signature."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from assistance.households.models import (
    LACKING,
    Consent,
    ConsentText,
    FileQuerySet,
    HardshipFile,
    Member,
    Paper,
    PaperKind,
    PaperRule,
)
from assistance.households.queries import papers_in_force
from assistance.households.rules import ADULT
from assistance.reviews.queries import divisions_of_units, in_divisions
from assistance.reviews.registries import work_list
from assistance.reviews.rules import months_before
from assistance.reviews.worklists.shared import ENDED, members

State = HardshipFile.State


@work_list(
    "fields_missing",
    label="缺少必填项",
    says="在档或旧档待核认，缺困难类别、致困原因、家庭收入、刚性支出或户主身份证号。",
    order=60,
)
def fields_missing(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    unnumbered = Member.objects.filter(relation=Member.Relation.HOLDER, id_hash="")
    held = [State.ACTIVE, State.IMPORTED]
    lacking = HardshipFile.objects.filter(LACKING, state__in=held).order_by().values("pk")
    return files.filter(pk__in=lacking.union(unnumbered.order_by().values("file")), state__in=held)


@work_list(
    "papers_missing",
    label="缺少材料",
    says="在档，当地所有家庭都要交的材料缺一种或几种，或已过有效期。",
    order=61,
)
def papers_missing(files: FileQuerySet, on: date) -> FileQuerySet:
    alike: dict[frozenset[tuple[str, int | None]], list[int | None]] = {}
    for place, asked in papers_in_force(set(divisions_of_units()), on).items():
        always = [rule for rule in asked if rule.when == PaperRule.When.ALWAYS]
        alike.setdefault(frozenset((rule.kind, rule.months) for rule in always), []).append(place)
    missing = Q(pk__in=[])
    for papers, places in alike.items():
        missing |= in_divisions(places) & _lacks_one_of(papers, on)
    return files.filter(missing, state=State.ACTIVE)


@work_list(
    "consent_withdrawn",
    label="同意已撤回",
    says="未结束的档案，有成员撤回了授权或同意，之后没有重新签署。",
    order=62,
)
def consent_withdrawn(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    again = Consent.objects.filter(
        member=OuterRef("member"),
        text__purpose=OuterRef("text__purpose"),
        withdrawn_on__isnull=True,
    )
    withdrawn = Consent.objects.filter(
        ~Exists(again), member__file=OuterRef("pk"), withdrawn_on__isnull=False
    )
    return files.filter(Exists(withdrawn)).exclude(state__in=ENDED)


def _lacks_one_of(papers: Collection[tuple[str, int | None]], on: date) -> Q:
    """Not every one of these papers (kind, months for which it is good) is there and in date."""
    good = Q(pk__in=[])
    for kind, months in papers:
        in_date = Q() if months is None else Q(issued_on__gte=months_before(on, months))
        good |= Q(kind=kind) & in_date
    held = (
        Paper.objects.filter(good, file=OuterRef("pk"), withdrawn_at__isnull=True)
        .exclude(kind=PaperKind.AUTHORISATION)
        .order_by()
        .values("file")
        .annotate(number=Count("kind", distinct=True))
        .values("number")
    )
    plain = {kind for kind, _ in papers} - {PaperKind.AUTHORISATION.value}
    lacks = Q(LessThan(Coalesce(Subquery(held), 0), len(plain)))
    if len(plain) < len(papers):
        lacks |= ~_authorised(on)
    return lacks


def _authorised(on: date) -> Q:
    """The letter is on file, or the holder and every adult have signed for the check."""
    letter = Paper.objects.filter(
        file=OuterRef("pk"), kind=PaperKind.AUTHORISATION, withdrawn_at__isnull=True
    )
    signed = Consent.objects.filter(
        member=OuterRef("pk"),
        text__purpose=ConsentText.Purpose.CHECK,
        withdrawn_on__isnull=True,
    )
    grown = (
        Q(relation=Member.Relation.HOLDER)
        | Q(born_on__isnull=True)
        | Q(born_on__lte=months_before(on, ADULT * 12))
    )
    unsigned = members(~Exists(signed), standing=Member.Standing.PRESENT).filter(grown)
    return Q(Exists(letter)) | ~Q(Exists(unsigned))
