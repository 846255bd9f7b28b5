"""What the people of a family sign: on this screen or on paper, all at once, taken back, opened."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households import filling, queries, services
from assistance.households.models import Consent, ConsentText, Member
from assistance.households.permissions import KEEP_FILES, REVEAL_PERSONAL
from assistance.households.rules import purposes_of, typed_text
from assistance.households.views.parts import file_in_scope, opened
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.uploads import PICTURES, FilesField, SignatureField

Way = Consent.Way


class ConsentForm(forms.Form):
    member = forms.ChoiceField(label="谁的同意")
    purpose = forms.ChoiceField(label="事项", choices=ConsentText.Purpose.choices)
    guardian = forms.ChoiceField(
        label="监护人", required=False, help_text="不满14周岁的由家庭中另一位成年人签署"
    )
    signed_on = forms.DateField(label="签署日期")
    way = forms.ChoiceField(
        label="方式",
        choices=[(Way.SCREEN, "在屏幕上签名"), (Way.PAPER, "已在纸上签好")],
        widget=forms.RadioSelect,
    )
    signature = SignatureField(
        label="请签署人在框内签名",
        required=False,
        help_text="本人签；不满14周岁的由监护人签",
    )
    photo = FilesField(label="签署页的照片或扫描件", required=False, most=1, accept=PICTURES)


class FamilyConsentsForm(forms.Form):
    signed_on = forms.DateField(label="签署日期")


@page(KEEP_FILES)
def add_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """One signature: drawn on this screen, or on a paper that is photographed."""
    user = acting(request)
    file = file_in_scope(request, pk, KEEP_FILES)
    form = ConsentForm(
        posted(request),
        request.FILES or None,
        initial={"signed_on": clock.today(), "way": Way.SCREEN},
    )
    people = filling.people_of(queries.form_of(file))
    form.fields["member"].choices = people  # type: ignore[attr-defined]
    form.fields["guardian"].choices = [("", "本人签署"), *people]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():

        def signed() -> Consent:
            typed = dict(form.cleaned_data)
            drawn, photo = typed.pop("signature"), typed.pop("photo")
            stored = (drawn if typed["way"] == Way.SCREEN else photo).kept(by=user)
            family = {str(one.pk): one for one in Member.objects.filter(file=file)}
            return services.record_consent(
                by=user,
                member=family[typed.pop("member")],
                guardian=family.get(typed.pop("guardian")),
                stored=stored[0] if stored else None,
                **typed,
            )

        if carried_out(form, signed):
            messages.success(request, "同意书已登记")
            return redirect("households:papers", pk)
    context = {
        "form": form,
        "file": file,
        "back_url": reverse("households:papers", args=[pk]),
        "texts": [queries.consent_text(one, on=clock.today()) for one in ConsentText.Purpose],
    }
    return render(request, "households/consent_form.html", context)


@page(KEEP_FILES)
@require_GET
def blank_consents(request: HttpRequest, pk: int) -> HttpResponse:
    """What the family signs on paper, each text with a line for everybody who has to sign it."""
    file, today = file_in_scope(request, pk, KEEP_FILES), clock.today()
    family = [queries.person_of(one) for one in queries.form_of(file).present]
    sheets = [
        {
            "text": queries.consent_text(one, on=today),
            "people": [
                person.label
                for person in family
                if one in purposes_of(person, today) or one == ConsentText.Purpose.PUBLISH
            ],
        }
        for one in ConsentText.Purpose
    ]
    return render(request, "households/blank_consents.html", {"file": file, "sheets": sheets})


@page(KEEP_FILES)
@require_POST
def family_consents(request: HttpRequest, pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, KEEP_FILES)
    form = FamilyConsentsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写签署日期")
    else:
        done(
            request,
            services.record_family_consents,
            said="全家已签署的同意书已登记",
            by=acting(request),
            file=file,
            signed_on=form.cleaned_data["signed_on"],
        )
    return redirect("households:papers", pk)


@page(KEEP_FILES)
@require_POST
def withdraw_consent(request: HttpRequest, pk: int, consent_pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, KEEP_FILES)
    consent = get_object_or_404(Consent, member__file=file, pk=consent_pk)
    reason = typed_text(request.POST.get("reason"))
    done(
        request,
        services.withdraw_consent,
        said="撤回已登记",
        by=acting(request),
        consent=consent,
        reason=reason,
    )
    return redirect("households:papers", pk)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_GET
def open_consent(request: HttpRequest, pk: int, consent_pk: int) -> HttpResponse:
    """The signature or the signed paper itself; each opening is on the record."""
    file = file_in_scope(request, pk, REVEAL_PERSONAL)
    signed = Consent.objects.select_related("stored", "text", "member__file")
    consent = get_object_or_404(signed, member__file=file, pk=consent_pk, stored__isnull=False)
    return opened(services.open_consent(by=acting(request), consent=consent))
