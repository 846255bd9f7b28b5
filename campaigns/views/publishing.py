"""结果公开: drafted and published on one page, taken back, printed; the page that everybody may read."""

from importlib import resources
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from campaigns import services
from campaigns.forms.publishing import PublicationForm
from campaigns.models import Campaign, Publication
from campaigns.permissions import DRAFT_PUBLICATION, PUBLISH_RESULTS, SEE_CAMPAIGNS
from campaigns.queries import publishing as found
from campaigns.views.parts import steered
from ground.briefs import press
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule
from ground.web.doors import door
from ground.web.leaving import file_answer
from ground.web.outside import qr_of, whole_address
from ground.web.pages import acting, done, page, taken

State = Publication.State
TONES = {
    State.DRAFT: "warn",
    State.PUBLISHED: "good",
    State.ENDED: "neutral",
    State.WITHDRAWN: "bad",
}
ABOUT = "campaigns.publication"


@require_GET
@page(SEE_CAMPAIGNS)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft, what stands, what has ended; each look is on the trail."""
    campaign = steered(request, pk, SEE_CAMPAIGNS)
    for one in Publication.objects.of(campaign).exclude(state__in=[State.ENDED, State.WITHDRAWN]):
        services.open_publication(by=acting(request), publication=one)
    return _shown(request, campaign)


@require_POST
@page(DRAFT_PUBLICATION)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, form = steered(request, pk, DRAFT_PUBLICATION), PublicationForm(request.POST)
    answer = taken(
        request,
        form,
        services.draft_publication,
        said="草稿已保存，请另一人核对后发布",
        then=_page(pk),
        campaign=campaign,
    )
    return answer or _shown(request, campaign, form)


@require_POST
@page(PUBLISH_RESULTS)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PUBLISH_RESULTS)
    one = get_object_or_404(Publication.objects.of(campaign), state=State.DRAFT)
    done(
        request,
        services.publish_results,
        said="已发布：公开页现在谁都能打开，请打印张贴",
        by=acting(request),
        publication=one,
        seen=request.POST.get("seen", ""),
    )
    return redirect(_page(pk))


@require_POST
@page(PUBLISH_RESULTS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PUBLISH_RESULTS)
    one = get_object_or_404(Publication.objects.of(campaign), state=State.PUBLISHED)
    done(
        request,
        services.withdraw_publication,
        said="已撤下：公开页只说明已撤下，不再显示数字和名单；墙上的请一并撤下",
        by=acting(request),
        publication=one,
        reason=request.POST.get("reason", ""),
    )
    return redirect(_page(pk))


@require_GET
@page(SEE_CAMPAIGNS)
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the wall, with the QR code of the page; without who took their consent back."""
    campaign = steered(request, pk, SEE_CAMPAIGNS)
    one = get_object_or_404(Publication.objects.of(campaign), state=State.PUBLISHED)
    services.open_publication(by=acting(request), publication=one)
    told = _told(one)
    try:
        return file_answer(
            request,
            content=pdf_of(told),
            title=f"结果公开 {one.title}",
            name=f"{one.title}.pdf",
            content_type="application/pdf",
            organisation=campaign.organiser,
            rows=len(told["lines"]),
            inline=True,
            public=[one.phone],
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(_page(pk))


@door()
def results(request: HttpRequest, token: str) -> HttpResponse:
    """The page for everybody: while it stands, what was published less who took their consent back."""
    one = found.public_publication(token)
    if one is None:
        return render(request, "campaigns/public/shut.html", status=404)
    if not found.stands(one, clock.today()):
        status = 410 if one.state == State.WITHDRAWN else 200
        return render(request, "campaigns/public/over.html", {"one": one}, status=status)
    return render(request, "campaigns/public/results.html", _told(one))


def pdf_of(told: dict[str, Any]) -> bytes:
    html = render_to_string("campaigns/public/poster.html", told)
    style = "".join(
        resources.files(package).joinpath(name).read_text(encoding="utf-8")
        for package, name in (("assistance.notices", "poster.css"), ("campaigns", "results.css"))
    )
    return press.sheet(html, style).pdf


def _told(one: Publication) -> dict[str, Any]:
    """What the public page and the sheet on the wall show, and nothing else."""
    lines = list(found.shown_lines(one).values_list("name", "unit", "category", "amount"))
    url = whole_address(reverse("campaigns:results", args=[one.code]))
    return {
        "one": one,
        "campaign": one.campaign,
        "figures": one.figures,
        "lines": [(number, *cells) for number, cells in enumerate(lines, 1)],
        "complain_url": reverse("complaints:tell_about", args=[ABOUT, one.code]),
        "qr": qr_of(url),
        "url": url,
    }


def _shown(
    request: HttpRequest, campaign: Campaign, form: PublicationForm | None = None
) -> HttpResponse:
    user, today = acting(request), clock.today()
    rows = list(
        Publication.objects.of(campaign).select_related(
            "drafted_by", "published_by", "withdrawn_by"
        )
    )
    drafted = next((one for one in rows if one.state == State.DRAFT), None)
    standing = next((one for one in rows if one.state == State.PUBLISHED), None)
    with_names = drafted.with_names if drafted else True
    may_draft = user.reaches(campaign.organiser, DRAFT_PUBLICATION.code)
    may_publish = user.reaches(campaign.organiser, PUBLISH_RESULTS.code)
    if form is None and may_draft:
        division = campaign.organiser.division
        days = int(local_rule("campaigns.publish_workdays", on=today, division=division))
        form = PublicationForm(
            initial={
                "title": drafted.title if drafted else f"{campaign.name}结果公开"[:60],
                "place": drafted.place if drafted else "",
                "workdays": drafted.workdays if drafted else days,
                "with_names": with_names,
                "remark": drafted.remark if drafted else "",
            }
        )
    ready = campaign.state in services.TELLING
    context = {
        "campaign": campaign,
        "drafted": drafted,
        "standing": standing,
        "page": _told(standing) if standing else None,
        "gone": standing.lines.count() - found.shown_lines(standing).count() if standing else 0,
        "past": [one for one in rows if one.state in {State.ENDED, State.WITHDRAWN}],
        "told": found.told_of(campaign, with_names=with_names, on=today) if drafted else None,
        "form": form if may_draft and ready else None,
        "ready": ready,
        "may_publish": may_publish and drafted is not None and drafted.drafted_by_id != user.pk,
        "is_own": drafted is not None and drafted.drafted_by_id == user.pk,
        "may_withdraw": may_publish,
        "tones": TONES,
    }
    return render(request, "campaigns/publication.html", context)


def _page(pk: int) -> str:
    return reverse("campaigns:publication", args=[pk])
