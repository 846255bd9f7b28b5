from typing import Any

from django import forms

from assistance.aid.models import AidType
from assistance.aid.permissions import MAKE_BATCH
from assistance.funds import queries as funds
from assistance.funds.models import FundSource
from ground.accounts.models import Organisation, User
from ground.kernel.money import shown


class PlannedFilterForm(forms.Form):
    """Which planned payments: read from the address, or carried along with the batch."""

    aid_type = forms.ChoiceField(
        label="帮扶类别", choices=[("", "全部"), *AidType.choices], required=False
    )
    link_point = forms.ModelChoiceField(
        label="双联点或单位",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="全部",
    )
    given_from = forms.DateField(label="发放日期从", required=False)
    given_to = forms.DateField(label="至", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["link_point"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
        field.queryset = (
            Organisation.objects.visible_to(user, MAKE_BATCH.code)
            .filter(payments__state="planned")
            .distinct()
        )


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Fund sources, each with what is still available."""

    balances: dict[int, funds.Balances] = {}

    def label_from_instance(self, obj: FundSource) -> str:
        left = self.balances.get(obj.pk, funds.Balances()).available
        return f"{obj}　可用 {shown(left)} 元"


class BatchForm(forms.Form):
    """Name and money of a batch. `number` and `amount` say what the person saw when deciding."""

    name = forms.CharField(
        label="批次名称", max_length=80, help_text="例如：2008年春节送温暖第一批"
    )
    source = SourceField(label="资金来源", queryset=FundSource.objects.none(), empty_label="请选择")
    number = forms.IntegerField(widget=forms.HiddenInput)
    amount = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, SourceField)  # noqa: S101 -- tells the type checker
        field.queryset = FundSource.objects.visible_to(user, MAKE_BATCH.code)
        field.balances = funds.balances_by_source(field.queryset)


class PlanForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)  # sent twice, planned once
    file_no = forms.CharField(label="档案编号", max_length=20, help_text="须为在档的困难职工家庭")
    aid_type = forms.ChoiceField(label="帮扶类别", choices=AidType.choices)
    amount = forms.CharField(label="金额（元）", max_length=20, help_text="例如：1000 或 800.50")
    given_on = forms.DateField(label="发放日期")
    reason = forms.CharField(label="事由", max_length=120, help_text="例如：端午节前生活救助")
