"""Sets of criteria that are tried on all files, as the tests draft them and ask for it."""

from datetime import date

from assistance.criteria import services as criteria
from assistance.criteria.models import RuleSet
from assistance.households import queries, services

SEED = {"name": "推演用", "valid_from": date(2008, 7, 1), "source": "测试"}


def drafted(stage, division=None, upper="1", **changed):
    """A draft whose relative class ends at `upper` times the standard, seed otherwise."""
    ruleset = criteria.draft_ruleset(
        by=stage.editor,
        division=division,
        copied_from=RuleSet.objects.get(is_seed=True),
        **{**SEED, **changed},
    )
    row = ruleset.criteria.get(code="relative_income")
    criteria.set_criterion(
        by=stage.editor,
        ruleset=ruleset,
        criterion=row,
        kind="income_test",
        code=row.code,
        label=row.label,
        source=row.source,
        parameters={"category": "relative", "measure": "net", "divisor": "all", "upper": upper},
    )
    return ruleset


def tried(stage, ruleset, **changed):
    return queries.tried(ruleset, **{"path": stage.root.path, "on": date(2008, 6, 26), **changed})


def asked(stage, ruleset, by=None):
    by = by or stage.editor
    organisation = stage.root if by == stage.editor else stage.union
    return services.ask_whatif(by=by, ruleset=ruleset, organisation=organisation)
