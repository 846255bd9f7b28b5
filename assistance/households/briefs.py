"""Facts of families' files for a period. An area is an organisation and what is below it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from assistance.households.models import FamilyPair, HardshipFile, HomeVisit, Member, Step
from assistance.households.permissions import SEE_FILES
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.briefs.facts import Record, Rows, fact
from ground.briefs.guarded import knows_names
from ground.kernel.periods import Period
from ground.kernel.searching import LONGEST_RUN

ENDS = (Step.Kind.EXITED, Step.Kind.CANCELLED)


def _in(area: Organisation) -> "QuerySet[HardshipFile]":
    files = HardshipFile.objects.filter(unit__path__startswith=area.path)
    return files.select_related("unit").order_by("pk")


def _record(file: HardshipFile) -> Record:
    """The file's number and unit: never a name, a brief is read far away from its scope."""
    return Record(f"{file.file_no} {file.unit.name}", reverse("households:file", args=[file.pk]))


@knows_names
def names_of_families(reader: User, runs: list[str]) -> set[str]:
    """Names that stand in files which this person may see. A run of three is a token of its own."""
    if not reader.may(SEE_FILES.code):
        return set()
    files = HardshipFile.objects.visible_to(reader, SEE_FILES.code)
    tokens = sorted({run[:LONGEST_RUN] for run in runs})
    members = Member.objects.filter(tokens__overlap=tokens, name__in=runs, file__in=files)
    return set(members.values_list("name", flat=True).distinct())


@fact("households.files_opened", label="新建困难职工档案", unit="户", order=50)
def files_opened(area: Organisation, period: Period) -> Rows:
    days = (period.starts_on, period.ends_on)
    return Rows(queryset=_in(area).filter(opened_on__range=days), record=_record)


@fact("households.files_approved", label="批准建档", unit="户", order=51)
def files_approved(area: Organisation, period: Period) -> Rows:
    days = (period.starts_on, period.ends_on)
    return Rows(queryset=_in(area).filter(approved_on__range=days), record=_record)


@fact("households.files_active", label="在档困难职工家庭", unit="户", order=52)
def files_active(area: Organisation, period: Period) -> Rows:
    """As they stood at the end of the period's last day, whatever has become of them since."""
    ended = Step.objects.filter(file=OuterRef("pk"), kind__in=ENDS, on__lte=period.ends_on)
    files = _in(area).filter(~Exists(ended), approved_on__lte=period.ends_on)
    return Rows(queryset=files, record=_record)


@fact("households.families_paired", label="干部结对困难职工家庭", unit="户", order=53)
def families_paired(area: Organisation, period: Period) -> Rows:
    """Families with at least one helper on the last day of the period."""
    pairs = FamilyPair.objects.standing_on(period.ends_on).filter(file=OuterRef("pk"))
    return Rows(queryset=_in(area).filter(Exists(pairs)), record=_record)


@fact("households.home_visits", label="干部入户走访", unit="户次", order=54)
def home_visits(area: Organisation, period: Period) -> Rows:
    homes = (
        HomeVisit.objects.filter(
            pair__file__unit__path__startswith=area.path,
            visit__visited_on__range=(period.starts_on, period.ends_on),
        )
        .exclude(visit__state=Visit.State.RETURNED)
        .select_related("visit__agency", "pair__file")
        .order_by("visit__visited_on", "pk")
    )
    return Rows(
        queryset=homes,
        record=lambda home: Record(
            f"{home.visit.visited_on} {home.visit.agency.name} → {home.pair.file.file_no}",
            reverse("households:pair", args=[home.pair_id]),
        ),
    )
