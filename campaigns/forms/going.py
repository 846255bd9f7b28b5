"""What is typed at somebody's door: what was done, what was handed over, or when to come again."""

from datetime import timedelta
from typing import Any

from django import forms

from campaigns.forms.planning import money_field
from campaigns.kinds import CampaignKind
from campaigns.models import Enrolment, VisitTarget
from ground.kernel import clock


class HandOverForm(forms.Form):
    """The things of the checklist that are not done yet, and the envelope."""

    done = forms.MultipleChoiceField(
        label="做到的事项", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="办了什么实事", max_length=200, required=False)
    cash = money_field("送到慰问金（元）", required=False, help_text="没有送现金的留空")

    def __init__(self, kind: CampaignKind, target: VisitTarget, typed: Any = None) -> None:
        one = target.enrolment
        super().__init__(typed, prefix=f"t{target.pk}")
        ticked = {tick.code for tick in one.ticks.all()}
        self.duties = [duty for duty in kind.checklist if duty.code not in ticked]
        self.fields["done"].choices = [(duty.code, duty.label) for duty in self.duties]  # type: ignore[attr-defined]
        if not self.duties:
            del self.fields["done"]
        if not any(duty.says_what for duty in self.duties):
            del self.fields["note"]
        in_cash = one.payment is not None and one.payment.channel == one.payment.Channel.CASH_SIGNED
        if one.state == Enrolment.State.REACHED and in_cash:
            self.fields["cash"].initial = one.amount
        else:  # not paid out yet, or by the bank
            del self.fields["cash"]

    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        says = {duty.code for duty in self.duties if duty.says_what}
        return {
            "cash": told.get("cash") or None,
            "done": {
                code: told.get("note", "") if code in says else "" for code in told.get("done", [])
            },
        }


class MissedForm(forms.Form):
    on = forms.DateField(label="改到哪一天", widget=forms.DateInput)
    reason = forms.CharField(label="没有见到的原因", max_length=100)

    def __init__(self, target: VisitTarget, typed: Any = None) -> None:
        again = max(target.route.on + timedelta(days=1), clock.today())
        super().__init__(typed, initial={"on": again}, prefix=f"m{target.pk}")
