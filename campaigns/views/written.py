"""活动总结报告: the organiser's report in running text, as page, PDF and for Word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries.written import written_facts
from campaigns.reporting import paper_of
from campaigns.views.parts import steered
from ground.briefs.papers import paper_answer
from ground.web.pages import acting, page


@page(SEE_CAMPAIGNS)
@require_GET
def written_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report written from the records; `?export=docx` and `?export=pdf` to hand in."""
    campaign = steered(request, pk, SEE_CAMPAIGNS)
    paper = paper_of(written_facts(campaign, acting(request), SEE_CAMPAIGNS.code))
    match request.GET.get("export"):
        case "docx":
            return paper_answer(request, paper, kind="docx", organisation=campaign.organiser)
        case "pdf":
            return paper_answer(request, paper, kind="pdf", organisation=campaign.organiser)
    context = {"campaign": campaign, "paper": paper}
    return render(request, "campaigns/written_report.html", context)
