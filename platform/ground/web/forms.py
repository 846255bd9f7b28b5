"""Forms of the entrance and of one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

CURRENT = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}
PASSWORD_HELP = "至少10位，不能全是数字，不能与账号、姓名相近，也不能是常见密码"  # noqa: S105 -- a hint


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "账号或密码不正确。连续输错5次，账号将暂停登录15分钟。",
        "inactive": "这个账号已停用，请联系管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class _NewPassword(forms.Form):
    """A password typed twice; the two must agree."""

    again_of = "password"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, again = cleaned.get(self.again_of), cleaned.get("again")
        if first and again and first != again:
            self.add_error("again", "两次输入的密码不一致")
        return cleaned


class SetUpForm(_NewPassword):
    organisation_name = forms.CharField(
        label="单位名称",
        max_length=120,
        help_text="本系统的主管单位，例如：某某县“双联”工作领导小组办公室",
    )
    full_name = forms.CharField(label="您的姓名", max_length=40)
    username = forms.CharField(
        label="管理员账号",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码", widget=forms.PasswordInput(NEW), help_text=PASSWORD_HELP
    )
    again = forms.CharField(label="再输入一次密码", widget=forms.PasswordInput(NEW))


class ChangePasswordForm(_NewPassword):
    again_of = "new"

    present = forms.CharField(label="当前密码", widget=forms.PasswordInput(CURRENT))
    new = forms.CharField(label="新密码", widget=forms.PasswordInput(NEW), help_text=PASSWORD_HELP)
    again = forms.CharField(label="再输入一次新密码", widget=forms.PasswordInput(NEW))
