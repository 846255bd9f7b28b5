"""What people type about a family. Sealed values are never shown: an empty input keeps them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from assistance.criteria.models import RuleSet
from assistance.households.models import FamilyPair
from assistance.households.permissions import KEEP_FILES
from assistance.pairing.models import Cadre
from assistance.visits.models import Visit
from assistance.visits.rules import Promised
from ground.accounts.models import Organisation, User
from ground.kernel.identifiers import masked_name
from ground.kernel.searching import ASKED_LONGEST
from ground.web.fields import KeyField

NO_FILL = {"autocomplete": "off"}


class OpenForm(forms.Form):
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="所在单位")
    holder_name = forms.CharField(
        label="户主姓名",
        max_length=40,
        widget=forms.TextInput(NO_FILL),
        help_text="家庭里的困难职工本人；一户一档",
    )
    id_no = forms.CharField(
        label="身份证号",
        max_length=20,
        required=False,
        widget=forms.TextInput(NO_FILL),
        help_text="可以后补，提交前必填；用于查重，保存后只显示首3位和末4位",
    )
    mobile = forms.CharField(
        label="联系电话", max_length=20, required=False, widget=forms.TextInput(NO_FILL)
    )
    address = forms.CharField(
        label="家庭住址", max_length=200, required=False, widget=forms.TextInput(NO_FILL)
    )
    situation = forms.CharField(
        label="家庭情况", max_length=2000, required=False, widget=forms.Textarea
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organisation.objects.visible_to(user, KEEP_FILES.code).filter(is_active=True)
        cast("forms.ModelChoiceField[Organisation]", self.fields["unit"]).queryset = units


class NothingForm(forms.Form):
    """For a step that asks for nothing but the decision."""


class OpinionForm(forms.Form):
    opinion = forms.CharField(
        label="意见", required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )


class ApprovalForm(OpinionForm):
    """With what is open about the family, if anything, to be considered."""

    considered = forms.BooleanField(label="已考虑", required=False)

    def __init__(self, *args: Any, concerns: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if concerns:
            told = "；".join(concerns)
            self.fields["considered"].help_text = f"{told}。仍然批准的，勾选并在意见中写明理由"
        else:
            del self.fields["considered"]


class AgreedForm(forms.Form):
    opinion = forms.CharField(label="意见", max_length=300, widget=forms.Textarea({"rows": 2}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 2}))


class FindForm(forms.Form):
    """Find a person's file. Sent by POST: names and numbers do not belong into an address."""

    asked = forms.CharField(
        label="姓名、拼音、手机号、身份证号或档案编号",
        required=False,
        max_length=ASKED_LONGEST,
        widget=forms.TextInput(NO_FILL),
        help_text="家庭任一成员的均可：姓名（两个字以上）、全拼或首字母（如 zxm）、手机号或后四位、"
        "身份证号或后四位；可以连用，如“王 5678”",
    )


class CadreField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A cadre among those offered, by agency and name."""

    def label_from_instance(self, cadre: Any) -> str:
        return f"{cadre.agency} {cadre.name}" + (f"（{cadre.post}）" if cadre.post else "")


class HelperForm(forms.Form):
    cadre = CadreField(label="结对干部", queryset=Cadre.objects.none(), empty_label="请选择")
    from_on = forms.DateField(label="结对日期")

    def __init__(self, cadres: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cadre"].queryset = cadres  # type: ignore[attr-defined]


class ReplaceHelperForm(HelperForm):
    from_on = None  # type: ignore[assignment]
    on = forms.DateField(label="自何日起接替")
    reason = forms.CharField(
        label="变动原因", max_length=200, help_text="例如：调离、退休、家庭要求更换"
    )


class HomeVisitForm(forms.Form):
    key = KeyField()
    visited_on = forms.DateField(label="走访日期")
    kind = forms.ChoiceField(
        label="走访类型",
        choices=[
            (Visit.Kind.ROUTINE, Visit.Kind.ROUTINE.label),
            (Visit.Kind.CONDOLENCE, Visit.Kind.CONDOLENCE.label),
        ],
        widget=forms.RadioSelect,
    )
    visitors = forms.CharField(label="走访人", max_length=200)
    situation = forms.CharField(
        label="走访情况",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="各单位都能看到，请不要写姓名、病情和家庭住址",
    )
    note = forms.CharField(
        label="家庭情况",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="加密保存，只有帮扶干部和本单位看得到",
    )
    condolence_cash = forms.CharField(
        label="慰问金（元）",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    promise = forms.CharField(
        label="承诺事项",
        required=False,
        max_length=300,
        help_text="登记后成为本单位的帮扶任务；各单位都能看到，请不要写姓名和病情",
    )
    promise_due_on = forms.DateField(label="完成期限", required=False)
    also = forms.ModelMultipleChoiceField(
        label="同一次走访还去了",
        queryset=FamilyPair.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, others: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[FamilyPair]", self.fields["also"])
        field.queryset = others
        field.label_from_instance = (  # type: ignore[method-assign]
            lambda obj: f"{masked_name(vars(obj)['holder_name'] or '')}家庭（{obj.cadre.name}）"
        )
        if not others:
            del self.fields["also"]

    def clean_condolence_cash(self) -> str:
        return self.cleaned_data["condolence_cash"] or "0"

    def clean(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        content, due_on = typed.pop("promise", ""), typed.pop("promise_due_on", None)
        if bool(content) != bool(due_on) and not self.errors:
            missing, said = (
                ("promise_due_on", "请填写完成期限") if content else ("promise", "请填写承诺事项")
            )
            self.add_error(missing, said)
        return typed | {"promises": [Promised(content, due_on)] if content and due_on else []}


class WhatIfForm(forms.Form):
    ruleset = forms.ModelChoiceField(
        label="标准",
        queryset=RuleSet.objects.none(),
        empty_label="请选择",
        help_text="草稿或已发布的标准；测算本单位范围内全部在档的，以及已退出、未通过的档案",
    )

    def __init__(self, *args: Any, among: QuerySet[RuleSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ruleset"]
        field.queryset = among  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.area} {one} · 自{one.valid_from}起"  # type: ignore[attr-defined]
