"""The trail: who did what, when, from where. Read, never changed."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse

from ground.accounts.models import User
from ground.audit.models import Entry
from ground.web.lists import Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page
from ground.web.permissions import SEE_TRAIL
from ground.web.trail import (
    CHANNELS,
    detail_words,
    known_actions,
    subject_words,
    visible_entries,
    words_of,
)

DETAIL = 160


def _who(entry: Entry) -> str:
    name = getattr(entry, "name", None)
    return f"{name}（{entry.actor}）" if name and entry.actor else name or entry.actor or "系统"


TRAIL = ListPage(
    title="操作记录",
    subtitle="只增不改。查看敏感信息的记录写明查看人、对象和理由。",
    columns=[
        Column("occurred_at", "时间", kind="datetime", sort="occurred_at"),
        Column("actor", "操作人", sort="actor", value=_who),
        Column("action", "事项", sort="action", value=lambda entry: words_of(entry.action)),
        Column("subject", "对象", value=lambda entry: subject_words(entry.subject)),
        Column("details", "说明", value=lambda entry: detail_words(entry)[:DETAIL], width=50),
        Column("channel", "途径", value=lambda entry: CHANNELS.get(entry.channel, entry.channel)),
        Column("ip", "来源地址"),
    ],
    search=["actor", "subject"],
    search_hint="操作人账号或对象",
    filters=[
        Choice("action", "事项", known_actions),
        Choice("channel", "途径", list(CHANNELS.items())),
        Span("on", "日期", "occurred_at", is_instant=True),
    ],
    ordering=["-pk"],
    page_size=50,
    empty=Empty("还没有操作记录", "有人登录或办理事项后，这里会逐条列出。", "trail"),
)


@page(SEE_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    names = User.objects.filter(pk=OuterRef("actor_id")).values("full_name")
    return TRAIL.respond(request, visible_entries(acting(request)).annotate(name=Subquery(names)))
