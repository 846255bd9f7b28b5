"""What is typed when a campaign is laid down: windows, money, quotas, standards."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from typing import Any, cast

from django import forms
from django.db import models

from assistance.funds.choosing import SourceField
from assistance.funds.models import FundSource
from campaigns import kinds, queries
from campaigns.models import Campaign, KindVersion
from campaigns.permissions import PLAN_CAMPAIGN
from campaigns.rules import Windows, check_year
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

AMOUNT = {"inputmode": "decimal", "class": "sl-num-input"}
ORGANISERS = (Organisation.Kind.LINK_OFFICE, Organisation.Kind.UNION)
SOURCES = 3
Units = models.QuerySet[Organisation]
DAYS = ("starts_on", "ends_on", "apply_from", "apply_to", "settle_by")


def money_field(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        required=required,
        widget=forms.TextInput(AMOUNT),
        help_text=help_text,
    )


def units_of(campaign: Campaign, among: Any = None) -> Units:
    """The units of a campaign's area that are in use; of all, or of these."""
    units: Units = Organisation.objects.all() if among is None else among
    return units.filter(path__startswith=campaign.organiser.path, is_active=True)


def near_units_of(campaign: Campaign, among: Any = None) -> Units:
    """Those of them to which names are shared out: down to the second level below the organiser."""
    return units_of(campaign, among).filter(depth__lte=campaign.organiser.depth + 2)


def offer(form: forms.Form, field: str, units: Units) -> None:
    """Let a field of a form offer these units."""
    cast("forms.ModelChoiceField[Organisation]", form.fields[field]).queryset = units


