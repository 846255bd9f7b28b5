"""How far a campaign has come, unit by unit: from tallies and quotas alone, however many are on its roster."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from campaigns.models import Campaign, Quota, Tally
from campaigns.rules import lights
from campaigns.rules.lights import Stretch, Thresholds
from campaigns.rules.states import HOLDING, LISTING, LIVE
from ground.accounts.models import User, below, up_from
from ground.places.queries import local_rule

ZERO = Decimal(0)
COUNTED = ("number", "households", "people", "amount", "complete")


@dataclass(kw_only=True)
class UnitProgress:
    """One unit of a campaign, with everything below it: its quota, and what it has in each state."""

    unit_id: int
    unit: str
    path: str
    quota_number: int = 0
    quota_amount: Decimal = ZERO
    states: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    light: str = "none"

    def sum_of(self, column: str, states: Iterable[str]) -> Decimal:
        return sum((self.states[one][column] for one in states if one in self.states), ZERO)

    @property
    def has_quota(self) -> bool:
        return bool(self.quota_number or self.quota_amount)

    @property
    def number(self) -> int:
        return int(self.sum_of("number", LIVE))

    @property
    def ineligible(self) -> int:
        return int(self.sum_of("number", ["ineligible"]))

    @property
    def approved(self) -> int:
        return int(self.sum_of("number", HOLDING))

    @property
    def reached(self) -> int:
        return int(self.sum_of("number", ["reached"]))

    @property
    def households(self) -> int:
        return int(self.sum_of("households", HOLDING))

    @property
    def people(self) -> int:
        return int(self.sum_of("people", HOLDING))

    @property
    def complete(self) -> int:
        return int(self.sum_of("complete", HOLDING))

    @property
    def held(self) -> Decimal:
        return self.sum_of("amount", HOLDING)

    @property
    def paid(self) -> Decimal:
        return self.sum_of("amount", ["reached"])

    @property
    def beyond(self) -> Decimal:
        """By how much those who fulfil the rules go beyond its money, before anybody approves them."""
        wanted = self.held + self.sum_of("amount", ["eligible"])
        return max(wanted - self.quota_amount, ZERO) if self.quota_amount else ZERO

    @property
    def aim(self) -> int:
        """How many this unit is to reach: its quota, else whom it has listed."""
        return self.quota_number or self.number

    @property
    def enrolled_share(self) -> Decimal:
        return lights.share_of(self.number, self.quota_number)

    @property
    def reached_share(self) -> Decimal:
        return lights.share_of(self.reached, self.aim)

    def asked_share(self, stretch: Stretch) -> Decimal | None:
        """What it has done of what is asked in this stretch of time; None where nothing is."""
        if stretch.is_listing:
            return self.enrolled_share if self.quota_number else None
        return self.reached_share if self.aim else None

    @property
    def money_share(self) -> Decimal:
        return lights.share_of(self.paid, self.quota_amount or self.held)

    @property
    def heat(self) -> list[tuple[str, Decimal | None, int]]:
        """The cells of the heat table: label, share (none without a quota to hold it against), how dark."""
        told = [
            ("列入名单", self.enrolled_share if self.quota_number else None),
            ("对象到位", self.reached_share),
            ("款项到位", self.money_share),
        ]
        return [(label, share, lights.heat_of(share or ZERO)) for label, share in told]

    @property
    def light_label(self) -> str:
        return lights.LABELS[self.light]

    @property
    def light_tone(self) -> str:
        return lights.TONES[self.light]


@dataclass
class Progress:
    """A campaign as a whole, and its units in the order of the tree.

    `budget`, in yuan: of the campaign, or for somebody who sees only some of its units
    (`is_whole` false) what their quotas give them, so that what is left is theirs too.
    """

    budget: Decimal
    units: list[UnitProgress]
    stretch: Stretch
    is_whole: bool = True

    @property
    def whole(self) -> UnitProgress:
        together = UnitProgress(
            unit_id=0,
            unit="合计",
            path="",
            quota_number=sum(one.quota_number for one in self.units),
            quota_amount=sum((one.quota_amount for one in self.units), ZERO),
        )
        for one in self.units:
            _add(together, one.states)
        return together

    @property
    def left(self) -> Decimal:
        return self.budget - self.whole.held


def progress_of(
    campaign: Campaign, *, today: date, user: User | None = None, permission: str = ""
) -> Progress:
    """The progress of a campaign on a day; for a person, of the units in their reach. Two queries."""
    tallies = Tally.objects.filter(campaign=campaign)
    quotas = Quota.objects.filter(campaign=campaign)
    is_whole = user is None or user.reaches(campaign.organiser, permission)
    if user is not None and not is_whole:
        reach = below("unit__path", user.scope(permission))
        tallies, quotas = tallies.filter(reach), quotas.filter(reach)
    units = {
        path: UnitProgress(
            unit_id=pk, unit=name, path=path, quota_number=number, quota_amount=amount
        )
        for path, pk, name, number, amount in quotas.values_list(
            "unit__path", "unit_id", "unit__name", "number", "amount"
        )
    }
    for path, pk, name, state, *cells in tallies.values_list(
        "unit__path", "unit_id", "unit__name", "state", *COUNTED
    ):
        key = next((one for one in up_from(path) if one in units), path)
        unit = units.setdefault(key, UnitProgress(unit_id=pk, unit=name, path=path))
        told = dict(zip(COUNTED, map(Decimal, cells), strict=True))
        _add(unit, {state: told})
    limits = thresholds_of(campaign)
    days = (campaign.apply_from, campaign.apply_to, campaign.settle_by)
    stretch = lights.stretch_of(*days, today, is_over=campaign.state not in LISTING)
    shown = []
    for path in sorted(units):
        one = units[path]
        if one.aim or one.states:
            share = one.asked_share(stretch)
            light = "none" if share is None else lights.light_of(share, stretch.gone, limits)
            shown.append(replace(one, light=light))
    budget = campaign.budget if is_whole else sum((one.quota_amount for one in shown), ZERO)
    return Progress(budget, shown, stretch, is_whole)


def thresholds_of(campaign: Campaign) -> Thresholds:
    division = campaign.organiser.division
    return Thresholds(
        local_rule("campaigns.light_green", on=campaign.starts_on, division=division),
        local_rule("campaigns.light_amber", on=campaign.starts_on, division=division),
    )


def _add(unit: UnitProgress, states: dict[str, dict[str, Decimal]]) -> None:
    for state, told in states.items():
        mine = unit.states.setdefault(state, dict.fromkeys(COUNTED, ZERO))
        for column, value in told.items():
            mine[column] += value
