"""Groups: proposed, ended, an agency replaced, a link point closed."""

from typing import TYPE_CHECKING, Any

from django import forms

from assistance.pairing.forms.names import (
    LOOKUP,
    NameInput,
    NamesInput,
    OrganisationName,
    OrganisationNames,
    agencies_of,
)
from assistance.pairing.models import PairingGroup
from ground.accounts.models import Organisation
from ground.kernel.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ProposeForm(forms.Form):
    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    starts_on = forms.DateField(label="开始日期")
    link_point = OrganisationName(
        label="双联点",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="organisations"),
        help_text="企业或社区的名称、简称或曾用名",
    )
    lead_agency = OrganisationName(
        label="牵头单位",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="organisations"),
    )
    members = OrganisationNames(
        label="成员单位",
        required=False,
        widget=NamesInput(NameInput(lookup=LOOKUP, suggestions="organisations")),
        help_text="牵头单位不必重复填写",
    )
    link_leader = forms.CharField(label="挂点领导", max_length=60, required=False)
    work_plan = forms.CharField(label="工作计划", required=False, widget=forms.Textarea)

    def __init__(self, among: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("link_point", "lead_agency", "members"):
            self.fields[name].among = among  # type: ignore[attr-defined]


class EndForm(forms.Form):
    ends_on = forms.DateField(label="结束日期")
    reason = forms.CharField(label="结束原因", max_length=200, required=False)


class ReplaceForm(forms.Form):
    leaving = forms.ModelChoiceField(
        label="退出单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    successor = OrganisationName(
        label="接替单位",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="organisations"),
        help_text="更换牵头单位时，可由本组其他成员单位接替牵头",
    )
    on = forms.DateField(label="更换日期")
    reason = forms.CharField(label="更换原因", max_length=200)

    def __init__(
        self, among: "QuerySet[Organisation]", *args: Any, group: PairingGroup, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].among = among  # type: ignore[attr-defined]
        self.fields["leaving"].queryset = agencies_of(group)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    on = forms.DateField(label="退出日期")
    reason = forms.CharField(
        label="退出原因",
        max_length=200,
        help_text="例如：破产清算、停产关闭、迁出本地、拆迁合并",
    )
