"""What a visitor types, standing in a workshop with a phone: sensible values first."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing.forms import NameInput, OrganisationName
from assistance.visits import rules
from assistance.visits.models import Visit
from assistance.visits.rules import FoundFamily
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from ground.web.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from django.db.models import QuerySet

LOOKUP = reverse_lazy("visits:names")
STALE = "这个页面已失效，请返回重新打开；已填写的内容保存在本机草稿中"


class VisitForm(forms.Form):
    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )
    origin = forms.RegexField(
        r"^[a-z]+\.[a-z]+:\d{1,18}$", max_length=60, required=False, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(label="走访类型", choices=Visit.Kind.choices, widget=forms.RadioSelect)
    link_point = forms.ChoiceField(label="走访哪里", required=False, widget=forms.RadioSelect)
    link_point_name = OrganisationName(
        label="其他企业或社区",
        max_length=120,
        required=False,
        widget=NameInput(lookup=LOOKUP, suggestions="link-points"),
        help_text="写名称、简称或曾用名；填写后以此为准",
    )
    visited_on = forms.DateField(label="走访日期")
    agency = forms.ChoiceField(label="走访单位")
    visitors = forms.CharField(label="走访人", max_length=200)
    situation = forms.CharField(
        label="了解到的情况",
        widget=forms.Textarea({"rows": 5, "placeholder": "看了什么，听到什么"}),
    )
    condolence_cash = forms.CharField(
        label="慰问金（元）",
        required=False,
        max_length=20,
        widget=forms.TextInput(
            {"inputmode": "decimal", "placeholder": "没有就不填", "autocomplete": "off"}
        ),
    )
    interlocutors = forms.CharField(label="接待人", max_length=200, required=False)
    needs = forms.CharField(label="困难与诉求", required=False, widget=forms.Textarea({"rows": 3}))
    promises = forms.CharField(label="承诺事项", required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(
        self,
        *args: Any,
        agencies: "Sequence[Organisation]",
        paired: "Sequence[Organisation]",
        among: "QuerySet[Organisation]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(one.pk): one for one in (*agencies, *paired)}
        self.fields["agency"].choices = [(one.pk, one.name) for one in agencies]  # type: ignore[attr-defined]
        self.fields["link_point"].choices = [(one.pk, one.name) for one in paired]  # type: ignore[attr-defined]
        self.fields["link_point_name"].among = among  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()

    def clean_agency(self) -> Organisation:
        return self._known[self.cleaned_data["agency"]]

    def clean_condolence_cash(self) -> "Decimal":
        try:
            return rules.cash_of(self.cleaned_data["condolence_cash"] or 0)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.fields["condolence_cash"]) from broken

    def clean(self) -> dict[str, Any]:
        """The name where one was written, otherwise the choice; one of them there must be."""
        cleaned = self.cleaned_data
        by_name = cleaned.pop("link_point_name", None)
        chosen = cleaned.pop("link_point", "")
        if not self.errors.keys() & {"link_point", "link_point_name"}:
            cleaned["link_point"] = by_name or self._known.get(chosen)
            if cleaned["link_point"] is None:
                field = "link_point" if self.fields["link_point"].choices else "link_point_name"  # type: ignore[attr-defined]
                self.add_error(field, "请选择或填写走访的企业、社区")
        return cleaned


class FamilyRow(forms.Form):
    worker_name = forms.CharField(
        label="职工姓名", max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
    hardship = forms.CharField(
        label="困难情况",
        max_length=300,
        widget=forms.Textarea({"rows": 2, "placeholder": "例如：患病、子女上学、意外"}),
    )
    family_size = forms.IntegerField(
        label="家庭人口",
        initial=1,
        min_value=1,
        max_value=rules.LARGEST_FAMILY,
        widget=forms.NumberInput({"data-blank": "1"}),
    )
    mobile = forms.CharField(
        label="手机号",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off", "data-private": ""}),
    )
    id_no = forms.CharField(
        label="身份证号",
        required=False,
        max_length=30,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "data-private": ""}
        ),
    )

    def has_changed(self) -> bool:
        """The size alone, which is there from the start, makes no family."""
        return bool(set(self.changed_data) - {"family_size"})

    def family(self) -> FoundFamily:
        return FoundFamily(**self.cleaned_data)


FamilyRows = rows_of(FamilyRow, least=0)
