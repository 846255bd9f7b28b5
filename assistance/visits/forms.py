"""What a visitor types, standing in a workshop with a phone: sensible values first.

The forms draw the page; `visits/record.js` sends what is typed through the API, now or when there is
a network again.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing.forms import NameInput
from assistance.planning.kinds import Need
from assistance.visits import rules
from assistance.visits.models import Visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ground.accounts.models import Organisation

LOOKUP = reverse_lazy("visits:names")
NO_SUGGESTIONS = {"autocomplete": "off"}


class VisitForm(forms.Form):
    kind = forms.ChoiceField(label="走访类型", choices=Visit.Kind.choices, widget=forms.RadioSelect)
    link_point = forms.ChoiceField(label="走访哪里", required=False, widget=forms.RadioSelect)
    link_point_name = forms.CharField(
        label="其他企业或社区",
        max_length=120,
        required=False,
        widget=NameInput(lookup=LOOKUP, suggestions="link-points"),
        help_text="写名称、简称或曾用名；填写后以此为准",
    )
    visited_on = forms.DateField(label="走访日期")
    agency = forms.ChoiceField(label="走访单位")
    visitors = forms.CharField(label="走访人", max_length=200)
    situation = forms.CharField(
        label="了解到的情况",
        widget=forms.Textarea({"rows": 5, "placeholder": "看了什么，听到什么"}),
    )
    steps = forms.MultipleChoiceField(
        label="五个一",
        choices=Visit.Step.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interlocutors = forms.CharField(label="接待人", max_length=200, required=False)
    place = forms.CharField(
        label="走访地点",
        max_length=120,
        required=False,
        widget=forms.TextInput({"placeholder": "例如：气流纺车间"}),
    )
    condolence_cash = forms.CharField(
        label="慰问金（元）",
        required=False,
        max_length=20,
        widget=forms.TextInput(
            {"inputmode": "decimal", "placeholder": "没有就不填", **NO_SUGGESTIONS}
        ),
    )
    signer = forms.CharField(label="签收人", max_length=60, required=False)
    declared = forms.BooleanField(label="签收人已当面确认（不方便手写签名时勾选）", required=False)

    def __init__(
        self,
        *args: Any,
        agencies: "Sequence[Organisation]" = (),
        paired: "Sequence[Organisation]" = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(one.pk, one.name) for one in agencies]  # type: ignore[attr-defined]
        self.fields["link_point"].choices = [(one.pk, one.name) for one in paired]  # type: ignore[attr-defined]


class NeedRow(forms.Form):
    category = forms.ChoiceField(label="类别", choices=Need.choices)
    description = forms.CharField(
        label="诉求",
        max_length=rules.LONGEST_NEED,
        widget=forms.Textarea({"rows": 2, "placeholder": "企业或职工提出了什么"}),
    )


class PromiseRow(forms.Form):
    content = forms.CharField(
        label="承诺事项",
        max_length=rules.LONGEST_PROMISE,
        widget=forms.Textarea({"rows": 2, "placeholder": "答应办什么"}),
    )
    due_on = forms.DateField(label="完成期限")


class GoodsRow(forms.Form):
    name = forms.CharField(
        label="名称", max_length=rules.LONGEST_GOODS, widget=forms.TextInput(NO_SUGGESTIONS)
    )
    quantity = forms.CharField(
        label="数量",
        max_length=12,
        widget=forms.TextInput({"inputmode": "decimal", **NO_SUGGESTIONS}),
    )
    unit = forms.CharField(
        label="单位",
        max_length=rules.LONGEST_UNIT,
        widget=forms.TextInput({"placeholder": "袋、桶、床", **NO_SUGGESTIONS}),
    )
    value = forms.CharField(
        label="总价值（元）",
        max_length=16,
        widget=forms.TextInput({"inputmode": "decimal", **NO_SUGGESTIONS}),
    )


class FamilyRow(forms.Form):
    worker_name = forms.CharField(
        label="职工姓名", max_length=40, widget=forms.TextInput(NO_SUGGESTIONS)
    )
    family_size = forms.IntegerField(
        label="家庭人口",
        initial=1,
        min_value=1,
        max_value=rules.LARGEST_FAMILY,
        widget=forms.NumberInput({"data-blank": "1"}),
    )
    hardship = forms.CharField(
        label="困难情况",
        max_length=300,
        widget=forms.Textarea({"rows": 2, "placeholder": "例如：患病、子女上学、意外"}),
    )
    mobile = forms.CharField(
        label="手机号",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", **NO_SUGGESTIONS}),
    )
    id_no = forms.CharField(
        label="身份证号",
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocapitalize": "characters", **NO_SUGGESTIONS}),
        help_text="加密保存，当场不知道可以不填",
    )


# The sorts of lines on the page: what the API calls them, their heading, what to say, their form.
ROWS = [
    ("needs", "困难与诉求", "没有就不加。登记后转为企业困难问题，由双联办登记交办。", "加一项诉求", NeedRow),
    ("promises", "承诺事项", "没有就不加。登记后成为本单位的帮扶任务，到期提醒。", "加一项承诺", PromiseRow),
    ("goods", "慰问品", "没有就不加。登记后列入帮扶款项，等待编批入账。", "加一样慰问品", GoodsRow),
    ("families", "发现的困难家庭", "没有就不加。登记后自动建立档案，由帮扶干部完善。", "加一户困难家庭", FamilyRow),
]  # fmt: skip
