"""The page of a phone on which people sign for what they get."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.aid.permissions import RECORD_RECEIPT
from ground.web.pages import ANYONE, page


@page(RECORD_RECEIPT)
@require_GET
def hand_out(request: HttpRequest) -> HttpResponse:
    """The page on which people sign; `aid/hand_out.js` keeps and sends it."""
    return render(request, "aid/hand_out.html")


@page(ANYONE)
@require_GET
def hand_out_shell(request: HttpRequest) -> HttpResponse:
    """The same page without anything of anybody: what a phone keeps."""
    return render(request, "aid/hand_out_shell.html")
