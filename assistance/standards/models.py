"""Standards of aid by area and date, and their rows."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from assistance.criteria.rules import CATEGORIES
from assistance.editions.models import Clause, Edition, EditionQuerySet
from assistance.standards import rules
from assistance.standards.rules import AID_TYPES, KINDS, SOURCE_KINDS, TIERS, Rule


class StandardQuerySet(EditionQuerySet["Standard"]):
    pass


class Standard(Edition):
    """A standard of aid (救助标准).

    For each aid type and kind of money the nearest division that says something about it wins.
    """

    NAME, NOUN = "standard", "救助标准"

    objects = StandardQuerySet.as_manager()

    class Meta(Edition.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["division", "version"],
                name="standard_version_once",
                condition=~Q(state="draft"),
                nulls_distinct=False,
            ),
            *Edition.Meta.constraints,
        ]

    @cached_property
    def typed(self) -> tuple[Rule, ...]:
        """The rows ready to judge with."""
        return tuple(row.typed for row in self.rules.all())


class AidRule(Clause):
    """One row of a standard: a kind of the closed list, for what it holds, its typed parameters."""

    NAME = "rule"

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    aid_type = models.CharField(
        "救助项目", max_length=20, choices=list(AID_TYPES.items()), blank=True
    )
    source_kind = models.CharField(
        "资金来源", max_length=12, choices=list(SOURCE_KINDS.items()), blank=True
    )
    category = models.CharField(
        "困难类别", max_length=12, choices=list(CATEGORIES.items()), blank=True
    )
    tier = models.CharField("建档标准", max_length=12, choices=list(TIERS.items()), blank=True)

    class Meta(Clause.Meta):
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="aidrule_code_once"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="aidrule_kind_is_known"),
        ]

    @property
    def scope(self) -> dict[str, str]:
        return {
            "aid_type": self.aid_type,
            "source_kind": self.source_kind,
            "category": self.category,
            "tier": self.tier,
        }

    @property
    def typed(self) -> Rule:
        return rules.read(
            self.kind,
            code=self.code,
            label=self.label,
            source=self.source,
            scope=self.scope,
            parameters=self.parameters,
            set_id=self.standard_id,
        )

    @property
    def words(self) -> str:
        return rules.describe(self.typed)

    @property
    def scope_words(self) -> str:
        return rules.scope_words(self.typed)
