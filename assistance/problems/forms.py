"""What people type about problems: staff at a desk, and an enterprise with a phone."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing.forms import NameInput, OrganisationName, named
from assistance.problems import rules
from assistance.problems.models import Answer, EnterpriseProblem
from ground.files import sniffing
from ground.web.fields import KeyField
from ground.web.uploads import PICTURES, FilesField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

    from ground.accounts.models import Organisation

LINK_POINTS = reverse_lazy("problems:names")
AGENCIES = reverse_lazy("problems:agencies")


class TellingForm(forms.Form):
    """What is told, by whomever."""

    key = KeyField()
    category = forms.ChoiceField(
        label="哪方面的问题",
        choices=EnterpriseProblem.Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项"},
    )
    description = forms.CharField(
        label="问题",
        max_length=rules.LONGEST_DESCRIPTION,
        widget=forms.Textarea({"rows": 5, "placeholder": "遇到什么困难，希望帮助解决什么"}),
    )
    contact_name = forms.CharField(label="反映人", max_length=rules.LONGEST_NAME, required=False)
    contact_mobile = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )


class RaiseForm(TellingForm):
    link_point = OrganisationName(
        label="企业或社区",
        max_length=120,
        widget=NameInput(lookup=LINK_POINTS, suggestions="link-points"),
        help_text="名称、简称或曾用名",
    )
    urgency = forms.ChoiceField(
        label="紧急程度", choices=EnterpriseProblem.Urgency.choices, widget=forms.RadioSelect
    )
    raised_on = forms.DateField(label="反映日期")
    photos = FilesField(label="照片", required=False, accept=PICTURES, most=rules.MOST_PHOTOS)
    field_order = ["key", "link_point", "category", "description", "urgency"]

    def __init__(self, among: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link_point"].among = among  # type: ignore[attr-defined]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Photographs sent with a public form: pictures only, and few."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile"]:
        sent = [one for one in data or [] if one]
        if len(sent) > rules.MOST_PHOTOS:
            raise forms.ValidationError(f"照片最多{rules.MOST_PHOTOS}张")
        kept = [super(PicturesField, self).clean(one, initial) for one in sent]
        for one in kept:
            if sniffing.image_format(one.read()) is None:
                raise forms.ValidationError("只能上传照片（JPG、PNG、HEIC等）")
            one.seek(0)
        return kept


class CardForm(TellingForm):
    """What an enterprise tells by its contact card. `homepage` is for machines: people leave it."""

    photos = PicturesField(
        label="照片",
        required=False,
        widget=SeveralFiles({"accept": PICTURES}),
        help_text=f"最多{rules.MOST_PHOTOS}张",
    )
    homepage = forms.CharField(
        label="请勿填写",
        required=False,
        max_length=200,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError("请把这一栏清空后再提交")
        return ""


class SeveralOrganisations(forms.CharField):
    """Organisations by their names in one line, parted as people part them: 甲局、乙局."""

    among: "QuerySet[Organisation]"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        names = [one.strip() for one in re.split("[、，,；;\n]", text) if one.strip()]
        return list({one.pk: one for one in (named(n, self.among) for n in names)}.values())


class RegisterForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=EnterpriseProblem.Category.choices)
    urgency = forms.ChoiceField(label="紧急程度", choices=EnterpriseProblem.Urgency.choices)


class DispatchForm(forms.Form):
    agency = OrganisationName(
        label="承办单位",
        max_length=120,
        widget=NameInput(lookup=AGENCIES, suggestions="agencies"),
    )
    co_agencies = SeveralOrganisations(
        label="协办单位", max_length=600, required=False, help_text="多个单位用顿号隔开"
    )
    due_on = forms.DateField(label="办理期限")

    def __init__(self, among: "QuerySet[Organisation]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "co_agencies"):
            self.fields[name].among = among  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    """The enterprise's word on an answer."""

    opinion = forms.ChoiceField(
        label="您对办理结果",
        choices=Answer.Opinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项"},
    )
    words = forms.CharField(
        label="想说的话",
        max_length=rules.LONGEST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="不满意的，请写明哪里没有解决",
    )
    told_by = forms.CharField(label="您的姓名", max_length=rules.LONGEST_NAME, required=False)


class PhoneForm(OpinionForm):
    """What the enterprise said by telephone, as staff write it down."""

    told_by = forms.CharField(label="对方姓名、职务", max_length=rules.LONGEST_NAME)
    told_on = forms.DateField(label="通话日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "企业意见"
        self.fields["words"].label = "企业的话"


class CloseForm(forms.Form):
    remark = forms.CharField(
        label="销号说明",
        max_length=rules.LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
