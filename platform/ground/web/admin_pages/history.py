"""An event by its number: what it says, what caused it, who handled it when, what it led to."""

from django import forms
from django.db.models import BigIntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ground.events.models import RecordedEvent
from ground.events.queries import receipts, why
from ground.web.pages import page
from ground.web.permissions import SETTLE_DELIVERIES

MOST_EFFECTS = 50


class NumberForm(forms.Form):
    number = forms.IntegerField(
        label="事件编号",
        min_value=1,
        max_value=BigIntegerField.MAX_BIGINT,
        help_text="投递、日志和流水里 # 后面的数字",
    )


@page(SETTLE_DELIVERIES)
def event(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET or None)
    number: int | None = form.cleaned_data["number"] if form.is_valid() else None
    one = None if number is None else RecordedEvent.objects.filter(pk=number).first()
    facts = {"form": form, "asked": number is not None, "event": one}
    if one is not None:
        facts |= {
            "payload": list(one.payload.items()),
            "causes": why(one.pk)[1:],
            "receipts": receipts(one.pk),
            "effects": one.caused.order_by("pk")[:MOST_EFFECTS],
        }
    return render(request, "web/admin/event.html", facts)
