"""The life of an edition, whatever its clauses say: drafted, written, published by another, withdrawn.

A room makes a `Life` of its own models. Its services, one for each step and each a transaction,
add what is the room's own: the words on the trail and the events.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NotRequired, TypedDict, TypeVar

from django.db.models import Max, QuerySet

from assistance.editions import queries, rules
from assistance.editions.models import Clause, Edition, One, editions_of
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import Division

Row = TypeVar("Row", bound=Clause)
State = Edition.State


class Head(TypedDict):
    """What stands at the head of an edition."""

    name: str
    valid_from: date
    valid_to: NotRequired[date | None]
    source: str


@dataclass(frozen=True, kw_only=True)
class Life(Generic[One, Row]):
    """`check_clauses` says what an edition must hold to be published."""

    editions: type[One]
    clauses: type[Row]
    keep: Permission
    publish: Permission
    check_clauses: Callable[[One], None]

    def drafted(
        self, by: User, division: Division | None, copied_from: One | None, head: Head, **own: Any
    ) -> One:
        """A draft for an area: empty, or with the clauses of another edition, of whatever area."""
        rules.check_head(**head)
        self._check_area(by, division, self.keep)
        draft = editions_of(self.editions).create(
            division=division, copied_from=copied_from, made_by=by, **_tidy(head), **own
        )
        if copied_from is not None:
            rows = list(self._clauses_of(copied_from))
            for row in rows:
                row.pk = None
                setattr(row, self.editions.NAME, draft)
            self._every_clause().bulk_create(rows)
        return draft

    def held(self, by: User, edition: One) -> One:
        """The draft as it is now, locked for somebody who keeps its area."""
        draft = queries.locked(edition)
        self._check_area(by, draft.division, self.keep)
        rules.check_draft(draft.state)
        return draft

    def changed(self, by: User, edition: One, head: Head) -> One:
        """The draft with its head written anew."""
        draft = self.held(by, edition)
        rules.check_head(**head)
        tidy = _tidy(head)
        for name, value in tidy.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(tidy))
        return draft

    def clause(self, draft: One, clause: Row | None) -> Row:
        """The clause of a draft to be written: as it is now, or a new one at the end."""
        every = self._clauses_of(draft)
        if clause is None:
            last = every.aggregate(last=Max("position"))["last"]
            place = 0 if last is None else last + 1
            return self.clauses(**{self.editions.NAME: draft}, position=place)
        found = every.filter(pk=clause.pk).first()
        if found is None:
            raise RuleBroken(f"{self.clauses.NAME}_gone", "这一条已被删除，请刷新后再改")
        return found

    def without(self, by: User, edition: One, clause: Row) -> One:
        """The draft with one clause fewer."""
        draft = self.held(by, edition)
        if not self._clauses_of(draft).filter(pk=clause.pk).delete()[0]:
            raise RuleBroken(f"{self.clauses.NAME}_gone", "这一条已被删除")
        return draft

    def published(self, by: User, edition: One) -> One:
        """The draft made final, by another person than drafted it, with the next number of its area."""
        draft = queries.locked(edition)
        self._check_area(by, draft.division, self.publish)
        rules.check_draft(draft.state)
        self.check_clauses(draft)
        rules.check_publisher(made_by=draft.made_by_id, publisher=by.pk)
        same = editions_of(self.editions).numbered_with(draft)
        draft.version = (same.aggregate(latest=Max("version"))["latest"] or 0) + 1
        draft.state, draft.published_by, draft.published_on = State.PUBLISHED, by, clock.today()
        draft.save(update_fields=["version", "state", "published_by", "published_on"])
        return draft

    def withdrawn(self, by: User, edition: One, on: date, reason: str) -> One:
        """The published edition, which holds no longer from a day on."""
        found = queries.locked(edition)
        self._check_area(by, found.division, self.publish)
        rules.check_withdrawal(state=found.state, valid_from=found.valid_from, on=on, reason=reason)
        found.state, found.withdrawn_by, found.withdrawn_on = State.WITHDRAWN, by, on
        found.withdrawal_reason = reason.strip()[:300]
        found.save(update_fields=["state", "withdrawn_by", "withdrawn_on", "withdrawal_reason"])
        return found

    def to_drop(self, by: User, edition: One) -> One:
        """The draft, locked, which nothing was copied from."""
        draft = self.held(by, edition)
        if editions_of(self.editions).filter(copied_from=draft).exists():
            said = "已有另一份标准由这份草稿复制而来，不能删除"
            raise RuleBroken(f"{self.editions.NAME}_copied", said)
        return draft

    def _clauses_of(self, edition: One) -> QuerySet[Row]:
        return self._every_clause().filter(**{self.editions.NAME: edition})

    def _every_clause(self) -> QuerySet[Row]:
        rows: QuerySet[Row] = QuerySet(self.clauses)
        return rows

    def _check_area(self, by: User, division: Division | None, permission: Permission) -> None:
        if not queries.may_keep(by, division, permission.code):
            area = division.name if division else "全部地区"
            raise NotAllowed("outside_area", f"“{area}”的{self.editions.NOUN}不由您的单位制定")


def _tidy(head: Head) -> dict[str, Any]:
    return {
        "name": head["name"].strip(),
        "valid_from": head["valid_from"],
        "valid_to": head.get("valid_to"),
        "source": head["source"].strip(),
    }
