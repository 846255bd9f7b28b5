"""Long work: the contact cards of a whole year as files to print."""

from functools import partial

from assistance.pairing import permissions, services
from assistance.pairing.cardpress import RELATED, cards_pdf
from assistance.pairing.models import ContactCard
from ground.briefs import press
from ground.jobs.registry import Job, Progress, Settle, job
from ground.kernel.errors import RuleBroken

IN_A_FILE = 400
AT_ONCE = 100  # what the typesetter sets well within its limits, however busy the machine


@job("pairing.print_cards", label="整批打印联系卡", limit_minutes=30)
def print_cards(job: Job, progress: Progress) -> Settle:
    """The cards in force of one year, in the order of enterprises, four on a sheet."""
    year = int(job.inputs["year"])
    cards = list(
        ContactCard.objects.led_by(job.asked_by, permissions.ISSUE_CARDS.code)
        .in_force()
        .filter(group__year=year)
        .order_by("group__link_point__path", "pk")
        .select_related(*RELATED)
        .prefetch_related("holders__agency")
    )
    if not cards:
        raise RuleBroken("no_cards", f"{year}年还没有在用的联系卡，请先发放")
    parts: list[tuple[bytes, int]] = []
    for start in range(0, len(cards), IN_A_FILE):
        file = cards[start : start + IN_A_FILE]
        pages = []
        for at in range(0, len(file), AT_ONCE):
            progress.at(done=start + at, total=len(cards), saying="正在排印")
            with progress.breathing():
                pages.append(cards_pdf(file[at : at + AT_ONCE], "a4"))
        parts.append((press.joined(pages), len(file)))
    return partial(
        services.keep_printed_cards, by=job.asked_by, job=job.key, year=year, parts=parts
    )
