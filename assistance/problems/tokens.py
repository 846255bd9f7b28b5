"""The signed links of the public doors: a key and nothing personal in the address.

A token opens one door only, its salt says which. One that was forged, cut or made for another door
reads as None; whether what it names still opens is for the caller to ask.
"""

from typing import Any

from django.core import signing
from django.urls import reverse

from assistance.problems.models import Answer, EnterpriseProblem

FOLLOW, CONFIRM = "problems.follow", "problems.confirm"
LONGEST = 200


def follow_url(problem: EnterpriseProblem) -> str:
    """Where an enterprise reads how far its problem has come."""
    return reverse("problems:follow", args=[_signed(FOLLOW, problem.pk)])


def confirm_url(answer: Answer) -> str:
    """Where an enterprise says what it thinks of this turn's answer, by this link alone."""
    return reverse("problems:confirm", args=[_signed(CONFIRM, [answer.pk, answer.link_number])])


def problem_followed(token: str) -> int | None:
    """The key of the problem that a token follows."""
    read = _read(FOLLOW, token)
    return read if isinstance(read, int) else None


def answer_judged(token: str) -> tuple[int, int] | None:
    """The key of the answer and the number of the link."""
    read = _read(CONFIRM, token)
    return (read[0], read[1]) if isinstance(read, list) else None


def _signed(salt: str, plain: Any) -> str:
    return signing.Signer(salt=salt).sign_object(plain)


def _read(salt: str, token: str) -> Any:
    if len(token) > LONGEST:
        return None
    try:
        return signing.Signer(salt=salt).unsign_object(token)
    except signing.BadSignature:
        return None
