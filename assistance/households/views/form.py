"""The form of a file, section by section, each saved by itself; its versions; sealed values shown."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households import filling, looks, queries, services, showing
from assistance.households.filling import ItemRows, Section, SectionForm
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import KEEP_FILES, REVEAL_PERSONAL, SEE_FILES
from assistance.households.rules import FormIn
from assistance.households.views.parts import file_in_scope, revealed
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more

WRITABLE = {
    HardshipFile.State.DRAFT,
    HardshipFile.State.ACTIVE,
    HardshipFile.State.IMPORTED,
}


@page(KEEP_FILES)
def section(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One section: what was typed is kept on any error, and saved by itself."""
    wanted = filling.BY_SLUG.get(slug)
    if wanted is None:
        raise Http404
    file = file_in_scope(request, pk, KEEP_FILES)
    if file.state not in WRITABLE:
        messages.error(request, f"档案现在是“{queries.standing_of(file)}”，退回补充后才能修改")
        return redirect("households:file", pk)
    held = queries.form_of(file)
    if wanted.slug == "members":
        return _shown(request, held, wanted, {"people": held.members[:]})
    if wanted.slug == "income":
        return _income(request, held, wanted)
    form = SectionForm(
        posted(request),
        fields=filling.FIELDS[wanted.part],
        names=wanted.names,
        row=filling.row_of(held, wanted.part),
        divisions=filling.nearby(held),
        asks_why=_asks_why(file),
    )
    if request.method == "POST" and form.is_valid():
        parts: dict[str, Any] = {wanted.part: form.values()}
        content = FormIn(**parts)
        if carried_out(form, _write, request=request, file=file, content=content, typed=form):
            return _saved(request, file, wanted)
    return _shown(request, held, wanted, {"form": form})


@page(KEEP_FILES)
def member(request: HttpRequest, pk: int, member_pk: int = 0) -> HttpResponse:
    """One member of the family, or a new one."""
    file = file_in_scope(request, pk, KEEP_FILES)
    if file.state not in WRITABLE:
        messages.error(request, f"档案现在是“{queries.standing_of(file)}”，退回补充后才能修改")
        return redirect("households:file", pk)
    held = queries.form_of(file)
    row = next((one for one in held.members if one.pk == member_pk), None)
    if member_pk and (row is None or row == held.holder):
        raise Http404
    form = SectionForm(
        posted(request),
        fields=queries.PERSON_FIELDS,
        names=filling.MEMBER_NAMES,
        row=row or Member(file=file),
        asks_why=_asks_why(file),
    )
    if request.method == "POST" and form.is_valid():
        values = form.values() | ({"id": row.pk} if row else {})
        content = FormIn(member=values)
        if carried_out(form, _write, request=request, file=file, content=content, typed=form):
            return _saved(request, file, filling.BY_SLUG["members"])
    more = {"form": form, "member": row, "may_drop": row and file.state == HardshipFile.State.DRAFT}
    return _shown(request, held, filling.BY_SLUG["members"], more, template="member_form")


