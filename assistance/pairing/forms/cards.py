"""Contact cards: the people on them, what they promise."""

from typing import Any

from django import forms

from assistance.pairing.forms.names import agencies_of
from assistance.pairing.models import PairingGroup
from assistance.pairing.rules import LONGEST_PROMISES
from ground.accounts.models import Organisation
from ground.web.rows import rows_of


class CardForm(forms.Form):
    promises = forms.CharField(
        label="服务承诺",
        max_length=LONGEST_PROMISES,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="印在卡上，例如：有求必应，3个工作日内答复",
    )
    hotline = forms.CharField(label="服务热线", max_length=40, required=False)


class HolderRow(forms.Form):
    agency = forms.ModelChoiceField(
        label="单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    phone = forms.CharField(label="电话", max_length=40)

    def __init__(self, *args: Any, group: PairingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_of(group)  # type: ignore[attr-defined]


HolderRows = rows_of(HolderRow, least=2)


class ManyCardsForm(CardForm):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
