"""What people type into plans, rulings and profiles."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing.forms import NameInput, OrganisationName
from assistance.planning import kinds, rules
from assistance.planning.models import Ruling
from ground.accounts.models import Organisation
from ground.kernel.periods import FIRST_YEAR, LAST_YEAR
from ground.web.fields import CHOOSE

if TYPE_CHECKING:
    from django.db.models import QuerySet

LOOKUP = reverse_lazy("pairing:names")
UNKNOWN = [("", "不清楚"), ("yes", "是"), ("no", "否")]


def _one_of(vocabulary: Any) -> list[tuple[str, str]]:
    return [CHOOSE, *vocabulary.choices]


class WeightsForm(forms.Form):
    """The weight of each part, under the principle to which it belongs."""

    starts_on = forms.DateField(label="结对开始日期", help_text="在方案年度内；结对自这一天起")
    principles = forms.CharField(
        label="编制说明", required=False, widget=forms.Textarea({"rows": 3}), max_length=4000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, (principle, label) in rules.PARTS.items():
            self.fields[part] = forms.IntegerField(
                label=f"{principle}·{label}" if principle != label else label,
                min_value=0,
                max_value=rules.MOST_WEIGHT,
                initial=rules.USUAL_WEIGHTS[part],
            )

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[part] for part in rules.PARTS]

    def arguments(self) -> dict[str, Any]:
        """What the services take: the weights in one."""
        given = dict(self.cleaned_data)
        given["weights"] = {part: given.pop(part) for part in rules.PARTS}
        return given


class DraftForm(WeightsForm):
    organisation = forms.ModelChoiceField(label="双联办", queryset=Organisation.objects.none())
    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, offices: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        self.fields["organisation"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class RulingForm(forms.Form):
    kind = forms.ChoiceField(label="决定", choices=Ruling.Kind.choices, widget=forms.RadioSelect)
    agency = OrganisationName(
        label="参联单位",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="organisations"),
    )
    enterprise = OrganisationName(
        label="企业",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="organisations"),
    )
    reason = forms.CharField(label="原因", max_length=rules.LONGEST_REASON)
    conflict_of_interest = forms.BooleanField(
        label="属于利益冲突",
        required=False,
        help_text="例如单位领导的亲属经营该企业。以后各年方案也回避这一对",
    )

    def __init__(self, among: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "enterprise"):
            self.fields[name].among = among  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("conflict_of_interest") and cleaned.get("kind") == Ruling.Kind.PIN:
            self.add_error("conflict_of_interest", "指定的一对不能是利益冲突，请选“回避”")
        return cleaned


class PlaceForm(forms.Form):
    latitude = forms.DecimalField(
        label="纬度", required=False, min_value=-90, max_value=90, decimal_places=5
    )
    longitude = forms.DecimalField(
        label="经度", required=False, min_value=-180, max_value=180, decimal_places=5
    )


class AgencyForm(PlaceForm):
    sector = forms.ChoiceField(label="系统", choices=_one_of(kinds.Sector), required=False)
    headcount = forms.IntegerField(label="干部人数", min_value=0, max_value=100_000)
    capacity = forms.IntegerField(
        label="可联系企业数",
        min_value=0,
        max_value=rules.MOST_TAKEN_ON,
        help_text="0表示不参加结对",
    )
    leader_in_charge = forms.CharField(label="分管领导", max_length=60, required=False)
    liaison = forms.CharField(label="联络员", max_length=60, required=False)
    functions = forms.MultipleChoiceField(
        label="职能",
        choices=kinds.Function.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    industries = forms.MultipleChoiceField(
        label="对口行业",
        choices=kinds.Industry.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class EnterpriseForm(PlaceForm):
    ownership = forms.ChoiceField(
        label="单位性质", choices=_one_of(kinds.Ownership), required=False
    )
    industry = forms.ChoiceField(label="所属行业", choices=_one_of(kinds.Industry), required=False)
    scale = forms.ChoiceField(label="规模", choices=_one_of(kinds.Scale), required=False)
    operating_state = forms.ChoiceField(label="企业状况", choices=kinds.OperatingState.choices)
    employees = forms.IntegerField(label="职工人数", min_value=0, max_value=rules.MOST_PEOPLE)
    hardship_count = forms.IntegerField(
        label="困难职工人数", min_value=0, max_value=rules.MOST_PEOPLE
    )
    team_size = forms.IntegerField(
        label="需要联系单位数", min_value=1, max_value=rules.MOST_TAKEN_ON
    )
    needs = forms.MultipleChoiceField(
        label="帮扶需求",
        choices=kinds.Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    difficulties = forms.CharField(
        label="主要困难", required=False, widget=forms.Textarea({"rows": 3}), max_length=4000
    )
    union_established = forms.ChoiceField(label="已建工会", choices=UNKNOWN, required=False)
    workers_congress = forms.ChoiceField(label="已建职代会", choices=UNKNOWN, required=False)
    collective_contract_until = forms.DateField(label="集体合同到期日", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for insurance in kinds.Insurance:
            self.fields[f"insured_{insurance.value}"] = forms.ChoiceField(
                label=insurance.label,
                choices=[("", "不清楚"), *kinds.Coverage.choices],
                required=False,
            )

    @property
    def insurance_fields(self) -> list[forms.BoundField]:
        return [self[f"insured_{insurance.value}"] for insurance in kinds.Insurance]

    def arguments(self) -> dict[str, Any]:
        """What the service takes: the five insurances in one, yes and no as such."""
        given = dict(self.cleaned_data)
        stated = {one.value: given.pop(f"insured_{one.value}") for one in kinds.Insurance}
        given["social_insurance"] = {name: value for name, value in stated.items() if value}
        for name in ("union_established", "workers_congress"):
            given[name] = {"yes": True, "no": False}.get(given[name])
        return given


def initial_of_enterprise(profile: Any) -> dict[str, Any]:
    """The form's values for a profile."""
    values = {name: getattr(profile, name, None) for name in EnterpriseForm.base_fields}
    for name in ("union_established", "workers_congress"):
        values[name] = {True: "yes", False: "no", None: ""}[getattr(profile, name)]
    for insurance, coverage in profile.social_insurance.items():
        values[f"insured_{insurance}"] = coverage
    return values