@page(KEEP_FILES)
@require_POST
def drop_member(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Take somebody out of a draft. On file, people die or leave instead."""
    file = file_in_scope(request, pk, KEEP_FILES)
    get_object_or_404(Member, file=file, pk=member_pk)
    try:
        services.write_form(by=acting(request), file=file, content=FormIn(without=member_pk))
        messages.success(request, "已移除")
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("households:section", pk, "members")


@page(SEE_FILES)
@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a form, and what changed from the one before the chosen one."""
    file = file_in_scope(request, pk, SEE_FILES)
    kept = list(file.versions.select_related("by").order_by("-number"))
    wanted = request.GET.get("n", "")
    chosen = next((one for one in kept if str(one.number) == wanted), kept[0] if kept else None)
    before = next((one for one in kept if chosen and one.number == chosen.number - 1), None)
    context = {
        "file": file,
        "holder": looks.holder_of(file),
        "versions": kept,
        "chosen": chosen,
        "changes": showing.changes_of(chosen, before) if chosen else [],
        "may_reveal": acting(request).may(REVEAL_PERSONAL.code),
    }
    return render(request, "households/versions.html", context)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_POST
def reveal_version(request: HttpRequest, pk: int, number: int, place: str) -> HttpResponse:
    file = file_in_scope(request, pk, REVEAL_PERSONAL)
    return revealed(request, services.reveal_version, file=file, number=number, place=place)


def _income(request: HttpRequest, held: queries.Form, wanted: Section) -> HttpResponse:
    people = {"people": filling.people_of(held)}
    kinds = {
        "fields": queries.HEAD_FIELDS,
        "names": wanted.names,
        "row": held.file,
        "asks_why": _asks_why(held.file),
    }
    if is_adding_row(request.POST):
        _, rows = one_more(request.POST, SectionForm, ItemRows, "items", people)
        form = SectionForm(request.POST, **kinds)  # type: ignore[arg-type]
        return _shown(request, held, wanted, {"form": form, "rows": rows}, template="income_form")
    form = SectionForm(posted(request), **kinds)  # type: ignore[arg-type]
    if request.method != "POST":
        names = ("kind", "spent", "reimbursed", "amount", "proof")
        typed = [
            {name: getattr(item, name) for name in names} | {"member": str(item.member_id or "")}
            for item in held.items
        ]
        rows = ItemRows(prefix="items", initial=typed, form_kwargs=people)
        return _shown(request, held, wanted, {"form": form, "rows": rows}, template="income_form")
    rows = ItemRows(request.POST, prefix="items", form_kwargs=people)
    if form.is_valid() and rows.is_valid():
        items = [row.cleaned_data for row in rows.filled() if any(row.cleaned_data.values())]
        content = FormIn(head=form.values(), items=items)
        if carried_out_with(
            rows, form, _write, request=request, file=held.file, content=content, typed=form
        ):
            return _saved(request, held.file, wanted)
    return _shown(request, held, wanted, {"form": form, "rows": rows}, template="income_form")


def _write(
    *, request: HttpRequest, file: HardshipFile, content: FormIn, typed: SectionForm
) -> HardshipFile:
    """Into a draft, or with its reason into a file on file; inputs are named as this page names them."""
    try:
        if _asks_why(file):
            why = typed.cleaned_data["why"]
            return services.amend_file(by=acting(request), file=file, content=content, why=why)
        return services.write_form(by=acting(request), file=file, content=content)
    except RuleBroken as broken:
        here = {
            name if name.startswith("items.") else name.rpartition(".")[2]: text
            for name, text in broken.fields.items()
        }
        raise RuleBroken(broken.code, broken.message, fields=here) from None


def _asks_why(file: HardshipFile) -> bool:
    return file.state != HardshipFile.State.DRAFT


def _saved(request: HttpRequest, file: HardshipFile, at: Section) -> HttpResponse:
    messages.success(request, f"“{at.label}”已保存")
    if "next" in request.POST:
        slugs = [one.slug for one in filling.SECTIONS]
        following = slugs[slugs.index(at.slug) + 1 :]
        if following:
            return redirect("households:section", file.pk, following[0])
        return redirect("households:file", file.pk)
    return redirect("households:section", file.pk, at.slug)


def _shown(
    request: HttpRequest,
    held: queries.Form,
    at: Section,
    more: dict[str, Any],
    *,
    template: str = "",
) -> HttpResponse:
    file = held.file
    context = {
        "file": file,
        "holder": looks.holder_of(file),
        "section": at,
        "tabs": [
            {
                "label": one.label,
                "url": reverse("households:section", args=[file.pk, one.slug]),
                "here": one == at,
            }
            for one in filling.SECTIONS
        ],
        "missing": queries.missing_of(file),
        "doubts": queries.doubts_of(held),
        "present": Member.Standing.PRESENT,
    }
    name = template or ("members" if at.slug == "members" else "section_form")
    return render(request, f"households/{name}.html", context | more)
