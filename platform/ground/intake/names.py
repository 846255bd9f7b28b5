"""Organisations by the names that people write: the full one, the short one, an old or wrong one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ground.accounts.models import Organisation, OrganisationAlias
from ground.kernel.folding import simplified
from ground.sheets import cells
from ground.sheets.cells import Misread

STEP = Organisation.steplen
CANDIDATES = 5
SUGGESTIONS = 3
LIKE_ENOUGH = 0.3
COMMON = 2_000  # a pair of characters in so many names says nothing
MOST_SUGGESTED = 500  # unknown names for which near ones are looked for
KINDS = dict(Organisation.Kind.choices)


class Known(NamedTuple):
    """What an import needs to know of an organisation."""

    pk: int
    name: str
    kind: str
    path: str
    is_active: bool
    division_id: int | None


class Names:
    """All names of the organisations that a person sees: two queries, then none."""

    def __init__(self, paths: tuple[str, ...], visible: Iterable[Any]) -> None:
        """`visible`: values (pk, name, short_name, kind, path, is_active, division_id)."""
        self.paths = paths
        self.known: dict[int, Known] = {}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_path: dict[str, str] = {}
        self._pairs: dict[str, set[int]] = {}
        self._asked = 0
        for pk, name, short, kind, path, is_active, division_id in visible:
            self.known[pk] = Known(pk, name, kind, path, is_active, division_id)
            self._by_path[path] = short or name
            for one in {name, short} - {""}:
                self._by_name[normal(one)].add(pk)
        aliases = OrganisationAlias.objects.values_list("organisation_id", "name")
        for pk, name in aliases.iterator(chunk_size=5_000):
            if pk in self.known:
                self._by_name[normal(name)].add(pk)

    def named(self, written: str, kinds: Collection[str] = ()) -> list[Known]:
        """The organisations of this name, those in use before those that are closed."""
        found = [self.known[pk] for pk in self._by_name.get(normal(written), ())]
        fitting = [one for one in found if not kinds or one.kind in kinds]
        open_ones = [one for one in fitting if one.is_active]
        return sorted(open_ones or fitting)

    def read(
        self, cell: Any, *, kinds: Collection[str] = (), also_closed: bool = False
    ) -> Known | None:
        """A reader for `ground.sheets.cells`: the one organisation that a cell names."""
        written = cells.text(cell)
        return self._one(written, kinds, also_closed=also_closed) if written else None

    def read_several(
        self, cell: Any, *, kinds: Collection[str] = (), also_closed: bool = False
    ) -> list[Known]:
        """The organisations of a cell that names several, each once."""
        found = [self._one(one, kinds, also_closed=also_closed) for one in cells.names(cell)]
        return list(dict.fromkeys(found))

    def _one(self, written: str, kinds: Collection[str], *, also_closed: bool) -> Known:
        found = self.named(written, kinds)
        if len(found) == 1:
            if not found[0].is_active and not also_closed:
                raise Misread(f"“{written}”已停用，请填写现在的单位")
            return found[0]
        if found:
            listed = "、".join(self.placed(one) for one in found[:CANDIDATES])
            raise Misread(f"有{len(found)}个单位叫“{written}”：{listed}。请填写全称")
        others = self.named(written)
        if others:
            wanted = "、".join(KINDS[one] for one in kinds)
            raise Misread(f"“{written}”是{KINDS[others[0].kind]}，此处应填{wanted}")
        near = self.near(written, kinds)
        if near:
            raise Misread(f"没有名为“{written}”的单位。是不是：{'、'.join(near)}？")
        raise Misread(
            f"没有名为“{written}”的单位，或不在您的管理范围内。请核对名称，或先登记该单位"
        )

    def placed(self, one: Known) -> str:
        """`市水利局（常德市双联办）`: the name and what it stands below."""
        above = self._by_path.get(one.path[:-STEP])
        return f"{one.name}（{above}）" if above else one.name

    def near(self, written: str, kinds: Collection[str]) -> list[str]:
        """Names that share most pairs of characters with what was written."""
        self._asked += 1
        if self._asked > MOST_SUGGESTED:
            return []
        if not self._pairs:
            pairs: dict[str, set[int]] = defaultdict(set)
            for name, pks in self._by_name.items():
                for pair in _pairs_of(name):
                    pairs[pair] |= pks
            self._pairs = dict(pairs)
        wanted = _pairs_of(normal(written))
        shared: Counter[int] = Counter()
        for pair in wanted:
            found = self._pairs.get(pair, set())
            if len(found) <= COMMON:
                shared.update(found)
        scored = []
        for pk, count in shared.most_common(50):
            one = self.known[pk]
            if one.is_active and (not kinds or one.kind in kinds):
                own = _pairs_of(normal(one.name))
                scored.append((count / len(wanted | own), one.name))
        best = sorted((-score, name) for score, name in scored if score >= LIKE_ENOUGH)
        return [name for _, name in best[:SUGGESTIONS]]


def names_visible(paths: tuple[str, ...], rows: Any) -> Names:
    """The names of the organisations of a query set."""
    columns = ("pk", "name", "short_name", "kind", "path", "is_active", "division_id")
    return Names(paths, rows.values_list(*columns).iterator(chunk_size=5_000))


@lru_cache(maxsize=100_000)
def normal(name: str) -> str:
    """A name as it is compared: half-width, simplified, without blanks, brackets of one kind."""
    return "".join(simplified(name).split()).lower()


def _pairs_of(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)} or {name}
