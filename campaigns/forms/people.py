"""What is typed about people on a roster."""

from typing import Any, cast

from django import forms

from assistance.households.models import HardshipFile, Member
from campaigns import queries
from campaigns.forms.planning import money_field, near_units_of, offer, units_of
from campaigns.kinds import CampaignKind, PersonClass
from campaigns.models import Campaign, Enrolment
from campaigns.permissions import ENROL
from campaigns.queries import Wanted
from ground.accounts.models import Organisation, User
from ground.kernel import identifiers
from ground.web.fields import CHOOSE

ON_FILE = ("", "按学生档案上的学段")
YES_NO = [("", "———"), ("yes", "是"), ("no", "否")]


class FindForm(forms.Form):
    """Sent by POST: a name does not belong into an address."""

    asked = forms.CharField(
        label="档案编号或户主姓名",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="只列出在档、且还不在本活动名单中的家庭",
    )


class ProposeForm(forms.Form):
    """By which rule, in which unit; how many were seen comes back with the confirmation."""

    why = forms.ChoiceField(
        label="依据", choices=[(one.code, one.label) for one in queries.WHYS], required=False
    )
    unit = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", required=False, empty_label="全部"
    )
    category = forms.ChoiceField(
        label="困难类别",
        choices=[("", "全部"), *HardshipFile.Category.choices],
        required=False,
    )

    def __init__(self, user: User, campaign: Campaign, kind: CampaignKind, *args: Any) -> None:
        super().__init__(*args)
        visible = Organisation.objects.visible_to(user, ENROL.code)
        offer(self, "unit", near_units_of(campaign, visible))
        if kind.stages and kind.enrols == "member":
            self.fields["stage"] = forms.ChoiceField(
                label="学段",
                choices=[("", "全部"), *((one.code, one.label) for one in kind.stages)],
                required=False,
            )

    def wanted(self) -> Wanted:
        told = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            why=told.get("why") or "all",
            unit=told.get("unit"),
            category=told.get("category", ""),
            stage=told.get("stage", ""),
        )


class EnrolForm(forms.Form):
    """What a kind asks of each: class, stage, its questions, its papers, an amount."""

    def __init__(
        self,
        kind: CampaignKind,
        *args: Any,
        is_filed: bool | None,
        enrolment: Enrolment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if enrolment is None:
            classes = [one for one in kind.classes if self.takes(one, is_filed=is_filed)]
            self.fields["person_class"] = forms.ChoiceField(
                label="对象类别", choices=[(one.code, one.label) for one in classes]
            )
        if kind.stages:
            self.fields["stage"] = forms.ChoiceField(
                label="学段",
                choices=[
                    *([] if enrolment else [ON_FILE if is_filed else CHOOSE]),
                    *((one.code, one.label) for one in kind.stages),
                ],
                required=not is_filed,
                initial=enrolment.stage if enrolment else None,
            )
        for one in kind.questions:
            self.fields[one.code] = asked = self._asked(one, enrolment)
            if one.is_needed:
                asked.mark = "审核前必填"  # type: ignore[attr-defined]  # read by c-field
        if kind.materials:
            self.fields["materials"] = forms.MultipleChoiceField(
                label="已交材料",
                choices=[
                    (one.code, one.label + ("" if one.is_needed else "（可选）"))
                    for one in kind.materials
                ],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=enrolment.materials if enrolment else None,
            )
        if kind.cash:
            self.fields["asked"] = money_field(
                "拟助金额（元）", required=False, help_text="留空按本活动的标准"
            )
            self.fields["asked"].initial = enrolment.asked if enrolment else None
        if enrolment is None:
            self.fields["reason"] = forms.CharField(
                label="列入理由", max_length=120, help_text="为什么是这一户，审核和公示时都看得到"
            )

    def takes(self, one: PersonClass, *, is_filed: bool | None) -> bool:
        """Whether somebody of a class is listed here; of all classes where nothing is said."""
        return is_filed is None or one.is_of(filed=is_filed)

    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        found = {
            "stage": told.get("stage", ""),
            "answers": {one.code: told[one.code] for one in self.kind.questions},
            "materials": told.get("materials", []),
            "asked": told.get("asked"),
        }
        for name in ("person_class", "reason"):
            if name in told:
                found[name] = told[name]
        return found

    @staticmethod
    def _asked(one: Any, enrolment: Enrolment | None) -> forms.Field:
        initial = enrolment.answers.get(one.code, "") if enrolment else ""
        if one.choices or one.answer == "yes_no":
            choices = [("", "———"), *((term.code, term.label) for term in one.choices)]
            return forms.ChoiceField(
                label=one.label,
                choices=choices if one.choices else YES_NO,
                required=False,
                initial=initial,
            )
        widget = forms.DateInput() if one.answer == "date" else forms.TextInput()
        if one.answer in {"money", "number"}:
            widget = forms.TextInput({"inputmode": "decimal"})
        return forms.CharField(
            label=one.label,
            max_length=120,
            required=False,
            initial=initial,
            widget=widget,
        )


class _MemberField(forms.ModelChoiceField[Member]):
    def label_from_instance(self, obj: Member) -> str:
        stage = obj.get_education_display() or "学段未登记"
        return f"{identifiers.masked_name(obj.name)}（{stage}）"


class MemberForm(EnrolForm):
    """The same, of a member of a family: one of those who are at school."""

    def __init__(self, kind: CampaignKind, members: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        chosen = _MemberField(members, label="学生")

        self.fields = {"member": chosen, **self.fields}


class PersonForm(EnrolForm):
    """The same, of somebody without a file: who, and of which unit."""

    def __init__(self, user: User, campaign: Campaign, kind: CampaignKind, *args: Any) -> None:
        super().__init__(kind, *args, is_filed=False)
        units = units_of(campaign, Organisation.objects.visible_to(user, ENROL.code))
        who = {
            "name": forms.CharField(label="姓名", max_length=40),
            "id_no": forms.CharField(
                label="身份证号", max_length=20, widget=forms.TextInput({"autocomplete": "off"})
            ),
            "mobile": forms.CharField(label="联系电话", max_length=20, required=False),
            "unit": forms.ModelChoiceField(units, label="单位"),
        }
        self.fields = {**who, **self.fields}


class PlaceForm(EnrolForm):
    """The same, of a workplace or an employer: its name, for how many, of which unit."""

    def __init__(self, user: User, campaign: Campaign, kind: CampaignKind, *args: Any) -> None:
        super().__init__(kind, *args, is_filed=None)
        units = units_of(campaign, Organisation.objects.visible_to(user, ENROL.code))
        which = {
            "name": forms.CharField(label="地点或企业名称", max_length=40),
            "people": forms.IntegerField(
                label="人数", min_value=1, help_text="在这里作业的人数；招聘企业填提供的岗位数"
            ),
            "unit": forms.ModelChoiceField(units, label="单位"),
        }
        self.fields = {**which, **self.fields}

    def takes(self, one: PersonClass, *, is_filed: bool | None) -> bool:  # noqa: ARG002 -- one shape
        return one.is_place


class WithdrawManyForm(forms.Form):
    reason = forms.CharField(label="退出原因", max_length=200)


class TickManyForm(forms.Form):
    done_on = forms.DateField(label="办理日期", widget=forms.DateInput)


class TickForm(forms.Form):
    code = forms.ChoiceField(label="事项")
    done_on = forms.DateField(label="办理日期", widget=forms.DateInput)
    note = forms.CharField(label="办了什么", max_length=200, required=False)

    def __init__(self, kind: CampaignKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["code"])
        field.choices = [(one.code, one.label) for one in kind.checklist]
