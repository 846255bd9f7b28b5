from typing import Any

from django import forms

from assistance.checks.models import Found
from assistance.checks.rules import LONGEST_RECIPIENT, LONGEST_WORDS
from ground.accounts.models import Organisation


class BuildForm(forms.Form):
    """Which families go on the list, and to whom it goes."""

    recipient = forms.CharField(
        label="核对机构",
        max_length=LONGEST_RECIPIENT,
        help_text="例如：桃源县居民家庭经济状况核对中心",
    )
    unit = forms.ModelChoiceField(
        label="所在单位", queryset=Organisation.objects.none(), required=False, empty_label="全部"
    )
    due_before = forms.DateField(label="环节期限不晚于", required=False)

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What came back about one person, by hand. Nothing ticked: nothing was found."""

    found = forms.MultipleChoiceField(
        label="核对发现",
        choices=Found.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不勾选表示无异常",
    )
    dwelling = forms.IntegerField(label="不动产（套）", required=False, min_value=0, max_value=999)
    vehicle = forms.IntegerField(label="机动车（辆）", required=False, min_value=0, max_value=999)
    words = forms.CharField(
        label="答复原文",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2}),
        help_text="加密保存",
    )
    answered_on = forms.DateField(label="答复日期")

    def as_found(self) -> dict[str, int]:
        said = self.cleaned_data
        figures = {code: said[code] or 0 for code in ("dwelling", "vehicle")}
        found = {code: figures.get(code, 0) for code in said["found"]}
        return found | {code: number for code, number in figures.items() if number}


class ExplainForm(forms.Form):
    opinion = forms.CharField(
        label="说明和核实情况", max_length=300, widget=forms.Textarea({"rows": 3})
    )
