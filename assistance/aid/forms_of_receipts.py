from typing import Any

from django import forms

from assistance.aid.models import Batch, Payment, ReceiptPaper
from assistance.aid.queries import channels_of
from assistance.aid.rules.receipts import Hands, Proxy
from assistance.aid.services import Said
from ground.web.uploads import FilesField

Kind = ReceiptPaper.Kind
PROXY = ("proxy_name", "proxy_relation", "proxy_id_no", "proxy_reason")


class PaperForm(forms.Form):
    """A paper with the rows that it covers. A bank's slip needs nobody's hands."""

    kind = forms.ChoiceField(label="回执种类")
    pages = FilesField(label="照片或文件", help_text="签领表拍清楚每一行；一份有几页的，一起上传")
    signed_on = forms.DateField(label="签收日期")
    handed_by = forms.CharField(label="经办人", max_length=40, required=False)
    witness = forms.CharField(label="证明人", max_length=40, required=False)
    signer = forms.CharField(
        label="单位代表签收人",
        max_length=40,
        required=False,
        help_text="没有列明家庭、由单位统一签收的款项填写",
    )
    is_proxy = forms.BooleanField(
        label="勾选的各户由同一人代领", required=False, help_text="代领的另行登记，一人一次"
    )
    proxy_name = forms.CharField(label="代领人姓名", max_length=40, required=False)
    proxy_relation = forms.CharField(label="与收款人关系", max_length=20, required=False)
    proxy_id_no = forms.CharField(
        label="代领人身份证号", max_length=24, required=False, help_text="加密保存，登记后不再显示"
    )
    proxy_reason = forms.CharField(label="代领原因", max_length=120, required=False)
    payments = forms.TypedMultipleChoiceField(label="覆盖的款项", coerce=int)

    def __init__(
        self, *args: Any, batch: Batch, among: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [Kind.SLIP] if batch.way == Batch.Way.BANK else [Kind.LIST]
        if batch.way == Batch.Way.HAND and channels_of(batch) == {Payment.Channel.GOODS_SIGNED}:
            kinds.append(Kind.GOODS)
        for name, choices in (
            ("kind", [(one.value, one.label) for one in kinds]),
            ("payments", among),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
            field.choices = choices
        if batch.way == Batch.Way.BANK:
            for name in ("handed_by", "witness", "signer", "is_proxy", *PROXY):
                del self.fields[name]

    def said(self) -> Said:
        told = self.cleaned_data
        proxy = None
        if told.get("is_proxy"):
            proxy = Proxy(*(told[name] for name in PROXY))
        return Said(
            signed_on=told["signed_on"],
            hands=Hands(told.get("handed_by", ""), told.get("witness", "")),
            proxy=proxy,
            signer=told.get("signer", ""),
        )


class ArchiveForm(forms.Form):
    """Why a batch is put away with receipts missing; nothing where none are."""

    reason = forms.CharField(
        label="缺回执归档的原因",
        max_length=200,
        help_text="例如：该户已迁往外地，联系不上，已报主席办公会备案",
    )

    def __init__(self, *args: Any, missing: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["reason"]
