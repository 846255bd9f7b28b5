"""What people type. Organisations are named as people write them: by name, short name or alias."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing import queries
from assistance.pairing.models import GroupMember, LiaisonMeeting, PairingGroup
from assistance.pairing.rules import FIRST_YEAR, LAST_YEAR, LONGEST_CONTENT
from ground.accounts.models import Organisation
from ground.accounts.queries import organisation_named
from ground.web.rows import rows_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

MEMBER_ROWS = 6


class NameInput(forms.TextInput):
    """A name with suggestions: what has been typed is looked up while it is typed."""

    def __init__(self, *, lookup: Any, suggestions: str, **attrs: Any) -> None:
        super().__init__(
            {
                "list": suggestions,
                "autocomplete": "off",
                "hx-get": lookup,
                "hx-trigger": "input changed delay:250ms",
                "hx-target": f"#{suggestions}",
                "hx-swap": "innerHTML",
                **attrs,
            }
        )


class NamesInput(forms.Widget):
    """Several names, one input each; what is left empty does not count."""

    template_name = "pairing/names_input.html"
    use_fieldset = True
    takes_several = True

    def __init__(self, one: NameInput) -> None:
        super().__init__(one.attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = [text for text in (value or []) if text]
        names += [""] * max(MEMBER_ROWS - len(names), 1)
        context["widget"]["names"] = list(enumerate(names, 1))
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002 -- Django calls it so
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [text for text in found if text.strip()]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else id_


class OrganisationName(forms.CharField):
    """The one organisation that a text names, among those that the person may choose from."""

    among: "QuerySet[Organisation]" = Organisation.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return named(text, self.among) if text else None


class OrganisationNames(forms.Field):
    """Several organisations by their names."""

    among: "QuerySet[Organisation]" = Organisation.objects.none()

    def clean(self, value: Any) -> list[Organisation]:
        names = super().clean(value) or []
        return [named(text.strip(), self.among) for text in names]


def named(text: str, among: "QuerySet[Organisation]") -> Organisation:
    """The organisation of this name, or an error that says what to do instead."""
    found = organisation_named(text, among)
    if found is not None:
        return found
    near = list(queries.organisations_like(among, text)[:4])
    if any(text in {one.name, one.short_name} for one in near):
        raise forms.ValidationError(f"有多个单位叫“{text}”，请填写全称")
    if near:
        hints = "、".join(one.name for one in near[:3])
        raise forms.ValidationError(f"没有名为“{text}”的单位。是不是：{hints}？")
    raise forms.ValidationError(
        f"没有找到“{text}”，或不在您的管理范围内。请核对名称，或请管理员先登记该单位"
    )


LOOKUP = reverse_lazy("pairing:names")


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


class MeetingForm(forms.Form):
    held_on = forms.DateField(label="会议日期")
    place = forms.CharField(label="地点", max_length=120)
    convener = forms.CharField(label="召集人", max_length=60, required=False)
    topics = forms.CharField(label="议题", widget=forms.Textarea({"rows": 3}))
    decisions = forms.CharField(
        label="议定事项", required=False, widget=forms.Textarea({"rows": 3})
    )


class TaskRow(forms.Form):
    agency = forms.ModelChoiceField(
        label="承办单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    content = forms.CharField(label="任务内容", max_length=LONGEST_CONTENT)
    due_on = forms.DateField(label="完成期限")

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_of(group)  # type: ignore[attr-defined]


TaskRows = rows_of(TaskRow, least=3)


class TaskForm(TaskRow):
    meeting = forms.ModelChoiceField(
        label="来自会议",
        queryset=LiaisonMeeting.objects.none(),
        required=False,
        empty_label="不是会议交办",
    )

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        self.fields["meeting"].queryset = group.meetings.all()  # type: ignore[attr-defined]


class CompleteForm(forms.Form):
    done_on = forms.DateField(label="完成日期")
    note = forms.CharField(label="完成情况", widget=forms.Textarea({"rows": 3}))


class EndForm(forms.Form):
    ends_on = forms.DateField(label="结束日期")


def agencies_of(group: PairingGroup) -> "QuerySet[Organisation]":
    """The agencies of a group, to choose from."""
    members = GroupMember.objects.present().filter(group=group)
    agencies: QuerySet[Organisation] = Organisation.objects.filter(
        pk__in=members.values("agency_id")
    )
    return agencies
