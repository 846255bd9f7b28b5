from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from assistance.aid import queries
from assistance.aid.models import AidType, Payment, PaymentQuerySet
from assistance.aid.permissions import MAKE_BATCH, SET_RULES
from assistance.funds import queries as funds
from assistance.funds.choosing import SourceField
from assistance.funds.models import FundSource
from assistance.households.models import Member
from ground.accounts.models import Organisation, User
from ground.kernel.identifiers import masked_name
from ground.kernel.money import shown
from ground.web.fields import CHOOSE, AgainMixin, KeyField


class PaymentFilterForm(forms.Form):
    """Which of some payments: read from the address, or carried along with what is done to them."""

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

    def __init__(self, *args: Any, payments: PaymentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["link_point"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
        here = payments.order_by().filter(link_point=OuterRef("pk"))
        field.queryset = Organisation.objects.filter(Exists(here))


class TakeOutForm(PaymentFilterForm):
    only_problems = forms.BooleanField(label="只选核对有问题的", required=False)


class SeenForm(forms.Form):
    """How many payments and how much the person saw when deciding."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    amount = forms.CharField(widget=forms.HiddenInput)

    def saw(self, totals: queries.Totals) -> bool:
        """Whether it is still so; valid forms only."""
        try:
            same = Decimal(self.cleaned_data["amount"]) == totals.amount
        except InvalidOperation:
            return False
        return same and self.cleaned_data["number"] == totals.number


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(label="发放方式", choices=Payment.Channel.choices)


class LeftField(SourceField):
    """Fund sources, each with its unit and what is still available."""

    balances: dict[int, funds.Balances] = {}

    def label_from_instance(self, obj: FundSource) -> str:
        left = self.balances.get(obj.pk, funds.Balances()).available
        return f"{super().label_from_instance(obj)}　可用 {shown(left)} 元"


class BatchForm(SeenForm):
    """Name and money of a batch."""

    name = forms.CharField(
        label="批次名称", max_length=80, help_text="例如：2008年春节送温暖第一批"
    )
    source = LeftField(label="资金来源", queryset=FundSource.objects.none(), empty_label="请选择")
    channel = forms.ChoiceField(
        label="发放方式",
        choices=[("", "按各笔款项原定方式"), *Payment.Channel.choices],
        required=False,
        help_text="银行发放按档案中的银行卡锁定账户，爱心卡充值按各户的爱心卡；卡有问题的会逐户列出",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, LeftField)  # noqa: S101 -- tells the type checker
        visible = FundSource.objects.visible_to(user, MAKE_BATCH.code)
        field.queryset = visible.select_related("organisation")
        field.balances = funds.balances_by_source(field.queryset)


class PlanForm(forms.Form):
    key = KeyField()  # sent twice, planned once
    file_no = forms.CharField(label="档案编号", max_length=20, help_text="须为在档的困难职工家庭")
    aid_type = forms.ChoiceField(label="帮扶类别", choices=AidType.choices)
    amount = forms.CharField(label="金额（元）", max_length=20, help_text="例如：1000 或 800.50")
    given_on = forms.DateField(label="发放日期")
    reason = forms.CharField(label="事由", max_length=120, help_text="例如：端午节前生活救助")


class PayeeForm(forms.Form):
    """Which member of the family collects a payment, and why. Names are masked."""

    member = forms.ChoiceField(label="收款人")
    reason = forms.CharField(
        label="代领原因", max_length=120, help_text="例如：户主住院，由配偶代领"
    )

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [CHOOSE] + [
            (str(one.pk), f"{masked_name(one.name)}（{one.get_relation_display()}）")
            for one in members
        ]


class NoticeForm(forms.Form):
    place = forms.CharField(label="公示地点", max_length=80, help_text="例如：厂务公开栏")
    starts_on = forms.DateField(label="公示起")
    ends_on = forms.DateField(label="公示止")


class RecoveryForm(AgainMixin):
    amount = forms.CharField(label="追回金额（元）", max_length=20)
    on = forms.DateField(label="追回日期")
    reason = forms.CharField(label="追回原因", max_length=200)
    in_cash = forms.BooleanField(
        label="家庭退回的是现金", required=False, help_text="不勾选的，从爱心卡的充值余额中扣回"
    )

    def __init__(self, *args: Any, on_card: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not on_card:
            del self.fields["in_cash"]


class RuleForm(forms.Form):
    """A dated rule of an organisation that this person may set rules for."""

    organisation = forms.ModelChoiceField(
        label="单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    valid_from = forms.DateField(label="自哪天起")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
        field.queryset = Organisation.objects.visible_to(user, SET_RULES.code).filter(
            Exists(FundSource.objects.filter(organisation=OuterRef("pk")))
        )


class LevelForm(RuleForm):
    label = forms.CharField(label="审批环节", max_length=40, help_text="例如：主席办公会")
    above = forms.CharField(
        label="超过金额（元）", max_length=20, help_text="超过才需要：10000 表示 10,000.01 元起"
    )
    is_needed = forms.BooleanField(label="需要这一环节", required=False, initial=True)


class NoticeRuleForm(RuleForm):
    aid_type = forms.ChoiceField(label="帮扶类别", choices=AidType.choices)
    days = forms.IntegerField(
        label="公示工作日", min_value=0, max_value=60, help_text="0 表示不公示"
    )
