"""Templates: listed, read, kept in a new version, retired."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.banks import looks, rules, services
from assistance.banks.forms import TemplateForm
from assistance.banks.models import BankTemplate
from assistance.banks.permissions import KEEP_TEMPLATES, SEE_BANKS
from assistance.banks.views.scoped import template_in_scope
from ground.kernel import clock
from ground.web.lists import Action
from ground.web.pages import acting, done, page, posted, taken
from ground.web.trail import moments_of


@page(SEE_BANKS)
@require_GET
def list_templates(request: HttpRequest) -> HttpResponse:
    """The templates in force, and those that begin later."""
    user, today = acting(request), clock.today()
    visible = BankTemplate.objects.visible_to(user, SEE_BANKS.code)
    current = visible.in_force(today).values("pk")
    rows = visible.filter(Q(pk__in=current) | Q(valid_from__gt=today)).select_related(
        "organisation"
    )
    actions = []
    if user.may(KEEP_TEMPLATES.code):
        actions = [Action("新建模板", reverse("banks:new_template"), "add", "primary")]
    return looks.TEMPLATES.respond(request, rows, actions=actions)


@page(SEE_BANKS)
@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    one = template_in_scope(request, pk, SEE_BANKS)
    user, layout = acting(request), one.read
    organisation = one.organisation
    context = {
        "template": one,
        "layout": layout,
        "words": {
            "format": rules.FORMATS[layout.format],
            "encoding": rules.ENCODINGS[layout.encoding],
            "separator": rules.SEPARATORS[layout.separator],
            "amount_in": rules.AMOUNTS[layout.amount_in],
            "checksum": rules.CHECKSUMS[layout.checksum],
            "answer_format": rules.FORMATS[layout.answer.format],
        },
        "columns": [(rules.HOLDS[c.holds], c.heading, c.width) for c in layout.columns],
        "answers": [(rules.ANSWERS[c.holds], c.heading, c.width) for c in layout.answer.columns],
        "head": [rules.FIGURES.get(one, one) for one in layout.head],
        "tail": [rules.FIGURES.get(one, one) for one in layout.tail],
        "versions": BankTemplate.objects.filter(series=one.series).order_by("-version"),
        "may_keep": user.may(KEEP_TEMPLATES.code),
        "may_retire": organisation is not None
        and one.is_offered
        and user.reaches(organisation, KEEP_TEMPLATES.code),
        "moments": moments_of(one),
    }
    return render(request, "banks/template.html", context)


@page(KEEP_TEMPLATES)
def new(request: HttpRequest) -> HttpResponse:
    first = BankTemplate.objects.filter(organisation=None).order_by("pk").first()
    return _form(request, first, follows=None)


@page(KEEP_TEMPLATES)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version of one's own template, or a template of one's own after another's."""
    one = template_in_scope(request, pk, KEEP_TEMPLATES)
    return _form(request, one, follows=one)


@page(KEEP_TEMPLATES)
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    one = template_in_scope(request, pk, KEEP_TEMPLATES)
    user = acting(request)
    if one.organisation is not None and not user.reaches(one.organisation, KEEP_TEMPLATES.code):
        return redirect("banks:template", pk)
    done(request, services.retire_template, said="已停用", by=user, template=one)
    return redirect("banks:templates")


def _form(
    request: HttpRequest, like: BankTemplate | None, *, follows: BankTemplate | None
) -> HttpResponse:
    start = TemplateForm.typed(like, clock.today()) if like else None
    form = TemplateForm(posted(request), initial=start)

    def keep(**said: object) -> BankTemplate:
        user = acting(request)
        return services.keep_template(
            by=user,
            organisation=user.organisation,
            bank=form.cleaned_data["bank"],
            name=form.cleaned_data["name"],
            layout=form.layout(),
            valid_from=form.cleaned_data["valid_from"],
            follows=follows,
        )

    answer = taken(request, form, keep, said="模板已保存", then=reverse("banks:templates"))
    title = f"更改模板：{follows}" if follows else "新建模板"
    context = {"form": form, "title": title, "holds": rules.HOLDS, "answers": rules.ANSWERS}
    return answer or render(request, "banks/template_form.html", context)
