"""Sets of criteria by area and date, and their rows."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from assistance.criteria import rules
from assistance.criteria.rules import CATEGORIES, KINDS, Rules
from assistance.criteria.rules import Criterion as Typed
from assistance.editions.models import Clause, Edition, EditionQuerySet


class RuleSetQuerySet(EditionQuerySet["RuleSet"]):
    pass


class RuleSet(Edition):
    """A set of criteria (建档标准).

    Of the sets in force the nearest division's wins, then the one that began last, then the higher
    version.
    """

    HARDSHIP = "hardship"
    NAME, NOUN = "ruleset", "建档标准"
    NUMBERED_BY = ("code", "division_id")

    code = models.CharField("标准", max_length=20, default=HARDSHIP)

    objects = RuleSetQuerySet.as_manager()

    class Meta(Edition.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["code", "division", "version"],
                name="ruleset_version_once",
                condition=~Q(state="draft"),
                nulls_distinct=False,
            ),
            *Edition.Meta.constraints,
        ]

    @cached_property
    def rules(self) -> Rules:
        """The set ready to judge with."""
        return rules.ready(self.pk, (row.typed for row in self.criteria.all()))


class Criterion(Clause):
    """One row of a set: a kind of the closed list and its typed parameters (`rules.kinds`)."""

    NAME = "criterion"

    ruleset = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField("种类", max_length=16, choices=list(KINDS.items()))
    category = models.CharField(
        "困难类别", max_length=12, choices=list(CATEGORIES.items()), blank=True
    )

    class Meta(Clause.Meta):
        constraints = [
            models.UniqueConstraint(fields=["ruleset", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)), name="criterion_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="exclusion", category="")
                | (~Q(kind="exclusion") & ~Q(category="")),
                name="criterion_has_category",
            ),
        ]

    @property
    def typed(self) -> Typed:
        parameters = {**self.parameters}
        if self.category:
            parameters["category"] = self.category
        return rules.read(
            self.kind, code=self.code, label=self.label, source=self.source, parameters=parameters
        )

    @property
    def words(self) -> str:
        return rules.describe(self.typed)
