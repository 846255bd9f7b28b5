from typing import Any

from django import forms

from assistance.funds.kinds import aid_types
from assistance.funds.models import FundSource
from assistance.funds.permissions import KEEP_LIMITS, RECEIVE_MONEY
from assistance.funds.queries import TIERS
from assistance.funds.rules import KEEPERS
from ground.accounts.models import Organisation, User, below
from ground.kernel import clock
from ground.web.fields import CHOOSE, AgainMixin, KeyField
from ground.web.uploads import FilesField


class LimitsMixin(forms.Form):
    """What money may pay. Nothing ticked: everything."""

    tiers = forms.MultipleChoiceField(
        label="限用于哪些建档标准",
        choices=list(TIERS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不勾选表示不限",
    )
    aid_types = forms.MultipleChoiceField(
        label="限用于哪些救助类别",
        choices=aid_types,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不勾选表示不限",
    )


class SourceForm(LimitsMixin, forms.Form):
    organisation = forms.ModelChoiceField(
        label="管理单位", queryset=Organisation.objects.none(), help_text="资金由哪个单位管理和支出"
    )
    kind = forms.ChoiceField(label="资金来源", choices=[CHOOSE, *FundSource.Kind.choices])
    name = forms.CharField(label="资金名称", max_length=80, help_text="例如：送温暖专项资金")
    year = forms.IntegerField(label="年度")
    document_no = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="下达文件的文号，例如：常工发〔2008〕1号",
    )

    donor = forms.CharField(
        label="捐赠人", max_length=80, required=False, help_text="只用于社会捐助；不填表示匿名"
    )
    wish = forms.CharField(
        label="捐赠意愿",
        max_length=300,
        required=False,
        help_text="定向捐赠的用途，随资金下达、结转一直保留",
    )
    papers = FilesField(label="文件", required=False)
    field_order = (
        "organisation",
        "kind",
        "name",
        "year",
        "document_no",
        "donor",
        "wish",
        "tiers",
        "aid_types",
        "papers",
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
        field.queryset = Organisation.objects.visible_to(user, RECEIVE_MONEY.code).filter(
            kind__in=KEEPERS, is_active=True
        )
        self.initial.setdefault("organisation", user.organisation_id)
        self.initial.setdefault("year", clock.today().year)


class ReceiptForm(AgainMixin):
    key = KeyField()  # sent twice, booked once
    amount = forms.CharField(
        label="到账金额（元）", max_length=20, help_text="例如：30000 或 1200.50"
    )
    on = forms.DateField(label="到账日期", widget=forms.DateInput)
    summary = forms.CharField(
        label="摘要", max_length=120, help_text="例如：2008年送温暖专项资金到账"
    )


class AllocationForm(AgainMixin):
    key = KeyField()  # sent twice, passed down once
    to = forms.ModelChoiceField(label="接收单位", queryset=Organisation.objects.none())
    amount = forms.CharField(label="金额（元）", max_length=20, help_text="例如：30000 或 1200.50")
    purpose = forms.CharField(label="用途", max_length=100, help_text="例如：2008年生活救助")
    document_no = forms.CharField(label="文号", max_length=60, required=False)
    on = forms.DateField(label="下达日期")

    def __init__(self, *args: Any, source: FundSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        giver = source.organisation
        self.fields["to"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(
                below("path", [giver.path]), kind__in=KEEPERS, is_active=True
            ).exclude(pk=giver.pk)
        )


class ReceivedForm(forms.Form):
    """The money of an allocation has come."""

    on = forms.DateField(label="到账日期")
    name = forms.CharField(
        label="资金名称",
        max_length=80,
        required=False,
        help_text="在本单位账簿中的名称。不填沿用上级的名称；已有同名的资金时，后面加“（下达）”",
    )


class ReturnForm(AgainMixin):
    key = KeyField()
    amount = forms.CharField(label="缴回金额（元）", max_length=20)
    why = forms.CharField(label="缴回原因", max_length=100, help_text="例如：项目结束，结余缴回")
    on = forms.DateField(label="缴回日期")


class DayForm(forms.Form):
    on = forms.DateField(label="收到日期")


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea({"rows": 3}))


class CarryForm(forms.Form):
    """What was seen is what is carried: the total of the preview comes back with it."""

    key = KeyField()
    total = forms.CharField(widget=forms.HiddenInput, max_length=20)


class LimitForm(LimitsMixin, forms.Form):
    valid_from = forms.DateField(label="起用日期", help_text="从这一天起按新的范围；以前的不变")
    reason = forms.CharField(label="依据", max_length=200, help_text="文件名称、文号或决定")


class KindLimitForm(LimitForm):
    organisation = forms.ModelChoiceField(
        label="适用单位", queryset=Organisation.objects.none(), help_text="该单位及其下级"
    )
    kind = forms.ChoiceField(label="资金来源", choices=[CHOOSE, *FundSource.Kind.choices])
    field_order = ("organisation", "kind", "tiers", "aid_types", "valid_from", "reason")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.visible_to(user, KEEP_LIMITS.code).filter(kind__in=KEEPERS)
        )
        self.initial.setdefault("organisation", user.organisation_id)


class PapersForm(forms.Form):
    papers = FilesField(label="文件")
