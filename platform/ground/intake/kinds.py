"""What can be brought in from a workbook: each kind declared once, in an app's `imports.py`.

    @import_kind("pairing.cadres", label="结对干部", permission=IMPORT_CADRES, order=30)
    class Cadres(ImportKind):
        says = "各参联单位的结对干部，一人一行。"
        fields = (
            Field("agency", "单位", "organisation", required=True, organisation_kinds=("agency",)),
            Field("name", "姓名", required=True, longest=40),
            Field("mobile", "手机号", "mobile", personal=True),
        )

        def examine(self, batch: Batch) -> None: ...  # set-based: refuse, warn, leave, change
        def write(self, batch: Batch, wanted: Sequence[int]) -> Written: ...  # the rows to write

One object of the class lives for one run, a rehearsal or a commit: what it looks up in `begin` it may
keep. `examine` must be a function of the data alone, because the commit calls it again, under a lock,
and compares. It costs a constant number of queries for each batch of some thousand rows.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Literal, TypeVar

from django.db import models

from ground.accounts.models import Organisation, User
from ground.accounts.permissions import Permission
from ground.intake.names import Known, Names

FieldKind = Literal[
    "text",
    "number",
    "money",
    "date",
    "day_or_month",
    "choice",
    "choices",
    "yes_no",
    "names",
    "person",
    "id_number",
    "mobile",
    "credit_code",
    "organisation",
    "organisations",
]


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Field:
    """A column that a kind takes.

    `choices` maps the words on the sheet to the stored value. `synonyms` are other headings that
    people write. `least` and `most` bound numbers; `longest` bounds texts. A `personal` value never
    stands in an error, nor on a page of the rehearsal. `offered` are words that the template offers for a
    text that may be another. `also_closed`: history may name organisations
    that are closed by now.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    synonyms: Sequence[str] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    offered: Sequence[str] = ()
    organisation_kinds: Sequence[str] = ()
    also_closed: bool = False
    longest: int = 0
    least: int | None = None
    most: int | None = None
    hint: str = ""
    example: str = ""
    personal: bool = False


@dataclass(frozen=True)
class Problem:
    """Something wrong with one cell: its row in the sheet, its field, the sentence for the sender."""

    row: int
    key: str
    message: str
    is_warning: bool = False


@dataclass
class Batch:
    """Some thousand rows on their way: values by field, and what becomes of each row.

    Rows are named by their index in the batch; `rows[index]` is the row's number in the sheet.
    """

    rows: list[int]
    values: dict[str, list[Any]]
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    targets: dict[int, int] = field(default_factory=dict)  # index → key of the record it changes
    changes: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    warned: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.outcomes = self.outcomes or [Outcome.NEW] * len(self.rows)

    def good(self) -> list[int]:
        """The rows that nothing speaks against so far."""
        return [at for at, one in enumerate(self.outcomes) if one is not Outcome.REFUSED]

    def refuse(self, at: int, key: str, message: str) -> None:
        self.outcomes[at] = Outcome.REFUSED
        self.problems.append(Problem(self.rows[at], key, message))

    def warn(self, at: int, key: str, message: str) -> None:
        """Something unlikely that a person may confirm."""
        self.warned.add(at)
        self.problems.append(Problem(self.rows[at], key, message, is_warning=True))

    def leave(self, at: int) -> None:
        """What the row says is there already."""
        self.outcomes[at] = Outcome.SAME

    def change(self, at: int, pk: int, differing: dict[str, tuple[Any, Any]]) -> None:
        """The row changes an existing record: {field: (old, new)}; without differences it is left."""
        if not differing:
            self.leave(at)
            return
        self.outcomes[at] = Outcome.CHANGED
        self.targets[at] = pk
        self.changes[at] = differing


@dataclass(frozen=True)
class Total:
    """A count or a sum in the sender's area before the import."""

    label: str
    value: Decimal
    unit: str = ""


@dataclass
class Written:
    """What was written. `created`: keys by model, in the order in which they came to be.

    `changed`: {model: {key: {field: (before, after)}}}, values that JSON holds.
    """

    created: dict[type[models.Model], list[int]] = field(default_factory=dict)
    changed: dict[type[models.Model], dict[int, dict[str, tuple[Any, Any]]]] = field(
        default_factory=dict
    )

    def add(self, other: "Written") -> None:
        for model, keys in other.created.items():
            self.created.setdefault(model, []).extend(keys)
        for model, rows in other.changed.items():
            self.changed.setdefault(model, {}).update(rows)


