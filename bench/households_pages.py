"""The pages that are asked for, each time with another value."""

from collections.abc import Callable, Sequence
from typing import Any

from bench.households_rows import TODAY, mobile_of, name_of, number_of
from bench.households_world import HIGH, VIEWERS, World

Ask = Callable[[Any, World, str, int], Any]


def got(query: str) -> Ask:
    def ask(client: Any, _world: World, _who: str, _turn: int) -> Any:
        return client.get(f"/households/?{query}", headers={"host": "127.0.0.1"})

    return ask


def at(address: str) -> Ask:
    def ask(client: Any, _world: World, _who: str, _turn: int) -> Any:
        return client.get(address, headers={"host": "127.0.0.1"})

    return ask


def unit(client: Any, world: World, who: str, turn: int) -> Any:
    units = world.units[who]
    pk = units[turn * 7 % len(units)]
    return client.get(f"/households/?unit={pk}", headers={"host": "127.0.0.1"})


def year(client: Any, world: World, who: str, turn: int) -> Any:
    return got(f"year={TODAY.year - turn % 9}")(client, world, who, turn)


def number(client: Any, world: World, who: str, turn: int) -> Any:
    from assistance.households.models import HardshipFile  # noqa: PLC0415

    file_no = HardshipFile.objects.values_list("file_no", flat=True).get(pk=some(world, turn))
    return got(f"q={file_no}")(client, world, who, turn)


def found(typed: Callable[[World, int], str]) -> Ask:
    def ask(client: Any, world: World, _who: str, turn: int) -> Any:
        return client.post(
            "/households/find/", {"asked": typed(world, turn)}, headers={"host": "127.0.0.1"}
        )

    return ask


def some(world: World, turn: int) -> int:
    return 1 + turn * 7919 % world.size


def one_file(client: Any, world: World, who: str, turn: int) -> Any:
    from assistance.households.models import HardshipFile  # noqa: PLC0415

    scope = world.people[who].organisation.path
    files = HardshipFile.objects.filter(unit__path__startswith=scope, state="active")
    pk = files.order_by("pk").values_list("pk", flat=True)[turn % 5]
    return client.get(f"/households/{pk}/", headers={"host": "127.0.0.1"})


def workbench(client: Any, _world: World, _who: str, _turn: int) -> Any:
    return client.get("/", headers={"host": "127.0.0.1"})


def initials(name: str) -> str:
    from ground.kernel.characters import read_aloud  # noqa: PLC0415

    return "".join(one[0] for one in next(read_aloud(name)))


def three(turn: int) -> str:
    """A name of three characters that somebody has."""
    return next(name for pk in range(1 + turn * 11, 10_000) if len(name := name_of(pk)) == 3)  # noqa: PLR2004


PAGES: list[tuple[str, Sequence[str], Ask]] = [
    ("list", VIEWERS, got("")),
    ("second page", HIGH, got("page=2")),
    ("last page", HIGH, got("page=99999")),
    ("state: active", VIEWERS, got("state=active")),
    ("state: draft", HIGH, got("state=draft")),
    ("state: imported, accidental", HIGH, got("state=imported&category=accidental")),
    ("gate: check", HIGH, got("gate=check")),
    ("category", HIGH, got("category=accidental")),
    ("cause", HIGH, got("cause=8")),
    ("unit", HIGH, unit),
    ("year", HIGH, year),
    ("active, deep, ill, a year", HIGH, got("state=active&category=deep&cause=6&year=2006")),
    ("sorted by number", HIGH, got("sort=file_no")),
    ("sorted by day", HIGH, got("sort=opened_on")),
    ("sorted by approval, back", HIGH, got("sort=-approved_on")),
    ("sorted by unit", HIGH, got("sort=unit")),
    ("drafts by approval", HIGH, got("state=draft&sort=approved_on")),
    ("file number", VIEWERS, number),
    ("find: two characters", VIEWERS, found(lambda _, turn: three(turn)[1:])),
    ("find: name", VIEWERS, found(lambda _, turn: three(turn))),
    ("find: surname and one more", VIEWERS, found(lambda _, turn: three(turn)[:2])),
    ("find: initials", VIEWERS, found(lambda _, turn: initials(three(turn)))),
    ("find: two initials", VIEWERS, found(lambda _, turn: initials(three(turn))[:2])),
    ("find: syllable", VIEWERS, found(lambda _, turn: ("wang", "li", "xiao", "hua")[turn % 4])),
    ("find: tail", VIEWERS, found(lambda _, turn: mobile_of(1 + turn * 31)[-4:])),
    ("find: surname and tail", VIEWERS, found(lambda _, turn: f"王 {mobile_of(1 + turn * 31)[-4:]}")),
    ("find: telephone", VIEWERS, found(lambda w, turn: mobile_of(some(w, turn)))),
    ("find: ID number", VIEWERS, found(lambda w, turn: number_of(some(w, turn)))),
    ("one file", VIEWERS, one_file),
    ("workbench", VIEWERS, workbench),
    ("all work lists, counted", HIGH, at("/reviews/lists/")),
    ("to enter over there", HIGH, at("/ledgers/national/waiting/")),
]  # fmt: skip


def pages() -> list[tuple[str, Sequence[str], Ask]]:
    """The pages above, and the first page of every work list."""
    from assistance.reviews.registries import work_lists  # noqa: PLC0415

    listed = [
        (f"work list: {one.code}", HIGH, at(f"/reviews/lists/{one.code}/")) for one in work_lists()
    ]
    return [*PAGES, *listed]
