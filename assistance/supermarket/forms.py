from typing import Any

from django import forms

from assistance.stock.models import Goods
from assistance.supermarket.models import CardKind, Difference, Span
from assistance.supermarket.permissions import KEEP_CARDS, KEEP_RULES
from assistance.supermarket.rules import DECISIONS
from ground.accounts.models import Organisation, User


def _organisations(user: User, permission: str) -> Any:
    return Organisation.objects.visible_to(user, permission)


class CardsForm(forms.Form):
    """One family by the number of its file, or all of a unit."""

    organisation = forms.ModelChoiceField(
        label="发卡单位",
        queryset=Organisation.objects.none(),
        help_text="在该单位及下级的超市都能用",
    )
    file_no = forms.CharField(
        label="档案编号", max_length=20, required=False, help_text="给一户发卡时填写"
    )
    unit = forms.ModelChoiceField(
        label="或给这个单位的全部在档家庭",
        queryset=Organisation.objects.none(),
        required=False,
        help_text="含下级单位；已有卡的不重复发",
    )
    kind = forms.ChoiceField(label="卡种", choices=CardKind.choices)
    valid_from = forms.DateField(label="有效期自")
    valid_to = forms.DateField(label="有效期至")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = _organisations(user, KEEP_CARDS.code)
        for name in ("organisation", "unit"):
            self.fields[name].queryset = near  # type: ignore[attr-defined]
        self.initial.setdefault("organisation", user.organisation_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("file_no")) == bool(cleaned.get("unit")):
            self.add_error("file_no", "请填写档案编号，或选择单位，二选一")
        return cleaned


class CardRuleForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="适用单位", queryset=Organisation.objects.none(), help_text="该单位及其下级的超市"
    )
    kind = forms.ChoiceField(label="卡种", choices=CardKind.choices)
    face_value = forms.CharField(label="每期额度（元）", max_length=14)
    span = forms.ChoiceField(label="期", choices=Span.choices)
    carries = forms.BooleanField(label="结余转入下期", required=False)
    per_visit = forms.CharField(
        label="每次最多（元）", max_length=14, required=False, help_text="不填表示不限"
    )
    visits = forms.IntegerField(
        label="每月最多次数", min_value=1, max_value=99, required=False, help_text="不填表示不限"
    )
    valid_from = forms.DateField(label="起用日期", help_text="从这一天起按新的额度；以前的不变")
    reason = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = _organisations(  # type: ignore[attr-defined]
            user, KEEP_RULES.code
        )
        self.initial.setdefault("organisation", user.organisation_id)


class ItemLimitForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="适用单位", queryset=Organisation.objects.none(), help_text="该单位及其下级的超市"
    )
    goods = forms.ModelChoiceField(label="商品", queryset=Goods.objects.none())
    most = forms.IntegerField(
        label="每户最多数量", min_value=0, max_value=9999, help_text="填0表示取消限量"
    )
    span = forms.ChoiceField(label="期", choices=Span.choices)
    valid_from = forms.DateField(label="起用日期")
    reason = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = _organisations(user, KEEP_RULES.code)
        self.fields["organisation"].queryset = near  # type: ignore[attr-defined]
        self.fields["goods"].queryset = Goods.objects.visible_to(  # type: ignore[attr-defined]
            user, KEEP_RULES.code
        ).filter(is_active=True)
        self.initial.setdefault("organisation", user.organisation_id)


class SettleForm(forms.Form):
    decision = forms.ChoiceField(label="处理方式")
    reason = forms.CharField(
        label="处理说明", max_length=200, widget=forms.Textarea({"rows": 2}), help_text="查明的情况"
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Difference.Decision.choices)
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (one, labels[one]) for one in DECISIONS[kind]
        ]
