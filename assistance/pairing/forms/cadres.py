"""Cadres: added, corrected, leaving."""

from typing import TYPE_CHECKING, Any

from django import forms

from assistance.pairing.forms.names import CadreChoice
from assistance.pairing.models import Cadre
from ground.accounts.models import Organisation, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class CadreForm(forms.Form):
    """What can be corrected later: name, post, telephone, account."""

    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    mobile = forms.CharField(
        label="手机号",
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        help_text="印在联系卡上；列表中隐去中间四位",
    )
    user = forms.ModelChoiceField(
        label="登录账号", queryset=User.objects.none(), required=False, empty_label="没有账号"
    )

    def __init__(self, *args: Any, accounts: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = accounts  # type: ignore[attr-defined]


class NewCadreForm(CadreForm):
    agency = forms.ModelChoiceField(
        label="所在单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    joined_on = forms.DateField(label="参联日期")

    field_order = ["agency", "name", "post", "mobile", "joined_on", "user"]

    def __init__(self, *args: Any, agencies: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    on = forms.DateField(label="离任日期")
    reason = forms.CharField(
        label="离任原因", max_length=200, required=False, help_text="例如：调离、退休、轮岗"
    )
    successor = CadreChoice(
        label="接替干部",
        queryset=Cadre.objects.none(),
        required=False,
        empty_label="无须接替",
        help_text="名下有结对家庭的，必须选择接替干部；未完成的任务一并转交",
    )

    def __init__(self, *args: Any, colleagues: "QuerySet[Cadre]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]