class PlanForm(forms.Form):
    """The kind and the year are chosen before; the days that the calendar gives stand there already."""

    name = forms.CharField(label="活动名称", max_length=80)
    theme = forms.CharField(label="主题", max_length=120, required=False)
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label="主办单位")
    co_organisers = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="协办单位",
        required=False,
        help_text="按住 Ctrl 可以多选",
    )
    starts_on = forms.DateField(label="开始日期", widget=forms.DateInput)
    ends_on = forms.DateField(label="结束日期", widget=forms.DateInput)
    apply_from = forms.DateField(label="申报开始", widget=forms.DateInput)
    apply_to = forms.DateField(label="申报截止", widget=forms.DateInput)
    settle_by = forms.DateField(label="发放到位期限", widget=forms.DateInput)

    def __init__(
        self,
        user: User,
        version: KindVersion,
        year: int,
        typed: Any = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """`initial`: the plan that is changed; without, what the kind proposes."""
        kind, owner = version.typed, version.kind.owner
        windows = queries.proposed_windows(kind, year)
        first = {"name": f"{year}年“{kind.label}”活动", "theme": kind.slogan, **vars(windows)}
        super().__init__(typed, initial=initial or first)
        self.kind, self.year = kind, year
        visible = Organisation.objects.visible_to(user, PLAN_CAMPAIGN.code)
        organisers = visible.filter(kind__in=ORGANISERS, is_active=True)
        if owner is not None:
            organisers = organisers.filter(path__startswith=owner.path)
        for name in ("organiser", "co_organisers"):
            offer(self, name, organisers)
        visible_sources = FundSource.objects.visible_to(user, PLAN_CAMPAIGN.code)
        sources = visible_sources.select_related("organisation")
        for number in range(1, SOURCES + 1) if kind.spends else ():
            self.fields[f"source_{number}"] = SourceField(
                sources,
                label=f"资金来源{number}",
                required=number == 1,
                help_text="活动的款项从这里支出" if number == 1 else "",
            )
            self.fields[f"amount_{number}"] = money_field(
                f"金额{number}（元）",
                required=number == 1,
                help_text="各笔合计就是活动预算" if number == 1 else "",
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for number in range(1, SOURCES + 1):
            source, amount = told.get(f"source_{number}"), told.get(f"amount_{number}")
            if bool(source) != bool(amount) and f"source_{number}" not in self.errors:
                self.add_error(f"amount_{number}", "资金来源和金额要一起填写")
        return told

    @property
    def laid_down(self) -> list[forms.BoundField]:
        return [field for field in self if field not in self.money]

    @property
    def money(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(("source_", "amount_"))]

    def told(self) -> dict[str, Any]:
        """What `plan_campaign` is called with."""
        told = self.cleaned_data
        pairs = [
            (told[f"source_{number}"], told[f"amount_{number}"])
            for number in range(1, SOURCES + 1)
            if told.get(f"source_{number}")
        ]
        return {
            "kind": self.kind.code,
            "year": self.year,
            "name": told["name"],
            "theme": told["theme"],
            "organiser": told.get("organiser"),
            "co_organisers": list(told["co_organisers"]),
            "money": pairs,
            "windows": Windows(**{name: told[name] for name in DAYS}),
        }


class ChangePlanForm(PlanForm):
    """A plan as it stands, to be changed; kind, year and organiser stay."""

    def __init__(self, user: User, campaign: Campaign, typed: Any = None) -> None:
        first: dict[str, Any] = {
            "name": campaign.name,
            "theme": campaign.theme,
            "co_organisers": campaign.co_organisers.all(),
            **{day: getattr(campaign, day) for day in DAYS},
        }
        for number, one in enumerate(campaign.money.all(), 1):
            first |= {f"source_{number}": one.source_id, f"amount_{number}": one.amount}
        super().__init__(user, campaign.kind_version, campaign.year, typed, initial=first)
        del self.fields["organiser"]
        self.seen = queries.stamp_of(campaign)

    def told(self) -> dict[str, Any]:
        """What `change_plan` is called with."""
        told = super().told()
        return {name: told[name] for name in ("name", "theme", "co_organisers", "money", "windows")}


class ChooseForm(forms.Form):
    """Which kind, of which year: what the form of the plan is made of."""

    kind = forms.ChoiceField(label="类型")
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2099)

    def __init__(self, versions: Sequence[KindVersion], typed: Any) -> None:
        super().__init__(typed)
        self.versions = {one.kind.code: one for one in versions}
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [(code, one.label) for code, one in self.versions.items()]

    @property
    def chosen(self) -> tuple[KindVersion, int] | None:
        if not self.is_valid():
            return None
        try:
            check_year(self.cleaned_data["year"])
        except RuleBroken:
            return None
        return self.versions[self.cleaned_data["kind"]], self.cleaned_data["year"]


class StandardsForm(forms.Form):
    """An amount for each class, at each stage; empty: none."""

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = campaign.kind
        held = {(one.person_class, one.stage): one.amount for one in campaign.standards.all()}
        self.keys: dict[str, tuple[str, str]] = {}
        for person_class, stage in product(kind.classes, kind.stages or (kinds.Term("", ""),)):
            key = (person_class.code, stage.code)
            label = f"{person_class.label}{f'·{stage.label}' if stage.label else ''}（元）"
            field = money_field(label, required=False)
            field.initial = held.get(key)
            name = f"standard_{key[0]}_{key[1]}"
            self.fields[name], self.keys[name] = field, key

    def told(self) -> dict[tuple[str, str], str]:
        told = self.cleaned_data
        return {key: told[name] for name, key in self.keys.items() if told[name]}


class QuotaForm(forms.Form):
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="单位")
    number = forms.IntegerField(label="名额", min_value=0, max_value=1_000_000)
    amount = forms.DecimalField(
        label="金额（元）",
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text="不限金额的留空",
    )

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", near_units_of(campaign))

    def clean_amount(self) -> Decimal:
        return self.cleaned_data["amount"] or Decimal(0)


class MoveForm(forms.Form):
    giver = forms.ModelChoiceField(Organisation.objects.none(), label="调出单位")
    taker = forms.ModelChoiceField(Organisation.objects.none(), label="调入单位")
    number = forms.IntegerField(label="名额", min_value=0, max_value=1_000_000, initial=0)
    amount = forms.DecimalField(
        label="金额（元）", max_digits=14, decimal_places=2, min_value=Decimal(0), initial=0
    )
    reason = forms.CharField(label="调剂原因", max_length=120)

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Organisation.objects.filter(pk__in=campaign.quotas.values("unit"))
        offer(self, "giver", held)
        offer(self, "taker", near_units_of(campaign))


def first_year() -> int:
    """The year that is offered: from November on the next one."""
    today = clock.today()
    return today.year + (today.month >= 11)  # noqa: PLR2004 -- the campaign of winter is the next year's
