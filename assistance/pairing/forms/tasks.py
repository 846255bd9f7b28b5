"""Tasks: given, given anew, done, postponed."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from assistance.pairing.forms.names import (
    LOOKUP,
    CadreChoice,
    NameInput,
    NamesInput,
    OrganisationName,
    OrganisationNames,
    agencies_of,
    cadres_of,
)
from assistance.pairing.models import AssistanceTask, Cadre, LiaisonMeeting, PairingGroup
from assistance.pairing.rules import LONGEST_CONTENT
from ground.accounts.models import Organisation
from ground.kernel.texts import LONGEST_REASON
from ground.web.uploads import FilesField

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TaskForm(forms.Form):
    """A task in a group: to one of its agencies, helped by others."""

    content = forms.CharField(
        label="任务内容", max_length=LONGEST_CONTENT, widget=forms.Textarea({"rows": 2})
    )
    agency = forms.ModelChoiceField(
        label="承办单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    due_on = forms.DateField(label="完成期限", help_text="已按工作日推算，可以改")
    cadre = CadreChoice(
        label="责任人", queryset=Cadre.objects.none(), required=False, empty_label="由承办单位确定"
    )
    co_agencies = forms.ModelMultipleChoiceField(
        label="协办单位",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    meeting = forms.ModelChoiceField(
        label="来自会议",
        queryset=LiaisonMeeting.objects.none(),
        required=False,
        empty_label="不是会议交办",
    )

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agency"].queryset = fields["co_agencies"].queryset = agencies_of(group)
        fields["cadre"].queryset = cadres_of(group)
        fields["meeting"].queryset = group.meetings.all()


class ReassignForm(TaskForm):
    """A task of a group given to another of its agencies."""

    meeting = None  # type: ignore[assignment]

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agency"].queryset = fields["co_agencies"].queryset = agencies_of(group)
        fields["cadre"].queryset = cadres_of(group)


class ReassignAnywhereForm(forms.Form):
    """A task outside a group given to any agency that one looks after."""

    content = forms.CharField(
        label="任务内容", max_length=LONGEST_CONTENT, widget=forms.Textarea({"rows": 2})
    )
    agency = OrganisationName(
        label="承办单位",
        max_length=120,
        widget=NameInput(lookup=LOOKUP, suggestions="organisations"),
    )
    due_on = forms.DateField(label="完成期限", help_text="已按工作日推算，可以改")
    co_agencies = OrganisationNames(
        label="协办单位",
        required=False,
        widget=NamesInput(NameInput(lookup=LOOKUP, suggestions="organisations")),
    )

    def __init__(self, *args: Any, among: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "co_agencies"):
            self.fields[name].among = among  # type: ignore[attr-defined]


class CompleteForm(forms.Form):
    done_on = forms.DateField(label="完成日期")
    note = forms.CharField(label="完成情况", widget=forms.Textarea({"rows": 3}))
    evidence = FilesField(
        label="佐证材料", required=False, help_text="照片、签收单、文件等；照片会去掉拍摄位置"
    )


class PostponeForm(forms.Form):
    due_on = forms.DateField(label="申请延至")
    reason = forms.CharField(
        label="延期理由", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3})
    )


def start_of(task: AssistanceTask, due_on: date) -> dict[str, Any]:
    """What the form for giving a task anew begins with."""
    return {
        "content": task.content,
        "agency": task.agency.name if task.group_id is None else task.agency_id,
        "due_on": due_on,
    }
