"""Templates: three that come with the program, an office's own in versions, none of others."""

from datetime import date

import pytest

from assistance.banks import queries, services
from assistance.banks.models import BankTemplate
from ground.kernel.errors import RuleBroken

from .layouts import SHIPPED


def test_three_templates_come_with_the_program(db):
    shipped = BankTemplate.objects.filter(organisation=None).order_by("pk")
    assert {one.name: one.layout for one in shipped} == SHIPPED


def test_a_change_is_a_new_version_and_files_keep_theirs(bank, made, at):
    organisation = bank.source.organisation
    with at("2008-06-03"):
        first = services.keep_template(
            by=bank.finance,
            organisation=organisation,
            bank="某银行",
            name="代发",
            layout=SHIPPED["csv 代发模板"],
        )
        second = services.keep_template(
            by=bank.finance,
            organisation=organisation,
            bank="某银行",
            name="代发",
            layout=SHIPPED["xlsx 代发模板"],
            valid_from=date(2008, 7, 1),
            follows=first,
        )
    assert (second.series, second.version) == (first.series, 2)
    usable = queries.templates_for(organisation, date(2008, 6, 30))
    assert usable.first() == first
    assert second not in usable
    assert queries.templates_for(organisation, date(2008, 7, 1)).first() == second
    with at("2008-08-01"):
        services.retire_template(by=bank.finance, template=second)
    assert second not in queries.templates_for(organisation, date(2008, 8, 1))
    assert queries.templates_for(organisation, date(2008, 8, 1)).count() == 3


def test_a_shipped_template_is_followed_by_ones_own(bank, template):
    own = services.keep_template(
        by=bank.finance,
        organisation=bank.source.organisation,
        bank="某银行",
        name="代发",
        layout=template.layout,
        follows=template,
    )
    assert (own.version, own.series != template.series) == (1, True)
    with pytest.raises(RuleBroken, match="随系统提供的模板不能停用"):
        services.retire_template(by=bank.finance, template=template)


def test_templates_of_others_are_not_seen(bank, person, make_organisation, at):
    county = make_organisation("桃源县总工会", "union")
    with at("2008-06-03"):
        own = services.keep_template(
            by=bank.finance,
            organisation=county,
            bank="某银行",
            name="县代发",
            layout=SHIPPED["csv 代发模板"],
        )
    beside = person("finance", make_organisation("石门县总工会", "union"))
    below = person("finance", county)
    assert own not in BankTemplate.objects.visible_to(beside, "banks.see")
    assert own in BankTemplate.objects.visible_to(below, "banks.see")
    assert BankTemplate.objects.visible_to(beside, "banks.see").count() == 3
    assert own not in queries.templates_for(bank.source.organisation, date(2008, 7, 1))
