"""What is typed while a campaign is decided and ended."""

from typing import Any

from django import forms

from assistance.aid.models import Payment
from campaigns.forms.planning import near_units_of, offer
from campaigns.models import Campaign
from ground.accounts.models import Organisation


class NoticeForm(forms.Form):
    place = forms.CharField(label="公示地点", max_length=80)
    starts_on = forms.DateField(label="公示开始", widget=forms.DateInput)
    ends_on = forms.DateField(label="公示截止", widget=forms.DateInput)


class NoticeSheetForm(forms.Form):
    """Of which unit the list is printed."""

    unit = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", required=False, empty_label="全部单位"
    )

    def __init__(self, campaign: Campaign, typed: Any = None) -> None:
        super().__init__(typed)
        offer(self, "unit", near_units_of(campaign))


class ExecuteForm(forms.Form):
    given_on = forms.DateField(label="发放日期", widget=forms.DateInput)
    reason = forms.CharField(label="事由", max_length=120)
    channel = forms.ChoiceField(label="发放方式", choices=Payment.Channel.choices)


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label="总结",
        max_length=5000,
        widget=forms.Textarea,
        help_text="做法、成效、典型事例、问题和建议。数字由系统统计，不用重复填写",
    )
