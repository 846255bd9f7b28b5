"""A unit writes and sends an article: typed, pasted, or read from a Word file."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ground.briefs import offers, queries, services
from ground.briefs.forms import ContributionForm
from ground.briefs.forms_photos import (
    Given,
    PhotosInput,
    known_photos,
    numbered,
    photos_of,
)
from ground.briefs.models import Contribution
from ground.briefs.permissions import SEND_CONTRIBUTION
from ground.briefs.rules import blocks, wordfiles, writing
from ground.briefs.rules.states import ARTICLE_WORDS
from ground.briefs.views.photos import panel_unsent, with_unsent
from ground.files.models import StoredFile
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, page, posted

LONGEST_SHOWN = 100_000
LONGEST_KEY = 18
TYPED = (*ARTICLE_WORDS, "blocks", "organisation", "mends")


@page(SEND_CONTRIBUTION)
def send(request: HttpRequest) -> HttpResponse:
    """Write and send an article. `?again=` begins with a returned one."""
    user = acting(request)
    if request.method != "POST":
        return _shown(request, ContributionForm(user, initial=_again(request)))
    form = ContributionForm(user, posted(request), request.FILES)
    if form.is_valid():
        sent = carried_out(form, services.send_contribution, by=user, **form.cleaned_data)
        if sent:
            messages.success(request, f"《{sent.title}》已报送")
            return redirect("briefs:contribution", sent.pk)
    return _shown(request, form)


@page(SEND_CONTRIBUTION)
def read_word(request: HttpRequest) -> HttpResponse:
    """Fill the form from a Word file, to be looked over before it is sent.

    What the file does not tell stays as it was typed; a text that gives way is shown once more.
    """
    if request.method != "POST":
        return redirect("briefs:send")
    typed = {name: request.POST.get(name, "") for name in TYPED}
    context: dict[str, Any] = {}
    photos = _photos_in(request)
    try:
        found, of_file = _word_of(request)
    except RuleBroken as broken:
        context["refused"] = broken.message
    else:
        photos = of_file if found.text else photos
        context = {"found": found, "replaced": typed["blocks"].strip() if found.text else ""}
        told = {name: getattr(found, name) for name in ARTICLE_WORDS} | {"blocks": found.text}
        typed |= {name: text for name, text in told.items() if text}
    initial = _fitting(typed) | {"photos": photos}
    return _shown(request, ContributionForm(acting(request), initial=initial), **context)


@page(SEND_CONTRIBUTION)
def put_in(request: HttpRequest) -> HttpResponse:
    """Add a ready paragraph to the end of what was typed: the way of a browser without scripts."""
    if request.method != "POST":
        return redirect("briefs:send")
    typed = {name: request.POST.get(name, "") for name in TYPED}
    form = ContributionForm(acting(request), initial=_fitting(typed))
    known = {one.key: one.text for kind in _offered(form) for one in kind.paragraphs}
    if text := known.get(request.POST.get("offer", "")):
        form.initial["blocks"] = f"{typed['blocks'].rstrip()}\n{text}".lstrip()
    else:
        messages.error(request, "这个段落现在没有了，请重新选择")
    return _shown(request, form)


@page(SEND_CONTRIBUTION)
def put_photos(request: HttpRequest) -> HttpResponse:
    """Keep photos for a text that is being written, take those of a visit, or drop one.

    Answers with the list alone; without scripts with the page.
    """
    if request.method != "POST":
        return redirect("briefs:send")
    user, kept, refused = acting(request), _photos_in(request), ""
    typed = {name: request.POST.get(name, "") for name in TYPED}
    form = ContributionForm(user, initial=_fitting(typed))
    try:
        more = _given(request).uploads
        kept |= numbered(services.keep_photos(by=user, uploads=more, known=len(kept)), kept)
        if of := request.POST.get("of"):
            told = offers.photos_of(user, _offered(form)).get(of, ())
            kept |= numbered(services.copy_files(by=user, originals=told, known=len(kept)), kept)
    except RuleBroken as broken:
        refused = broken.message
    kept = {at: one for at, one in kept.items() if str(at) != request.POST.get("drop")}
    if request.headers.get("HX-Request"):
        return render(request, "briefs/photos.html", panel_unsent(kept) | {"refused": refused})
    if refused:
        messages.error(request, refused)
    form.kept_photos = kept
    return _shown(request, form)


@page(SEND_CONTRIBUTION)
def preview(request: HttpRequest) -> HttpResponse:
    """The typed text as headings and paragraphs, while it is typed."""
    context = {
        "title": request.POST.get("title", "")[:120],
        "subtitle": request.POST.get("subtitle", "")[:120],
        "byline": request.POST.get("byline", "")[:60],
        "contributor": request.POST.get("contributor", "")[:60],
        **_read(request.POST.get("blocks", "")[:LONGEST_SHOWN], _photos_in(request)),
    }
    return render(request, "briefs/article_text.html", {"article": context})


def _shown(request: HttpRequest, form: ContributionForm, **context: Any) -> HttpResponse:
    returned = _returned(request, str(form["mends"].value() or ""))
    offered = _offered(form)
    taken = offers.photos_of(acting(request), offered)
    context |= {
        "form": form,
        "document": _typed(form),
        "returned": returned,
        "offered": [
            (kind.label, [(one, len(taken.get(one.key, ()))) for one in kind.paragraphs])
            for kind in offered
        ],
        "offered_days": offers.DAYS,
        **panel_unsent(form.kept_photos),
    }
    return render(request, "briefs/send.html", context)


def _offered(form: ContributionForm) -> list[offers.Kind]:
    """Ready paragraphs for the unit that is chosen, of those for which this person may send."""
    chosen = str(form["organisation"].value() or "")
    units = form.units.filter(pk=chosen) if _is_key(chosen) else form.units.none()
    unit = units.first()
    return offers.offered_to(unit) if unit else []


def _word_of(request: HttpRequest) -> tuple[wordfiles.Imported, dict[int, StoredFile]]:
    upload = request.FILES.get("file")
    if upload is None:
        raise RuleBroken("word_missing", "请先选择 Word 文件（.docx），再点读入")
    # One byte more than is allowed says that it is too large, and no more is read into memory.
    content = upload.read(wordfiles.MOST_BYTES + 1)
    return services.read_word(by=acting(request), content=content, name=upload.name or "")


def _fitting(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, without keys that no choice can have."""
    keys = ("organisation", "mends")
    return {name: text for name, text in typed.items() if name not in keys or _is_key(text)}


