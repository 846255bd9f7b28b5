from collections import defaultdict
from typing import Any

from django import forms

from ground.accounts.models import User
from ground.subscriptions.declaring import shared
from ground.subscriptions.looks import words_for
from ground.subscriptions.permissions import KEEP_WEBHOOKS


class SubscriptionForm(forms.Form):
    label = forms.CharField(
        label="用途", max_length=60, help_text="推送给哪个系统做什么，例如：县政务平台同步走访"
    )
    address = forms.URLField(
        label="接收地址",
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
        help_text="以 https:// 开头。不能是内部网络的地址，除非运维人员已放行",
    )
    owner = forms.ModelChoiceField(
        label="所有者",
        queryset=User.objects.none(),
        help_text="只推送此人看得到的事件；此人停用后推送随之停止",
    )
    types = forms.MultipleChoiceField(label="事件", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = User.objects.visible_to(by, KEEP_WEBHOOKS.code).filter(is_active=True)
        self.fields["owner"].queryset = owners.order_by("full_name")  # type: ignore[attr-defined]
        self.fields["types"].choices = type_choices()  # type: ignore[attr-defined]


class ReplayForm(forms.Form):
    since = forms.DateField(
        label="从哪一天起",
        help_text="这一天起记录的事件全部重新推送；接收方按事件编号去重，不会重复办理",
    )


def type_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of events by the permission that they need: what may be seen together stands together."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in shared().values():
        groups[one.needs.label].append((one.name, words_for(one.name)))
    return sorted(groups.items())
