"""The pages of an edition, whatever its clauses say: listed, read, compared, drafted, published.

A room makes a `Desk` of its own model and declares each page under its own permission.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assistance.editions import queries
from assistance.editions.forms import ClauseForm, DraftForm, HeadForm, WithdrawForm
from assistance.editions.models import Edition, One, divisions_kept, editions_of
from assistance.editions.views.looks import label_of, tone_of
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.web.lists import Choice, Column, ListPage
from ground.web.pages import acting, carried_out, done, posted
from ground.web.trail import moments_of

State = Edition.State
MARKS = {"changed": ("改", "warn"), "added": ("增", "good"), "dropped": ("删", "bad")}
MOST_COMPARED = 100
LONGEST_KEY = 18


@dataclass(frozen=True, kw_only=True)
class Desk(Generic[One]):
    """`room` is where its URLs are named; a service takes the edition under the edition's name."""

    editions: type[One]
    room: str
    see: Permission
    keep: Permission
    publish: Permission

    def list_page(self, subtitle: str) -> ListPage:
        return ListPage(
            title=self.editions.NOUN,
            subtitle=subtitle,
            columns=[
                Column("name", "名称", "link", sort="name", url=self.url),
                Column("area", "适用地区"),
                Column(
                    "version",
                    "版次",
                    value=lambda one: f"第{one.version}版" if one.version else "草稿",
                ),
                Column("state", "状态", "badge", sort="state", value=label_of, tone=tone_of),
                Column("valid_from", "自", "date", sort="valid_from"),
                Column("valid_to", "至", "date"),
                Column("published_on", "发布日期", "date", sort="published_on"),
            ],
            search=["name", "source", "division__name"],
            search_hint="名称、地区或依据",
            filters=[
                Choice("state", "状态", State.choices),
                Choice(
                    "force",
                    "效力",
                    [("now", "今天有效"), ("not", "已止或未到")],
                    narrow=self._in_force,
                ),
            ],
            ordering=["-valid_from", "-pk"],
            noun="份",
        )

    def shown(self, request: HttpRequest, edition: One) -> dict[str, Any]:
        """What the page of an edition tells besides its clauses."""
        user = acting(request)
        keeps, publishes = (
            editions_of(self.editions).kept_by(user, one.code).filter(pk=edition.pk).exists()
            for one in (self.keep, self.publish)
        )
        return {
            **self._named(edition),
            "label": label_of(edition),
            "tone": tone_of(edition),
            "may_draft": user.may(self.keep.code),
            "keeps": keeps and edition.state == State.DRAFT,
            "publishes": publishes,
            "is_maker": edition.made_by_id == user.pk,
            "other": queries.compared_with(edition),
            "moments": moments_of(edition) if keeps or publishes else [],
        }

    def compare(
        self,
        request: HttpRequest,
        pk: int,
        changes: Callable[[One, One], list[dict[str, str]]],
    ) -> HttpResponse:
        """Two editions side by side; `with` names the other one, otherwise the one it came from."""
        edition = self.seen(request, pk)
        visible = editions_of(self.editions).visible_to(acting(request), self.see.code)
        among = visible.select_related("division").exclude(pk=pk).order_by("-valid_from", "-pk")
        offered = list(among[:MOST_COMPARED])
        asked = request.GET.get("with", "")
        other = next((one for one in offered if str(one.pk) == asked), None)
        if asked and other is None:
            raise Http404
        if other is None:
            before = queries.compared_with(edition)
            other = next((one for one in offered if one == before), None)
        found = changes(other, edition) if other else []
        context = {
            **self._named(edition),
            "other": other,
            "among": offered,
            "rows": [{**row, "mark": MARKS.get(row["change"])} for row in found],
            "changed": sum(row["change"] != "same" for row in found),
        }
        return render(request, "editions/compare.html", context)

    def draft(self, request: HttpRequest, service: Callable[..., One]) -> HttpResponse:
        user, today = acting(request), clock.today()
        among = editions_of(self.editions).visible_to(user, self.keep.code)
        among = among.select_related("division").order_by("-valid_from", "-pk")
        copied = among.filter(pk=_key(request.GET.get("from", ""))).first()
        copied = copied or among.in_force(today).order_by("-valid_from").first()
        initial: dict[str, Any] = {"valid_from": today, "copied_from": copied}
        if copied is not None:
            initial |= {
                "name": copied.name,
                "division": copied.division,
                "source": copied.source,
            }
        kept = divisions_kept(user, self.keep.code)
        form = DraftForm(posted(request), kept=kept, among=among, initial=initial)
        if form.is_valid():
            drafted = carried_out(form, service, by=user, **form.cleaned_data)
            if drafted:
                messages.success(request, "草稿已建立，请逐条核对，再请另一位发布")
                return redirect(self.url(drafted))
        return self._form(request, form, f"起草{self.editions.NOUN}", "建立草稿")

    def edit(self, request: HttpRequest, pk: int, service: Callable[..., One]) -> HttpResponse:
        edition = self.kept(request, pk)
        names = ("name", "valid_from", "valid_to", "source")
        form = HeadForm(posted(request), initial={name: getattr(edition, name) for name in names})
        if form.is_valid():
            changed = carried_out(form, service, **self._of(request, edition), **form.cleaned_data)
            if changed:
                messages.success(request, "已保存")
                return redirect(self.url(edition))
        return self._form(request, form, "修改名称和日期", "保存", edition)

    def clause(
        self,
        request: HttpRequest,
        edition: One,
        form: ClauseForm,
        title: str,
        service: Callable[..., Any],
        **which: Any,
    ) -> HttpResponse:
        """A clause as it is typed; `which` says of what kind it is, and which one is written anew."""
        if form.is_valid():
            arguments = {**self._of(request, edition), **which, **form.written()}
            written = carried_out(form, service, **arguments)
            if written:
                messages.success(request, f"已写入：{written.words}")
                return redirect(self.url(edition))
        return self._form(request, form, title, "保存", edition)

    def put_out(self, request: HttpRequest, pk: int, service: Callable[..., One]) -> HttpResponse:
        edition = self.kept(request, pk, self.publish)
        said = "标准已发布，自生效日起适用"
        done(request, service, said=said, **self._of(request, edition))
        return redirect(self.url(edition))

    def withdraw(self, request: HttpRequest, pk: int, service: Callable[..., One]) -> HttpResponse:
        edition = self.kept(request, pk, self.publish)
        form = WithdrawForm(posted(request), initial={"on": clock.today()})
        if form.is_valid():
            found = carried_out(form, service, **self._of(request, edition), **form.cleaned_data)
            if found:
                messages.success(request, f"已废止，自{found.withdrawn_on}起不再适用")
                return redirect(self.url(edition))
        return self._form(request, form, f"废止：{edition}", "废止", edition)

    def drop(self, request: HttpRequest, pk: int, service: Callable[..., None]) -> HttpResponse:
        edition = self.kept(request, pk)
        went = done(request, service, said="草稿已删除", **self._of(request, edition))
        return redirect(f"{self.room}:list" if went else self.url(edition))

    def url(self, edition: Edition) -> str:
        return reverse(f"{self.room}:{edition.NAME}", args=[edition.pk])

    def seen(self, request: HttpRequest, pk: int) -> One:
        visible = editions_of(self.editions).visible_to(acting(request), self.see.code)
        return get_object_or_404(
            visible.select_related("division", "made_by", "published_by", "copied_from"), pk=pk
        )

    def kept(self, request: HttpRequest, pk: int, by: Permission | None = None) -> One:
        own = editions_of(self.editions).kept_by(acting(request), (by or self.keep).code)
        return get_object_or_404(own.select_related("division"), pk=pk)

    def _of(self, request: HttpRequest, edition: One) -> dict[str, Any]:
        return {"by": acting(request), self.editions.NAME: edition}

    def _in_force(self, rows: QuerySet[One], value: str) -> QuerySet[One]:
        now = editions_of(self.editions).in_force(clock.today()).values("pk")
        return rows.filter(pk__in=now) if value == "now" else rows.exclude(pk__in=now)

    def _named(self, edition: One) -> dict[str, Any]:
        """The edition, and where its pages are."""
        own = ("edit", "compare", "publish", "withdraw", "drop")
        copied = edition.copied_from
        return {
            "edition": edition,
            "noun": self.editions.NOUN,
            "urls": {
                "list": reverse(f"{self.room}:list"),
                "draft": reverse(f"{self.room}:draft"),
                "page": self.url(edition),
                "copied": self.url(copied) if copied else "",
                **{name: reverse(f"{self.room}:{name}", args=[edition.pk]) for name in own},
            },
        }

    def _form(
        self,
        request: HttpRequest,
        form: forms.Form,
        title: str,
        submit: str,
        edition: One | None = None,
    ) -> HttpResponse:
        """A page of one form that leads back to its edition, or to the list."""
        context = {
            "form": form,
            "title": title,
            "submit": submit,
            "list_title": edition.name if edition else self.editions.NOUN,
            "list_url": self.url(edition) if edition else reverse(f"{self.room}:list"),
        }
        return render(request, "web/admin/add.html", context)


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else 0
