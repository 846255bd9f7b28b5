"""Hold a set of criteria against hundreds of thousands of files, a block at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from assistance.criteria import queries as criteria
from assistance.criteria.models import RuleSet
from assistance.criteria.rules import Verdict, judge, outcome_of
from assistance.households.models import HardshipFile
from assistance.households.models.files import FileQuerySet
from assistance.households.queries.assessments import facts_of, verdict_of
from assistance.households.rules.whatif import OUTSIDE, movement_of

BLOCK = 5000
State = HardshipFile.State
Line = tuple[int, str, str, str, str]  # file, movement, recorded, ruled, tried


@dataclass
class Tried:
    """What came of a trial: the files that would move, and how many moved how."""

    files: int = 0
    lines: list[Line] = field(default_factory=list)
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    by_rule: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def counts(self) -> list[dict[str, str | int]]:
        """`by_rule`: those of them for whom the rules in force say something else."""
        return [
            {
                "movement": movement,
                "recorded": recorded,
                "tried": tried,
                "files": number,
                "by_rule": self.by_rule[movement, recorded, tried],
            }
            for (movement, recorded, tried), number in sorted(self.moves.items())
        ]


@dataclass(slots=True)
class _Unit:
    division_id: int | None


@dataclass(slots=True)
class _Clue:
    family_size: int | None


@dataclass(slots=True)
class _File:
    """What the rules read of a file: a whole one costs ten times as much."""

    pk: int
    state: str
    category: str
    annual_income: Decimal | None
    rigid_expenses: Decimal | None
    unit: _Unit
    clue: _Clue | None


def files_to_try(path: str) -> FileQuerySet:
    """Files in force below an office; and those that ended or were refused, for who might enter.

    A family that has come back, or that only waits for its papers to be destroyed, is not asked again.
    """
    again = HardshipFile.objects.filter(relapse_of=OuterRef("pk"))
    ended = Q(state__in=[State.REJECTED, State.EXITED], stored_only_on=None, merged_into=None)
    below = HardshipFile.objects.filter(unit__path__startswith=path)
    return below.filter(Q(state=State.ACTIVE) | (ended & ~Exists(again)))


def tried(
    ruleset: RuleSet, *, path: str, on: date, say: Callable[[int, int], None] = lambda *_: None
) -> Tried:
    """Hold a set against all files below an office, as if it were in force beside the others.

    Only families for whom it would be the one that counts are looked at: a nearer set stays nearer.
    `say(done, total)` is told after each block.
    """
    found, total = Tried(), files_to_try(path).count()
    held: dict[int | None, RuleSet] = {}
    trying: dict[int | None, RuleSet] = {}
    for block in _blocks(path):
        divisions = {file.unit.division_id for file in block}
        if new := divisions - set(held):
            held |= criteria.rulesets_known(new, on)
            trying |= criteria.rulesets_known(new, on, trying=ruleset)
        asked = [file for file in block if trying.get(file.unit.division_id) == ruleset]
        facts = facts_of(asked, on=on) if asked else {}
        for file in asked:
            division = file.unit.division_id
            then = outcome_of(trying[division].rules, facts[file.pk])
            ruled = (
                outcome_of(held[division].rules, facts[file.pk]) if division in held else "unknown"
            )
            recorded = file.category if file.state == State.ACTIVE else OUTSIDE
            _count(found, file.pk, recorded, ruled, then)
        found.files += len(asked)
        say(found.files, total)
    return found


def both_verdicts(ruleset: RuleSet, file: HardshipFile, on: date) -> tuple[Verdict, Verdict]:
    """What the rules in force say of one family, and what the tried ones say, with sentences."""
    return verdict_of(file, on=on), judge(ruleset.rules, facts_of([file], on=on)[file.pk])


def _count(found: Tried, key: int, recorded: str, ruled: str, then: str) -> None:
    movement = movement_of(recorded, then)
    place = (movement, recorded, then)
    found.moves[place] += 1
    if ruled != then:
        found.by_rule[place] += 1
    if movement != "stays":
        found.lines.append((key, movement, recorded, ruled, then))


def _blocks(path: str) -> Iterator[list[_File]]:
    """The files in blocks by key, each with what the rules read and nothing else."""
    rows = files_to_try(path).order_by("pk")
    plain = rows.values_list(
        "pk",
        "state",
        "category",
        "annual_income",
        "rigid_expenses",
        "unit__division_id",
        "clue__family_size",
    )
    last = 0
    while block := list(plain.filter(pk__gt=last)[:BLOCK]):
        yield [
            _File(
                key,
                state,
                category,
                income,
                rigid,
                unit=_Unit(division),
                clue=None if told is None else _Clue(told),
            )
            for key, state, category, income, rigid, division, told in block
        ]
        last = block[-1][0]
