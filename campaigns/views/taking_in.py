"""Take people in: from the files by rule, one family by its number or name, somebody without a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns import queries, services
from campaigns.forms import EnrolForm, FindForm, MemberForm, PersonForm, PlaceForm, ProposeForm
from campaigns.kinds import CampaignKind
from campaigns.models import Campaign
from campaigns.permissions import ENROL
from campaigns.rules import MOST_AT_ONCE
from campaigns.services import Outsider, Place
from campaigns.views.parts import told
from ground.accounts.models import User
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, page, posted

PREVIEWED = 50
FOUND_AT_MOST = 30


@page(ENROL)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a rule proposes: counted, the first ones shown, then all taken in by one button."""
    campaign, user = told(request, pk, ENROL), acting(request)
    kind = campaign.kind
    asked = request.POST if request.method == "POST" else request.GET
    form = ProposeForm(user, campaign, kind, asked)
    wanted = form.wanted()
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            number = services.enrol_proposed(
                by=user,
                campaign=campaign,
                wanted=wanted,
                seen=int(seen) if seen.isdecimal() else -1,
            )
        except RuleBroken as broken:
            messages.error(request, broken.message)
        else:
            messages.success(request, f"已列入{number}{kind.unit}，接着进行资格审核")
            return redirect("campaigns:roster", pk)
    rows = queries.proposals(user, campaign, wanted)
    context = {
        "campaign": campaign,
        "kind": kind,
        "form": form,
        "number": rows.order_by().count(),
        "most": MOST_AT_ONCE,
        "rows": [_row(one, kind) for one in rows[:PREVIEWED]],
        "previewed": PREVIEWED,
        "kept": [(name, asked.get(name, "")) for name in form.fields],
    }
    return render(request, "campaigns/propose.html", context)


@page(ENROL)
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a family; the answer to the POST is the page itself, so no name is in an address."""
    campaign, user = told(request, pk, ENROL), acting(request)
    form = FindForm(posted(request))
    asked = form.cleaned_data["asked"] if form.is_bound and form.is_valid() else ""
    found = queries.found_to_enrol(user, campaign, asked)[:FOUND_AT_MOST]
    context = {
        "campaign": campaign,
        "form": form,
        "rows": [(one, identifiers.masked_name(one.holder_name or "")) for one in found],
        "most": FOUND_AT_MOST,
        "asked": asked,
        "takes_others": any(one.is_of(filed=False) for one in campaign.kind.classes),
        "takes_places": any(one.is_place for one in campaign.kind.classes),
    }
    return render(request, "campaigns/find.html", context)


@page(ENROL)
def enrol_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    campaign, user = told(request, pk, ENROL), acting(request)
    kind = campaign.kind
    file = queries.found_to_enrol(user, campaign, "").filter(pk=file_pk).first()
    if file is None:
        raise Http404
    if kind.enrols == "member":
        members = queries.members_to_enrol(campaign, file)
        form: EnrolForm = MemberForm(kind, members, posted(request), is_filed=True)
    else:
        form = EnrolForm(kind, posted(request), is_filed=True)
    answer = _enrolled(
        request, campaign, form, file=file, member=_cleaned(form).get("member"), user=user
    )
    context = {
        "campaign": campaign,
        "file": file,
        "holder": identifiers.masked_name(file.holder_name or ""),
        "form": form,
    }
    return answer or render(request, "campaigns/enrol_file.html", context)


@page(ENROL)
def enrol_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody without a file: the number is typed, sealed, and never shown again."""
    campaign, user = told(request, pk, ENROL), acting(request)
    kind = campaign.kind
    form = PersonForm(user, campaign, kind, posted(request))
    typed = _cleaned(form)
    answer = None
    if typed:
        person = Outsider(typed["name"], typed["id_no"], typed["mobile"])
        answer = _enrolled(request, campaign, form, person=person, unit=typed["unit"], user=user)
    context = {"campaign": campaign, "form": form}
    return answer or render(request, "campaigns/enrol_person.html", context)


@page(ENROL)
def enrol_place(request: HttpRequest, pk: int) -> HttpResponse:
    """A workplace or an employer, for so many people."""
    campaign, user = told(request, pk, ENROL), acting(request)
    form = PlaceForm(user, campaign, campaign.kind, posted(request))
    typed = _cleaned(form)
    answer = None
    if typed:
        place = Place(typed["name"], typed["people"])
        answer = _enrolled(request, campaign, form, place=place, unit=typed["unit"], user=user)
    return answer or render(
        request, "campaigns/enrol_place.html", {"campaign": campaign, "form": form}
    )


def _enrolled(
    request: HttpRequest, campaign: Campaign, form: EnrolForm, *, user: User, **who: Any
) -> HttpResponse | None:
    if not _cleaned(form):
        return None
    made = carried_out(form, services.enrol, by=user, campaign=campaign, **who, **form.told())
    if made is None:
        return None
    messages.success(request, "已列入名单，等待资格审核")
    return redirect(reverse("campaigns:enrolment", args=[made.pk]))


def _cleaned(form: EnrolForm) -> dict[str, Any]:
    return form.cleaned_data if form.is_bound and form.is_valid() else {}


def _row(one: Any, kind: CampaignKind) -> dict[str, object]:
    is_member = kind.enrols == "member"
    file = one.file if is_member else one
    return {
        "name": identifiers.masked_name(one.holder_name or ""),
        "file_no": file.file_no,
        "unit": file.unit.name,
        "stage": kind.stage_label(kind.stages_of_education.get(one.education, ""))
        if is_member
        else "",
        "why": one.why,
    }
