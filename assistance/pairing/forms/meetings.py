"""A meeting with the tasks that it gives."""

from typing import Any

from django import forms

from assistance.pairing.forms.names import agencies_of
from assistance.pairing.models import PairingGroup
from assistance.pairing.rules import LONGEST_CONTENT
from ground.accounts.models import Organisation
from ground.web.rows import rows_of
from ground.web.uploads import FilesField


class MeetingForm(forms.Form):
    held_on = forms.DateField(label="会议日期")
    place = forms.CharField(label="地点", max_length=120)
    host = forms.ModelChoiceField(
        label="承办单位",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="未指定",
    )
    convener = forms.CharField(label="召集人", max_length=60, required=False)
    attendees = forms.CharField(
        label="参加人员",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="姓名和职务，用顿号分开",
    )
    topics = forms.CharField(label="议题", widget=forms.Textarea({"rows": 3}))
    decisions = forms.CharField(
        label="议定事项", required=False, widget=forms.Textarea({"rows": 3})
    )
    minutes = FilesField(label="会议纪要", required=False, most=1)

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = agencies_of(group)  # type: ignore[attr-defined]


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
