"""Fields that forms of every room share."""

from typing import Any

from django import forms

CHOOSE = ("", "请选择")
_STALE = "这个页面已失效，请返回重新打开"


class KeyField(forms.UUIDField):
    """The key of what is sent, hidden in the page: sent twice, it is taken once."""

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": _STALE, "invalid": _STALE}
        super().__init__(widget=forms.HiddenInput, error_messages=said, **kwargs)


class AgainMixin(forms.Form):
    """A tick that is only shown once it has been asked for: yes, this is another one just like it."""

    again = forms.BooleanField(label="确实是另一笔，不是重复登记", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["again"] = self.fields.pop("again")  # below what it is about
        if not self.data.get("again"):
            self.fields["again"].widget = forms.HiddenInput()

    def add_error(self, field: str | None, error: Any) -> None:
        if field == "again":
            self.fields["again"].widget = forms.CheckboxInput()
        super().add_error(field, error)
