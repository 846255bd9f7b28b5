"""Lines of a work plan."""

from typing import Any

from django import forms

from assistance.pairing.forms.names import agencies_of
from assistance.pairing.models import PairingGroup, WorkPlanItem
from assistance.pairing.rules import LONGEST_ITEM
from ground.accounts.models import Organisation


class PlanItemForm(forms.Form):
    content = forms.CharField(
        label="工作内容", max_length=LONGEST_ITEM, widget=forms.Textarea({"rows": 2})
    )
    kind = forms.ChoiceField(label="类别", choices=WorkPlanItem.Kind.choices)
    agency = forms.ModelChoiceField(
        label="责任单位",
        queryset=Organisation.objects.none(),
        empty_label="请选择",
        help_text="集体活动填牵头承办的单位",
    )
    responsible = forms.CharField(label="责任人", max_length=60, required=False)
    due_on = forms.DateField(label="完成时限")
    measure = forms.CharField(
        label="目标、衡量", max_length=200, required=False, help_text="做到什么算完成"
    )

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_of(group)  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    done_on = forms.DateField(label="开展日期")
    note = forms.CharField(label="开展情况", widget=forms.Textarea({"rows": 3}), max_length=300)
