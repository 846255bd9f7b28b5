from typing import Any, cast

from django import forms

from assistance.funds.models import FundSource
from campaigns import kinds
from campaigns.permissions import PLAN_CAMPAIGN
from ground.accounts.models import Organisation, User
from ground.kernel import clock

AMOUNT = {"inputmode": "decimal", "class": "sl-num-input"}
ORGANISERS = (Organisation.Kind.LINK_OFFICE, Organisation.Kind.UNION)


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label="类型", choices=kinds.choices)
    name = forms.CharField(label="活动名称", max_length=80)
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100)
    theme = forms.CharField(label="主题", max_length=120, required=False)
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label="主办单位")
    source = forms.ModelChoiceField(
        FundSource.objects.none(), label="资金来源", help_text="活动的每笔款项从这里支出"
    )
    starts_on = forms.DateField(label="开始日期", widget=forms.DateInput)
    ends_on = forms.DateField(label="结束日期", widget=forms.DateInput)
    budget = forms.CharField(
        label="预算（元）",
        max_length=20,
        widget=forms.TextInput(AMOUNT),
        help_text="安排的金额合计不能超过预算",
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year
        organisers = Organisation.objects.visible_to(user, PLAN_CAMPAIGN.code)
        cast(
            "forms.ModelChoiceField[Organisation]", self.fields["organiser"]
        ).queryset = organisers.filter(kind__in=ORGANISERS, is_active=True)
        cast(
            "forms.ModelChoiceField[FundSource]", self.fields["source"]
        ).queryset = FundSource.objects.visible_to(user, PLAN_CAMPAIGN.code)


class FindForm(forms.Form):
    """Sent by POST: a name does not belong into an address."""

    asked = forms.CharField(
        label="档案编号或户主姓名",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="只列出在档、且还不在本活动名单中的家庭",
    )


class TargetForm(forms.Form):
    amount = forms.CharField(label="金额（元）", max_length=20, widget=forms.TextInput(AMOUNT))
    given_on = forms.DateField(label="发放日期", widget=forms.DateInput)
    reason = forms.CharField(label="事由", max_length=120)
