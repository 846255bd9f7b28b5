"""Papers and signatures of a file; what a region asks for, and the texts that people sign."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households import filling, looks, queries, services
from assistance.households.models import (
    Consent,
    ConsentText,
    HardshipFile,
    Member,
    Paper,
    PaperKind,
    PaperRule,
)
from assistance.households.permissions import (
    KEEP_FILES,
    REVEAL_PERSONAL,
    SEE_FILES,
    SET_PAPERS,
)
from assistance.households.rules import typed_text
from assistance.households.views.parts import file_in_scope, opened
from ground.kernel import clock
from ground.places.models import Division
from ground.web.fields import CHOOSE
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.uploads import FilesField


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label="材料", choices=[CHOOSE, *PaperKind.choices])
    member = forms.ChoiceField(label="属于", required=False)
    upload = FilesField(
        label="照片或扫描件",
        required=False,
        most=1,
        help_text="不上传即登记为“已看原件”，原件留在档案袋",
    )
    pages = forms.IntegerField(label="页数", initial=1, min_value=1, max_value=500)
    issued_by = forms.CharField(label="出具单位", required=False, max_length=80)
    issued_on = forms.DateField(label="出具日期", required=False)


class PaperRuleForm(forms.Form):
    kind = forms.ChoiceField(label="材料", choices=[CHOOSE, *PaperKind.choices])
    when = forms.ChoiceField(label="对象", required=False, choices=PaperRule.When.choices)
    division = forms.ModelChoiceField(
        Division.objects.all(), label="适用地区", required=False, empty_label="所有地区"
    )
    is_asked = forms.ChoiceField(label="要求", choices=[("1", "要求提供"), ("0", "不要求提供")])
    months = forms.IntegerField(label="出具后有效（月）", required=False, min_value=1)
    valid_from = forms.DateField(label="启用日期")
    source = forms.CharField(label="依据", max_length=200)

    def clean_is_asked(self) -> bool:
        return bool(self.cleaned_data["is_asked"] == "1")


class ConsentTextForm(forms.Form):
    purpose = forms.ChoiceField(label="事项", choices=ConsentText.Purpose.choices)
    title = forms.CharField(label="标题", max_length=80)
    text = forms.CharField(label="正文", max_length=5000, widget=forms.Textarea({"rows": 10}))
    valid_from = forms.DateField(label="启用日期")


@page(SEE_FILES)
@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that lies in the folder: papers and signatures, and what is missing of them."""
    file = file_in_scope(request, pk, SEE_FILES)
    signed = Consent.objects.filter(member__file=file).select_related("text", "member", "guardian")
    context = {
        "file": file,
        "holder": looks.holder_of(file),
        "missing": queries.missing_of(file),
        "doubts": queries.doubts_of(queries.form_of(file)),
        "papers": file.papers.select_related("stored", "member", "added_by"),
        "consents": signed.order_by("member", "text__purpose", "pk"),
        "may_keep": "complete" in queries.actions_for(acting(request), file)
        or acting(request).may(KEEP_FILES.code),
        "may_open": acting(request).may(REVEAL_PERSONAL.code),
        "today": clock.today(),
    }
    return render(request, "households/papers.html", context)


@page(KEEP_FILES)
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, KEEP_FILES)
    form = PaperForm(posted(request), request.FILES or None)
    people = filling.people_of(queries.form_of(file))
    form.fields["member"].choices = [("", "全家"), *people]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():

        def kept() -> Paper:
            typed = dict(form.cleaned_data)
            stored = typed.pop("upload").kept(by=acting(request))
            whose = typed.pop("member")
            return services.add_paper(
                by=acting(request),
                file=file,
                stored=stored[0] if stored else None,
                member=Member.objects.get(pk=whose, file=file) if whose else None,
                **typed,
            )

        if carried_out(form, kept):
            messages.success(request, "材料已登记")
            return redirect("households:papers", pk)
    return _form(request, form, "登记材料", file=file)


@page(KEEP_FILES)
@require_POST
def withdraw_paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, KEEP_FILES)
    paper = get_object_or_404(Paper, file=file, pk=paper_pk)
    reason = typed_text(request.POST.get("reason"))
    done(
        request,
        services.withdraw_paper,
        said="材料已撤回",
        by=acting(request),
        paper=paper,
        reason=reason,
    )
    return redirect("households:papers", pk)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_GET
def open_paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """The photo or document itself; each opening is on the record."""
    file = file_in_scope(request, pk, REVEAL_PERSONAL)
    paper = get_object_or_404(
        Paper.objects.select_related("stored", "file"), file=file, pk=paper_pk, stored__isnull=False
    )
    return opened(services.open_paper(by=acting(request), paper=paper))


@page(SET_PAPERS)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What is asked for where, and the texts: new rows only, none is changed."""
    asked = PaperRule.objects.select_related("division").order_by("kind", "when", "-valid_from")
    context = {"rules": asked, "texts": ConsentText.objects.all()}
    return render(request, "households/paper_rules.html", context)


@page(SET_PAPERS)
def set_rule(request: HttpRequest) -> HttpResponse:
    form = PaperRuleForm(posted(request), initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        set_now = carried_out(
            form, services.set_paper_rule, by=acting(request), **form.cleaned_data
        )
        if set_now:
            messages.success(request, "材料要求已设置")
            return redirect("households:paper_rules")
    return _form(request, form, "设置材料要求")


@page(SET_PAPERS)
def add_text(request: HttpRequest) -> HttpResponse:
    form = ConsentTextForm(posted(request), initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        set_now = carried_out(
            form, services.add_consent_text, by=acting(request), **form.cleaned_data
        )
        if set_now:
            messages.success(request, "同意书新版本已发布")
            return redirect("households:paper_rules")
    return _form(request, form, "发布同意书新版本")


def _form(
    request: HttpRequest, form: forms.Form, title: str, *, file: HardshipFile | None = None
) -> HttpResponse:
    back = (
        reverse("households:papers", args=[file.pk]) if file else reverse("households:paper_rules")
    )
    context = {"file": file, "form": form, "title": title, "back_url": back}
    return render(request, "households/paper_form.html", context)
