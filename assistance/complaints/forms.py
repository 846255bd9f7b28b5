"""What people type about complaints: somebody with a phone in their hand, and staff at a desk."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import reverse_lazy

from assistance.complaints import rules
from assistance.complaints.models import Complaint, Inquiry
from assistance.pairing.forms import NameInput, OrganisationName
from ground.accounts.models import Organisation, User
from ground.web.fields import KeyField
from ground.web.uploads import ANY_FILE, FilesField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

NAMES = reverse_lazy("complaints:names")


class TellingForm(forms.Form):
    """What is told, by whomever."""

    key = KeyField()
    kind = forms.ChoiceField(
        label="反映什么",
        choices=Complaint.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项"},
    )
    content = forms.CharField(
        label="反映的内容",
        max_length=rules.LONGEST_CONTENT,
        widget=forms.Textarea({"rows": 6}),
    )
    who = forms.CharField(
        label="姓名",
        required=False,
        max_length=rules.LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="电话",
        required=False,
        max_length=rules.LONGEST_PHONE,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )


class PublicForm(TellingForm):
    """Without an account. `homepage` is for machines: people leave it."""

    place = forms.ChoiceField(label="反映哪个单位", required=False)
    homepage = forms.CharField(
        label="请勿填写",
        required=False,
        max_length=200,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    field_order = ["key", "place", "kind", "content", "who", "phone"]

    def __init__(self, places: "Sequence[tuple[str, str]]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["place"]).choices = places

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError("请把这一栏清空后再提交")
        return ""


class LookForm(forms.Form):
    number = forms.CharField(
        label="编号", max_length=30, help_text="例如：诉〔2008〕3号，写成 2008-3 也可以"
    )
    code = forms.CharField(
        label="查询码",
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ReviewForm(forms.Form):
    why = forms.CharField(
        label="申请的理由",
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 4}),
        help_text="哪里没有查清、对答复哪里不认可",
    )


class TakeForm(TellingForm):
    """Taken down by staff."""

    way = forms.ChoiceField(
        label="来源",
        choices=[one for one in Complaint.Way.choices if one[0] != Complaint.Way.WEB],
        widget=forms.RadioSelect,
    )
    received_on = forms.DateField(label="收到日期")
    unit = OrganisationName(
        label="被反映单位",
        required=False,
        max_length=120,
        widget=NameInput(lookup=NAMES, suggestions="units"),
        help_text="不清楚的先不填，由办理人判明；登记后由它的上级受理",
    )
    about_label = forms.CharField(
        label="涉及事项",
        required=False,
        max_length=rules.LONGEST_ABOUT,
        help_text="哪次活动、哪个超市、哪笔救助；不写姓名，姓名写在内容里",
    )
    papers = FilesField(label="材料", required=False, accept=ANY_FILE)

    def __init__(self, among: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].among = among  # type: ignore[attr-defined]
        self.fields["who"].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["autocomplete"] = "off"


class SortForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=Complaint.Kind.choices)
    unit = OrganisationName(
        label="被反映单位",
        max_length=120,
        widget=NameInput(lookup=NAMES, suggestions="units"),
        help_text="保存后由它的上级受理；本单位的人（可能包括您）不再看得到",
    )
    person = forms.CharField(
        label="被反映人的账号",
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="被反映的是有账号的工作人员时填写，本人不能看到和办理",
    )

    def __init__(self, among: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].among = among  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = (cleaned.pop("person", "") or "").strip()
        cleaned["about_user"] = None
        if wanted:
            cleaned["about_user"] = User.objects.filter(username=wanted).first()
            if cleaned["about_user"] is None:
                self.add_error("person", "没有这个账号，请核对；没有账号的人不用填")
        return cleaned


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="不予受理的理由",
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 3}),
        help_text="反映人凭编号和查询码可以看到",
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name}（{obj.organisation}）"


class AssignForm(forms.Form):
    handler = PersonField(label="承办人", queryset=User.objects.none(), empty_label="请选择")

    def __init__(self, people: "Sequence[User]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = User.objects.filter(pk__in=[one.pk for one in people])
        cast("PersonField", self.fields["handler"]).queryset = chosen.select_related("organisation")


class AnswerForm(forms.Form):
    report = forms.CharField(
        label="调查情况",
        max_length=rules.LONGEST_CONTENT,
        widget=forms.Textarea({"rows": 5}),
        help_text="加密保存，只有办理人看得到",
    )
    finding = forms.ChoiceField(
        label="结论", choices=Inquiry.Finding.choices, widget=forms.RadioSelect
    )
    measures = forms.CharField(
        label="处理措施",
        required=False,
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 3}),
        help_text="属实和部分属实的必填；加密保存",
    )
    answer = forms.CharField(
        label="给反映人的答复",
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 4}),
        help_text="另一人审核办结后，反映人凭编号和查询码看到；不写号码和住址",
    )


class PapersForm(forms.Form):
    papers = FilesField(label="材料", accept=ANY_FILE)