class ImportKind(ABC):
    """One kind of workbook. See the module's docstring."""

    code: ClassVar[str]
    label: ClassVar[str]
    permission: ClassVar[Permission]
    order: ClassVar[int]

    says: ClassVar[str] = ""
    fields: ClassVar[Sequence[Field]]
    noun: ClassVar[str] = "条"
    do_not_call_in_templates = True  # a page shows the class, it does not begin a run
    opens: ClassVar[str] = ""  # name of the page on which the records are found
    mending: ClassVar[str] = (
        "可以先改正表格、重新送交；也可以先导入其余的行，改正的行以后再导入，已有的不会重复。"
    )
    undoing: ClassVar[str] = "撤销后，这次导入新增的内容会删除，更改的内容会恢复原值。"
    as_a_whole: ClassVar[bool] = False  # rows are judged by one another: one batch holds them all
    fills_merged: ClassVar[bool] = False  # a cell merged over several rows is said of each

    def __init__(self, *, by: User, organisation: Organisation, names: Names, today: date) -> None:
        self.by = by
        self.organisation = organisation  # into whose area the rows go
        self.names = names  # of every organisation in which the person holds the permission
        self.today = today
        self.gains: Counter[str] = Counter()  # label of a total → what the good rows add to it

    @classmethod
    def in_area(cls, organisation: Organisation) -> "type[ImportKind]":  # noqa: ARG003 -- see below
        """The kind as an area takes it: with `fields` of its own where what runs there asks for more."""
        return cls

    def begin(self) -> None:  # noqa: B027 -- most kinds need no look-ups of their own
        """Look up what every batch needs."""

    def is_inside(self, one: Known) -> bool:
        """Whether an organisation stands in the area into which the rows go."""
        return one.path.startswith(self.organisation.path)

    @abstractmethod
    def examine(self, batch: Batch) -> None:
        """Decide what becomes of each row, and say why not where one is refused. Writes nothing."""

    @abstractmethod
    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        """Write these rows of an examined batch, inside the transaction of the commit."""

    def totals(self) -> list[Total]:
        """What there is before: shown beside what there would be, which is that and `gains`."""
        return []

    def take_back(self, *, batch_id: int, only_check: bool = False) -> int:  # noqa: ARG002 -- see below
        """Undo what is not deleted but compensated, such as entries; how many rows that were.

        Called in the transaction of the undoing, and with `only_check` when it is asked for: raises
        RuleBroken that says what stands in the way. Most kinds have nothing of the sort.
        """
        return 0

    def finish(self, *, batch_id: int, created: int) -> None:  # noqa: B027 -- see below
        """Publish what the batch as a whole means, in the same transaction; by default nothing."""


_kinds: dict[str, type[ImportKind]] = {}
K = TypeVar("K", bound=type[ImportKind])


def import_kind(code: str, *, label: str, permission: Permission, order: int) -> Callable[[K], K]:
    """Declare a kind of import under a name that its intakes keep."""

    def declare(cls: K) -> K:
        if code in _kinds:
            raise ValueError(f"import kind {code!r} is declared twice")
        keys = [one.key for one in cls.fields]
        if len(keys) != len(set(keys)):
            raise ValueError(f"import kind {code!r} has a field twice")
        cls.code, cls.label, cls.permission, cls.order = code, label, permission, order
        _kinds[code] = cls
        return cls

    return declare


def kind_named(code: str) -> type[ImportKind] | None:
    return _kinds.get(code)


def kinds_for(user: User) -> list[type[ImportKind]]:
    """The kinds that this person may bring in, in their order."""
    return [one for one in all_kinds() if user.may(one.permission.code)]


def all_kinds() -> list[type[ImportKind]]:
    return sorted(_kinds.values(), key=lambda one: one.order)


def required_missing(kind: type[ImportKind], mapped: Iterable[str]) -> list[Field]:
    """The columns that the kind cannot do without and that nobody has pointed out."""
    known = set(mapped)
    return [one for one in kind.fields if one.required and one.key not in known]
