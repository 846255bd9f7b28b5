"""The evaluators' rates: the very rows above and below each line, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from assistance.households.models import FamilyPair, FileQuerySet, HardshipFile, Step
from assistance.reviews import rules
from assistance.reviews.models import Review, ReviewQuerySet, ReviewRound, UnfiledFamily
from assistance.reviews.models.reviews import UnfiledQuerySet
from assistance.reviews.rules import RATES, Rate
from ground.accounts.models import below
from ground.kernel.periods import Period

Kind, Among, Result = ReviewRound.Kind, ReviewRound.Among, Review.Result
ENDS = (Step.Kind.EXITED, Step.Kind.CANCELLED)
BAD = (Result.WRONGLY_IN, Result.EXIT, Result.WRONGLY_OUT, Result.MISSED)


@dataclass(frozen=True)
class Part:
    """What stands above or below a line: reviews, families outside the files, or files."""

    reviews: ReviewQuerySet | None = None
    families: UnfiledQuerySet | None = None
    files: FileQuerySet | None = None

    @cached_property
    def number(self) -> int:
        held = (self.reviews, self.families, self.files)
        return sum(rows.count() for rows in held if rows is not None)


@dataclass(frozen=True)
class Figure:
    """A rate in figures. The same rows are listed that are counted."""

    rate: Rate
    above: Part
    below: Part

    @cached_property
    def share(self) -> float | None:
        return rules.share_of(self.above.number, self.below.number)

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """Of a sample; a count of everybody has none."""
        if not self.rate.is_sample:
            return None
        return rules.wilson(self.above.number, self.below.number)

    @property
    def percent(self) -> str:
        return "" if self.share is None else f"{self.share * 100:.2f}"

    @property
    def interval_words(self) -> str:
        """`1.79%至40.42%`; nothing without a sample."""
        return "至".join(f"{one * 100:.2f}%" for one in self.interval or ())


def rates(paths: Sequence[str], period: Period) -> list[Figure]:
    """All rates of an area: what was reviewed in the period; files as they stood on its last day."""
    return [rate_of(code, paths, period) for code in RATES]


def rate_of(code: str, paths: Sequence[str], period: Period) -> Figure:
    active = _looked_at(paths, period, Among.ACTIVE, [Kind.SPOT_CHECK])
    exited = _looked_at(paths, period, Among.EXITED, [Kind.SPOT_CHECK, Kind.FOLLOW_UP])
    rejected = _looked_at(paths, period, Among.REJECTED, [Kind.SPOT_CHECK])
    families = UnfiledFamily.objects.filter(
        below("unit__path", paths), verified_on__range=(period.starts_on, period.ends_on)
    )
    if code == "wrongly_in":
        above, of = Part(active.filter(result=Result.WRONGLY_IN)), Part(active)
    elif code == "not_out":
        above, of = Part(active.filter(result=Result.EXIT)), Part(active)
    elif code == "wrongly_out":
        above, of = Part(exited.filter(result=Result.WRONGLY_OUT)), Part(exited)
    elif code == "missed":
        above = Part(rejected.filter(result=Result.MISSED), families.filter(is_missed=True))
        of = Part(rejected, families)
    elif code == "precision":
        every = active | exited | rejected
        above = Part(every.exclude(result__in=BAD), families.filter(is_missed=False))
        of = Part(every, families)
    elif code == "coverage":
        on_file = _on_file(paths, period)
        pairs = FamilyPair.objects.standing_on(period.ends_on).filter(file=OuterRef("pk"))
        above, of = Part(files=on_file.filter(Exists(pairs))), Part(files=on_file)
    else:
        raise KeyError(code)
    return Figure(RATES[code], above, of)


def _looked_at(
    paths: Sequence[str], period: Period, among: str, kinds: Sequence[str]
) -> ReviewQuerySet:
    """Reviews of a population that came to a result in the period; of each family the last one."""
    counted = Q(
        state=Review.State.DONE,
        kind__in=kinds,
        round__among=among,
        done_on__range=(period.starts_on, period.ends_on),
    ) & ~Q(result=Result.UNREACHED)
    later = Review.objects.filter(
        counted, file=OuterRef("file"), recorded_at__gt=OuterRef("recorded_at")
    )
    return Review.objects.filter(counted, below("file__unit__path", paths)).exclude(Exists(later))


def _on_file(paths: Sequence[str], period: Period) -> FileQuerySet:
    ended = Step.objects.filter(file=OuterRef("pk"), kind__in=ENDS, on__lte=period.ends_on)
    return HardshipFile.objects.filter(
        ~Exists(ended), below("unit__path", paths), approved_on__lte=period.ends_on
    ).filter(merged_into__isnull=True)
