"""What is asked for a ledger, for handing over, for a family's paper."""

from typing import Any

from django import forms

from assistance.ledgers.books import Book
from assistance.ledgers.services import FORMS
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.texts import LONGEST_REASON
from ground.web.leaving import ReasonForm

FULL, MASKED = "full", "masked"


def organisation_field(user: User, permission: str) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """The organisations of which somebody may take rows: those at the top of their scope and the parents."""
    inside = Organisation.objects.visible_to(user, permission).filter(
        kind__in=[Organisation.Kind.UNION, Organisation.Kind.LINK_OFFICE], is_active=True
    )
    own = Organisation.objects.filter(path__in=user.scope(permission))
    rows = (inside | own).distinct().order_by("path")
    return forms.ModelChoiceField(label="单位", queryset=rows, empty_label=None)


class LedgerForm(forms.Form):
    version = forms.ChoiceField(
        label="版本",
        choices=[(MASKED, "公示版：隐去姓名和号码"), (FULL, "完整版：含个人信息")],
        widget=forms.RadioSelect,
        initial=MASKED,
    )
    form = forms.ChoiceField(
        label="格式", choices=list(FORMS.items()), widget=forms.RadioSelect, initial="xlsx"
    )
    starts_on = forms.DateField(label="自", required=False)
    ends_on = forms.DateField(label="至", required=False)
    reason = forms.CharField(
        label="用途",
        required=False,
        max_length=LONGEST_REASON,
        help_text="完整版必须写明给谁、做什么用；不要写个人号码",
    )

    def __init__(self, *args: Any, user: User, book: Book, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = {"organisation": organisation_field(user, permission), **self.fields}
        if not book.has_span:
            del fields["starts_on"], fields["ends_on"]
        if not book.personal:
            del fields["version"], fields["reason"]
        self.fields = fields


class HandOverForm(ReasonForm):
    def __init__(self, *args: Any, user: User, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"organisation": organisation_field(user, permission), **self.fields}


class EnteredForm(forms.Form):
    entered_on = forms.DateField(label="录入日期", initial=clock.today)

    def clean_entered_on(self) -> Any:
        entered_on = self.cleaned_data["entered_on"]
        if entered_on > clock.today():
            raise forms.ValidationError("不能晚于今天")
        return entered_on


class NotEnteredForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=LONGEST_REASON)


class OwnCopyForm(forms.Form):
    to = forms.CharField(
        label="交给", max_length=60, help_text="写关系，不写姓名：本人、配偶、监护人、代理人"
    )
