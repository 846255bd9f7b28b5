"""Events and handlers that only these tests know. Their effect is a line in the audit trail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from ground.audit.services import record
from ground.events import Event, Outside, Told, event, handles, handles_many
from ground.events.services import publish
from ground.kernel import clock


@event("tests.lamp_lit")
@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit."""

    lamp: int
    on: date = date(2008, 1, 1)
    cost: Decimal = Decimal("1.20")


@event("tests.lamp_seen")
@dataclass(frozen=True, kw_only=True)
class LampSeen(Event):
    """Somebody saw the lamp."""

    lamp: int


@event("tests.bulb_sold")
@dataclass(frozen=True, kw_only=True)
class BulbSold(Event):
    """A bulb was sold."""

    bulb: int


@event("tests.bulb_counted")
@dataclass(frozen=True, kw_only=True)
class BulbCounted(Event):
    """A bulb was counted."""

    bulb: int


@event("tests.letter_due")
@dataclass(frozen=True, kw_only=True)
class LetterDue(Event):
    """A letter is to be sent."""

    letter: int


@event("tests.page_due")
@dataclass(frozen=True, kw_only=True)
class PageDue(Event):
    """A page is to be printed."""

    page: int


@event("tests.step_taken")
@dataclass(frozen=True, kw_only=True)
class StepTaken(Event):
    """Somebody took a step."""

    walker: str
    step: int


class Trouble:
    """What the handlers below should stumble over, and what they did outside the database."""

    def __init__(self) -> None:
        self.failing: set[int] = set()
        self.outside: list[int] = []
        self.counts: list[list[int]] = []  # which bulbs were told together
        self.refused = ""  # the SQLSTATE with which the database refuses every lamp
        self.meanwhile: Callable[[], object] = lambda: None  # while a page is printed


TROUBLE = Trouble()


@handles(LampLit)
def note_lamp(happened: LampLit) -> None:
    record(None, "lamp.noted", f"lamp:{happened.lamp}", today=clock.today())
    if happened.lamp in TROUBLE.failing:
        raise ValueError("a name that must not be kept: 王小明")
    if TROUBLE.refused:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DO $$ BEGIN RAISE 'refused' USING ERRCODE = '{TROUBLE.refused}'; END $$"
            )
    publish(LampSeen(lamp=happened.lamp))


@handles(LampSeen)
def note_sight(happened: LampSeen) -> None:
    record(None, "lamp.seen", f"lamp:{happened.lamp}")


@handles_many(BulbSold)
def count_bulbs(sold: Sequence[Told[BulbSold]]) -> None:
    bulbs = [one.event.bulb for one in sold]
    TROUBLE.counts.append(bulbs)
    for bulb in bulbs:
        record(None, "bulb.counted", f"bulb:{bulb}", today=clock.today())
    if TROUBLE.failing & set(bulbs):
        raise ValueError("a name that must not be kept: 王小明")
    publish(*(BulbCounted(bulb=bulb) for bulb in bulbs), because=[one.id for one in sold])


@handles(StepTaken, in_order_of="walker")
def follow_step(taken: StepTaken) -> None:
    record(None, "step.followed", f"walker:{taken.walker}", step=taken.step)
    if taken.step in TROUBLE.failing:
        raise ValueError("stumbled")


@handles(LetterDue, outside=Outside.ONCE)
def send_letter(happened: LetterDue):
    TROUBLE.outside.append(happened.letter)
    if happened.letter in TROUBLE.failing:
        raise ConnectionError
    return lambda: record(None, "letter.sent", f"letter:{happened.letter}") and None


@handles(PageDue, queue="documents", outside=Outside.REPEATABLE)
def print_page(happened: PageDue):
    TROUBLE.outside.append(happened.page)
    TROUBLE.meanwhile()
    if happened.page in TROUBLE.failing:
        raise ConnectionError
    return lambda: record(None, "page.printed", f"page:{happened.page}") and None


def shine(*lamps: int) -> None:
    with transaction.atomic():
        publish(*(LampLit(lamp=lamp) for lamp in lamps))


def sell(*bulbs: int) -> None:
    with transaction.atomic():
        publish(*(BulbSold(bulb=bulb) for bulb in bulbs))


def walk(*steps: tuple[str, int]) -> None:
    with transaction.atomic():
        publish(*(StepTaken(walker=walker, step=step) for walker, step in steps))
