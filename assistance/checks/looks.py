"""How batches and requests of checks look."""

from django.urls import reverse

from assistance.checks.models import CheckBatch, CheckRequest
from ground.web.lists import Choice, Column, Empty, ListPage, Span

BATCH_TONES = {"building": "neutral", "sent": "info", "answered": "warn", "closed": "good"}
REQUEST_TONES = {
    "waiting": "info",
    "clear": "good",
    "hit": "bad",
    "cleared": "good",
    "withdrawn": "neutral",
}


def batch_tone(batch: CheckBatch) -> str:
    return BATCH_TONES[batch.state]


def request_tone(request: CheckRequest) -> str:
    return REQUEST_TONES[request.state]


BATCHES = ListPage(
    title="经济状况核对",
    columns=[
        Column(
            "number",
            "批次号",
            "link",
            sort="number",
            url=lambda one: reverse("checks:batch", args=[one.pk]),
            width=16,
        ),
        Column("organisation", "经办单位", value=lambda one: one.organisation.name, width=28),
        Column("recipient", "核对机构", width=24),
        Column("families", "户数", "number"),
        Column("waiting", "待答复", "number"),
        Column("hits", "有发现待说明", "number"),
        Column("state", "状态", "badge", tone=batch_tone),
        Column("sent_on", "发出日期", "date", sort="sent_on"),
        Column("due_on", "应答复日期", "date", sort="due_on"),
    ],
    search=["number", "recipient"],
    search_hint="批次号、核对机构",
    filters=[
        Choice("state", "状态", CheckBatch.State.choices),
        Span("sent", "发出日期", "sent_on"),
    ],
    ordering=["-pk"],
    noun="批",
    empty=Empty(
        "还没有核对批次", "档案到“家庭经济状况核对”环节后，在这里编成名单发给核对机构。", "search"
    ),
)
