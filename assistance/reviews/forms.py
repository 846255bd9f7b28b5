"""What people type about reviews and proposals."""

from typing import Any, cast

from django import forms

from assistance.households.models import HardshipFile
from assistance.reviews import rules
from assistance.reviews.models import Proposal, Review, ReviewRound, UnfiledFamily
from assistance.reviews.permissions import KEEP_REVIEWS
from assistance.reviews.queries import reviewers_for
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.web.fields import CHOOSE

TEXT = forms.Textarea({"rows": 3})
NO_FILL = {"autocomplete": "off"}


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A person among those offered, with their office."""

    def label_from_instance(self, person: Any) -> str:
        return f"{person.full_name}（{person.organisation}）"


class OpenReviewForm(forms.Form):
    due_on = forms.DateField(label="期限", help_text="这一天以前完成复核")

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < clock.today():
            raise forms.ValidationError("期限不能早于今天")
        return due_on


class AssignForm(forms.Form):
    reviewer = PersonField(User.objects.none(), label="复核人", empty_label="请选择")

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one.pk for one in reviewers_for(organisation, KEEP_REVIEWS)]
        _offer(self, people)


class AssignManyForm(forms.Form):
    reviewer = PersonField(User.objects.none(), label="复核人", empty_label="请选择")

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        people = User.objects.visible_to(user, KEEP_REVIEWS.code)
        held = people.filter(is_active=True, memberships__role__in=KEEP_REVIEWS.roles)
        _offer(self, held.values("pk"))


class ProposeManyForm(forms.Form):
    cause = forms.ChoiceField(
        label="原因类别",
        choices=[CHOOSE, *(one for one in Proposal.Cause.choices if one[0] != "changed")],
        help_text="“已脱困”提出脱困退档，其他原因提出注销",
    )
    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=TEXT,
        help_text="对这些家庭都适用的原因；不写姓名和号码",
    )


class AcknowledgeManyForm(forms.Form):
    """Asks for nothing but the decision."""


class ReturnManyForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=TEXT)


class ReviewForm(forms.Form):
    way = forms.ChoiceField(label="方式", choices=[CHOOSE, *Review.Way.choices])
    done_on = forms.DateField(label="复核日期")
    result = forms.ChoiceField(label="结果")
    category = forms.ChoiceField(
        label="应属类别",
        required=False,
        choices=[("", "不调整"), *HardshipFile.Category.choices],
        help_text="结果为“调整类别或标准”时，两项至少选一项",
    )
    tier = forms.ChoiceField(
        label="应属标准", required=False, choices=[("", "不调整"), *HardshipFile.Tier.choices]
    )
    cause = forms.ChoiceField(
        label="注销原因",
        required=False,
        choices=[
            ("", "不注销"),
            *(one for one in Proposal.Cause.choices if one[0] in rules.CAUSES["cancel"]),
        ],
        help_text="结果为“应注销”时填写",
    )
    finding = forms.CharField(
        label="复核情况",
        required=False,
        max_length=2000,
        widget=TEXT,
        help_text="看到、问到、核对到什么；加密保存",
    )

    def __init__(self, among: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        results = [(one, Review.Result(one).label) for one in rules.RESULTS[among]]
        cast("forms.ChoiceField", self.fields["result"]).choices = [CHOOSE, *results]
        if among != ReviewRound.Among.ACTIVE:
            del self.fields["category"], self.fields["tier"], self.fields["cause"]


class DrawForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="范围")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    among = forms.ChoiceField(label="对象", choices=ReviewRound.Among.choices)
    strata = forms.ChoiceField(label="分层", required=False, choices=ReviewRound.Strata.choices)
    share = forms.DecimalField(
        label="比例（%）", required=False, help_text="每层按比例抽取，不足一户的算一户"
    )
    number = forms.IntegerField(
        label="户数", required=False, help_text="与比例填一项；按各层户数分配"
    )
    seed = forms.CharField(
        label="随机种子",
        max_length=40,
        widget=forms.TextInput(NO_FILL),
        help_text="当众抽取的一组数字；同样的种子、同样的档案抽出同样的家庭",
    )
    due_on = forms.DateField(label="期限")

    def __init__(self, user: User, permission: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        offices = Organisation.objects.visible_to(user, permission)
        field.queryset = offices.filter(
            is_active=True, kind__in=[Organisation.Kind.UNION, Organisation.Kind.LINK_OFFICE]
        )


class ProposeForm(forms.Form):
    kind = forms.ChoiceField(label="事项", choices=[CHOOSE, *Proposal.Kind.choices])
    cause = forms.ChoiceField(label="原因类别", choices=[CHOOSE, *Proposal.Cause.choices])
    category = forms.ChoiceField(
        label="困难类别调整为",
        required=False,
        choices=[("", "不调整"), *HardshipFile.Category.choices],
        help_text="事项为“类别调整”时，两项至少选一项",
    )
    tier = forms.ChoiceField(
        label="建档标准调整为",
        required=False,
        choices=[("", "不调整"), *HardshipFile.Tier.choices],
        help_text="决定可以使用哪一级资金",
    )
    reason = forms.CharField(
        label="原因", max_length=200, widget=TEXT, help_text="不写身份证号、电话和住址"
    )


class InformForm(forms.Form):
    informed_on = forms.DateField(label="告知日期")
    way = forms.ChoiceField(label="告知方式", choices=[CHOOSE, *Proposal.Informed.choices])
    objection = forms.CharField(
        label="家庭的异议",
        required=False,
        max_length=1000,
        widget=TEXT,
        help_text="没有异议留空；加密保存",
    )


class DecideForm(forms.Form):
    accept = forms.ChoiceField(
        label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect
    )
    decision = forms.CharField(
        label="审批意见",
        required=False,
        max_length=200,
        widget=TEXT,
        help_text="不同意，或家庭有异议时必填",
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="撤回原因", max_length=200, widget=TEXT)


class UnfiledForm(forms.Form):
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="所在单位或社区")
    found_on = forms.DateField(label="发现日期")
    source = forms.ChoiceField(label="来源", choices=[CHOOSE, *UnfiledFamily.Source.choices])
    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(NO_FILL))
    note = forms.CharField(label="家庭情况", required=False, max_length=1000, widget=TEXT)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organisation.objects.visible_to(user, KEEP_REVIEWS.code).filter(is_active=True)
        cast("forms.ModelChoiceField[Organisation]", self.fields["unit"]).queryset = units


class VerifyForm(forms.Form):
    verified_on = forms.DateField(label="核实日期")
    is_missed = forms.ChoiceField(
        label="核实结果",
        choices=[("yes", "符合条件，应建未建"), ("no", "不符合建档条件")],
        widget=forms.RadioSelect,
    )
    file_no = forms.CharField(
        label="已为其建档的档案编号", required=False, max_length=20, help_text="还没有建档的留空"
    )


def _offer(form: forms.Form, people: Any) -> None:
    field = cast("PersonField", form.fields["reviewer"])
    field.queryset = User.objects.filter(pk__in=people).select_related("organisation")
