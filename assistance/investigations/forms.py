"""The fields of a home investigation as they are drawn; `record.js` keeps and sends them."""

from django import forms

from assistance.households.models.codes import Housing
from assistance.investigations.models import HomeInvestigation
from assistance.investigations.rules import LONGEST

NO_FILL = {"autocomplete": "off"}


class SeenForm(forms.Form):
    purpose = forms.ChoiceField(label="用途", choices=HomeInvestigation.Purpose.choices)
    visited_on = forms.DateField(label="调查日期")
    present = forms.CharField(
        label="在场家属",
        max_length=LONGEST["present"],
        widget=forms.TextInput(NO_FILL),
        help_text="例如：户主本人、妻子",
    )
    housing = forms.ChoiceField(
        label="住房", required=False, choices=[("", "没有看"), *Housing.choices]
    )
    floor_area = forms.CharField(
        label="实看面积（平方米）",
        required=False,
        max_length=10,
        widget=forms.TextInput({"inputmode": "decimal", **NO_FILL}),
    )
    housing_note = forms.CharField(
        label="住房和家中情况",
        required=False,
        max_length=LONGEST["housing_note"],
        widget=forms.Textarea({"rows": 3}),
        help_text="加密保存",
    )
    living = forms.ChoiceField(
        label="生活水平", choices=HomeInvestigation.Living.choices, widget=forms.RadioSelect
    )
    conclusion = forms.ChoiceField(
        label="调查结论", choices=HomeInvestigation.Conclusion.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label="调查意见",
        required=False,
        max_length=LONGEST["remark"],
        widget=forms.Textarea({"rows": 3}),
        help_text="基本属实、不符的要写明；加密保存",
    )
    on_paper = forms.BooleanField(label="已在纸质入户调查表上签字（请拍照附上）", required=False)
