"""What is typed: how often somebody must go, and where a leader goes."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing.forms import NameInput, OrganisationName
from assistance.rounds.models import VisitDuty
from assistance.rounds.rules import MOST_TIMES, NewStop
from assistance.visits.models import Visit
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.places.models import Division
from ground.places.queries import divisions_on
from ground.web.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


LOOKUP = reverse_lazy("rounds:names")


class DutyForm(forms.Form):
    who = forms.ChoiceField(label="谁来走访", choices=VisitDuty.Who.choices)
    every = forms.TypedChoiceField(label="周期", choices=VisitDuty.Every.choices, coerce=int)
    times = forms.IntegerField(
        label="次数", min_value=0, max_value=MOST_TIMES, help_text="0表示这个地区不要求"
    )
    kinds = forms.MultipleChoiceField(
        label="计入的走访类型",
        choices=Visit.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选表示都计入",
    )
    division = forms.ModelChoiceField(
        label="适用地区",
        queryset=Division.objects.none(),
        required=False,
        empty_label="全部地区",
        help_text="有本地区的要求时，先用本地区的",
    )
    valid_from = forms.DateField(label="自何日起", help_text="从其后第一个完整周期起算")
    source = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = divisions_on(clock.today())  # type: ignore[attr-defined]


class TourForm(forms.Form):
    theme = forms.CharField(label="主题", max_length=60)
    leader_name = forms.CharField(
        label="带队领导", max_length=60, help_text="与结对中的“挂点领导”写法一致"
    )
    organiser = forms.ModelChoiceField(
        label="组织单位", queryset=Organisation.objects.none(), empty_label=None
    )
    starts_on = forms.DateField(label="开始日期")
    ends_on = forms.DateField(label="结束日期")
    accompanying = forms.CharField(label="陪同单位", max_length=200, required=False)
    gathers_at = forms.CharField(label="集合时间和地点", max_length=100, required=False)

    def __init__(self, *args: Any, organisers: "Sequence[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organiser"]
        keys = [one.pk for one in organisers]
        field.queryset = Organisation.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        field.initial = keys[0] if keys else None
        if len(organisers) == 1:
            field.widget = forms.HiddenInput()


class StopRow(forms.Form):
    link_point = OrganisationName(
        label="企业或社区",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="link-points"),
    )
    planned_on = forms.DateField(label="日期")
    planned_at = forms.TimeField(
        label="时间", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    to_see = forms.CharField(label="看什么", max_length=200, required=False)
    contact = forms.CharField(label="现场联系人", max_length=40, required=False)
    contact_phone = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, among: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link_point"].among = among  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A day alone, which may have been filled in beforehand, makes no stop."""
        return bool(set(self.changed_data) - {"planned_on"})

    def stop(self) -> NewStop:
        return NewStop(**self.cleaned_data)


StopRows = rows_of(StopRow, least=3)
