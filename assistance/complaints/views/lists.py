"""The register, its figures, and taking down what was said on the telephone, by letter, at the desk."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.complaints import looks, queries, rules, services
from assistance.complaints.forms import TakeForm
from assistance.complaints.models import Complaint
from assistance.complaints.permissions import SEE_COMPLAINTS, TAKE_COMPLAINT
from assistance.pairing.queries import organisations_like
from ground.briefs.tables import Table, book_answer, list_answer, table_answer
from ground.kernel import clock
from ground.kernel.periods import Period
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, page, posted
from ground.web.uploads import Chosen

HANDS = ["填报：", "审核：", "（盖章）"]
SUGGESTED = 12


@require_GET
@page(SEE_COMPLAINTS)
def complaint_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.in_lists(Complaint.objects.visible_to(user, SEE_COMPLAINTS.code))
    listed = looks.complaint_list(user)
    if request.GET.get("export") == "pdf":
        return list_answer(request, listed, rows, hands=HANDS)
    actions = [Action("统计", reverse("complaints:figures"), "chart")]
    if user.may(TAKE_COMPLAINT.code):
        actions.append(Action("登记", reverse("complaints:take"), "add", "primary"))
    printed = [Action("打印 PDF", f"{reverse('complaints:list')}?export=pdf", "pdf")]
    return listed.respond(request, rows, actions=actions, on_filter=printed)


@require_GET
@page(SEE_COMPLAINTS)
def figures(request: HttpRequest) -> HttpResponse:
    """By kind for a year: on the page, `?export=xlsx`, `?export=pdf`."""
    user, today = acting(request), clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year  # noqa: PLR2004
    year = max(year, date.min.year)
    rows = Complaint.objects.visible_to(user, SEE_COMPLAINTS.code)
    period = Period(starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    lines = queries.figures_of(rows, period, today)
    title, cells = f"{year}年投诉举报统计", [one.cells for one in lines]
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        table = Table(
            title=title,
            columns=looks.FIGURES,
            rows=cells[:-1],
            total=cells[-1],
            marks=[f"单位：{user.organisation.name}", f"截至：{today}"],
            hands=HANDS,
        )
        answer = book_answer if export == "xlsx" else table_answer
        return answer(request, table, organisation=user.organisation)
    years = sorted({*rows.order_by().values_list("year", flat=True).distinct(), today.year, year})
    context = {
        "lines": lines[:-1],
        "total": lines[-1],
        "year": year,
        "years": years[::-1],
        "heads": [one.label for one in looks.FIGURES],
    }
    return render(request, "complaints/figures.html", context)


@page(TAKE_COMPLAINT)
def take(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = TakeForm(
        queries.units_to_name(user, TAKE_COMPLAINT),
        posted(request),
        request.FILES or None,
        initial={"key": uuid4(), "received_on": clock.today(), "way": Complaint.Way.PHONE},
    )
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, _taken, request=request, **form.cleaned_data)
        if made:
            return render(request, "complaints/receipt.html", {"complaint": made, **_told(made)})
    return render(request, "complaints/take.html", {"form": form})


def _taken(*, request: HttpRequest, papers: Chosen, **said: object) -> Complaint:
    user = acting(request)
    return services.receive_complaint(
        by=user,
        base=user.organisation,
        papers=papers.kept(by=user),
        **said,  # type: ignore[arg-type]
    )


def _told(made: Complaint) -> dict[str, object]:
    return {"code": rules.shown_code(str(made.code)), "look_url": reverse("complaints:look")}


@require_GET
@page(TAKE_COMPLAINT)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for a unit's name that is being typed."""
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    among = queries.units_to_name(acting(request), TAKE_COMPLAINT)
    found = organisations_like(among, text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


def gone(request: HttpRequest) -> HttpResponse:
    """After a step that took a complaint out of this person's sight."""
    messages.info(request, "这件已转由上级受理，您不再看得到它")
    return redirect("complaints:list")
