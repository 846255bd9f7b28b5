from django import forms

from assistance.funds.models import FundSource
from assistance.funds.permissions import RECEIVE_MONEY
from ground.accounts.models import Organisation, User
from ground.kernel import clock


class SourceForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="管理单位", queryset=Organisation.objects.none(), help_text="资金由哪个单位管理和支出"
    )
    kind = forms.ChoiceField(label="资金来源", choices=FundSource.Kind.choices)
    name = forms.CharField(label="资金名称", max_length=80, help_text="例如：送温暖专项资金")
    year = forms.IntegerField(label="年度")
    document_no = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="下达文件的文号，例如：常工发〔2008〕1号",
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
        field.queryset = Organisation.objects.visible_to(user, RECEIVE_MONEY.code)
        self.initial.setdefault("organisation", user.organisation_id)
        self.initial.setdefault("year", clock.today().year)


class ReceiptForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)  # sent twice, booked once
    amount = forms.CharField(
        label="到账金额（元）", max_length=20, help_text="例如：30000 或 1200.50"
    )
    on = forms.DateField(label="到账日期", widget=forms.DateInput)
    summary = forms.CharField(
        label="摘要", max_length=120, help_text="例如：2008年送温暖专项资金到账"
    )
