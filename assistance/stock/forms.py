from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from assistance.stock.models import Clearance, Donation, Goods, Holding, Store
from assistance.stock.permissions import COUNT_STOCK, KEEP_GOODS, TRANSFER_GOODS
from assistance.stock.rules import MOST, Line
from ground.accounts.models import Membership, Organisation, User, below, up_from
from ground.accounts.permissions import roles_holding
from ground.web.fields import KeyField
from ground.web.rows import rows_of


class StoreForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="管理单位", queryset=Organisation.objects.none(), help_text="由哪个单位管理"
    )
    name = forms.CharField(label="名称", max_length=60, help_text="例如：市总工会爱心超市")
    kind = forms.ChoiceField(label="类别", choices=Store.Kind.choices)
    address = forms.CharField(label="地址", max_length=120, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(  # type: ignore[attr-defined]
            user, KEEP_GOODS.code
        )
        self.initial.setdefault("organisation", user.organisation_id)


class GoodsForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="管理单位", queryset=Organisation.objects.none(), help_text="该单位及下级的仓库都可用"
    )
    sku = forms.CharField(label="货号", max_length=20, help_text="本单位自编，例如：MI10")
    barcode = forms.CharField(
        label="条码", max_length=20, required=False, help_text="用扫码枪扫入；没有条码的不填"
    )
    name = forms.CharField(label="品名规格", max_length=60, help_text="例如：大米10公斤")
    category = forms.ChoiceField(label="类别", choices=Goods.Category.choices)
    unit = forms.CharField(label="单位", max_length=8, help_text="发放的最小单位，例如：袋")
    price = forms.CharField(
        label="兑换价（元）", max_length=14, help_text="领取一个单位从爱心卡扣多少"
    )
    is_active = forms.BooleanField(label="在用", required=False, initial=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(  # type: ignore[attr-defined]
            user, KEEP_GOODS.code
        )
        self.initial.setdefault("organisation", user.organisation_id)


class DonationForm(forms.Form):
    key = KeyField()
    donor_kind = forms.ChoiceField(label="捐赠人类别", choices=Donation.Donor.choices)
    donor = forms.CharField(
        label="捐赠人", max_length=80, required=False, help_text="匿名捐赠的不填"
    )
    wish = forms.CharField(
        label="捐赠意愿", max_length=200, required=False, help_text="例如：优先给有孩子上学的家庭"
    )
    on = forms.DateField(label="捐赠日期")
    note = forms.CharField(label="备注", max_length=200, required=False)


class PurchaseForm(forms.Form):
    key = KeyField()
    counterparty = forms.CharField(label="供货单位", max_length=80)
    document_no = forms.CharField(label="发票或单据号", max_length=40)
    on = forms.DateField(label="入库日期")
    note = forms.CharField(label="说明", max_length=200, required=False)


class ArrivalRow(forms.Form):
    goods = forms.ModelChoiceField(label="商品", queryset=Goods.objects.none())
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=MOST)
    unit_value = forms.CharField(label="单价（元）", max_length=14)
    expires_on = forms.DateField(label="保质期至", required=False)

    def __init__(self, *args: Any, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goods"].queryset = goods_of(store)  # type: ignore[attr-defined]


ArrivalRows = rows_of(ArrivalRow, least=3)


def goods_of(store: Store) -> Any:
    """Goods that a store may hold: those of its organisation and of every one above it."""
    above = up_from(store.organisation.path)
    return Goods.objects.filter(organisation__path__in=above, is_active=True)


class LotsForm(forms.Form):
    """A number for each lot. `label` of a field says what it is; what is left empty does not count."""

    def put(self, holdings: Iterable[Holding], *, label: str, full: bool = False) -> None:
        for one in holdings:
            until = f"，保质期至{one.lot.expires_on}" if one.lot.expires_on else ""
            self.fields[f"lot{one.lot_id}"] = forms.IntegerField(
                label=f"{one.goods.name}（批次{one.lot_id}{until}）",
                min_value=0,
                max_value=one.quantity,
                required=False,
                initial=one.quantity if full else None,
                help_text=f"{label} {one.quantity} {one.goods.unit}",
            )

    def lines(self) -> list[Line]:
        return [
            Line(int(name.removeprefix("lot")), number)
            for name, number in self.cleaned_data.items()
            if name.startswith("lot") and number
        ]


class ShelveForm(LotsForm):
    key = KeyField()
    on = forms.DateField(label="上架日期")
    note = forms.CharField(
        label="整理情况", max_length=200, help_text="例如：已清点、整理、消毒，完好"
    )


class SendForm(LotsForm):
    key = KeyField()
    to = forms.ModelChoiceField(label="调入仓库", queryset=Store.objects.none())
    on = forms.DateField(label="调出日期")
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, store: Store, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Store.objects.visible_to(user, TRANSFER_GOODS.code).filter(is_active=True)
        self.fields["to"].queryset = near.exclude(pk=store.pk)  # type: ignore[attr-defined]


class ClearForm(LotsForm):
    key = KeyField()
    kind = forms.ChoiceField(label="处置方式", choices=Clearance.Kind.choices)
    reason = forms.CharField(label="处置原因", max_length=200)
    receiver = forms.CharField(
        label="接收方", max_length=80, required=False, help_text="转赠、变卖须填写"
    )
    proceeds = forms.CharField(
        label="变卖所得（元）", max_length=14, required=False, help_text="只有变卖填写"
    )
    on = forms.DateField(label="提出日期")


class CountersForm(forms.Form):
    counted_with = forms.ModelChoiceField(
        label="监盘人",
        queryset=User.objects.none(),
        help_text="与您一起清点的人；结果由第三人批准",
    )

    def __init__(self, *args: Any, store: Store, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = store.organisation.path
        roles = roles_holding(COUNT_STOCK.code)
        members = Membership.objects.filter(
            below("organisation__path", [path]) | Q(organisation__path__in=up_from(path)),
            role__in=roles,
        )
        self.fields["counted_with"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(pk__in=members.values("user"), is_active=True)
            .exclude(pk=user.pk)
            .order_by("full_name")
        )


class NoteForm(forms.Form):
    note = forms.CharField(
        label="差异说明",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="实盘与账面不一致的须说明原因",
    )