def _again(request: HttpRequest) -> dict[str, object]:
    old = _returned(request, request.GET.get("again", ""))
    if old is None:
        return {}
    return {field: getattr(old, field) for field in ARTICLE_WORDS} | {
        "blocks": writing.text_of_blocks(blocks.read_blocks(old.blocks)),
        "organisation": old.organisation_id,
        "mends": old.pk,
        "photos": photos_of(old),
    }


def _returned(request: HttpRequest, key: str) -> Contribution | None:
    if not _is_key(key):
        return None
    return queries.contributions_returned(acting(request)).filter(pk=key).first()


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_KEY


def _typed(form: ContributionForm) -> dict[str, object]:
    """What stands in the form, as the preview shows it."""
    shown = {name: form[name].value() or "" for name in ARTICLE_WORDS}
    return shown | _read(str(form["blocks"].value() or ""), form.kept_photos)


def _given(request: HttpRequest) -> Given:
    return PhotosInput().value_from_datadict(request.POST, request.FILES, "photos")


def _photos_in(request: HttpRequest) -> dict[int, StoredFile]:
    """The photos that a form already carries."""
    mends = _returned(request, request.POST.get("mends", ""))
    return known_photos(acting(request), _given(request).kept, mends)


def _read(text: str, photos: Mapping[int, StoredFile]) -> dict[str, object]:
    try:
        return {"blocks": with_unsent(writing.blocks_of(text), photos)}
    except RuleBroken as broken:
        return {"error": broken.message}
