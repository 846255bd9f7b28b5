"""The filter by organisation: its tree opens step by step, and never beyond one's own scope."""

import pytest

from ground.accounts.models import Membership, Organisation
from ground.web.lists import Within


@pytest.fixture
def tree(root, make_organisation):
    city = make_organisation("甲市", "union")
    county = make_organisation("乙县", "union", parent=city)
    factory = make_organisation("丙厂", parent=county)
    other = make_organisation("丁市", "union")
    return {"root": root, "city": city, "county": county, "factory": factory, "other": other}


def offered(paths, value=""):
    shown = Within("unit", "单位", paths, "organisation").shown({"unit": str(value)})
    return shown["value"], [label for _, label in shown["choices"]]


def test_the_tree_opens_step_by_step(tree):
    top = (tree["root"].path,)
    assert offered(top) == ("", ["甲市", "丁市"])
    city, county = tree["city"], tree["county"]
    assert offered(top, city.pk) == (
        str(city.pk),
        [tree["root"].name, "\u3000甲市", "\u3000\u3000乙县"],
    )
    assert offered((county.path,), tree["factory"].pk) == (
        str(tree["factory"].pk),
        ["乙县", "\u3000丙厂"],
    )
    assert offered((county.path, tree["other"].path)) == ("", ["乙县", "丁市"])


@pytest.mark.parametrize("value", ["", "0", "x", "-1", "²", "9" * 30, "1;drop"])
def test_a_value_that_is_no_organisation_of_the_scope_is_ignored(tree, value):
    assert offered((tree["county"].path,), value) == ("", ["丙厂"])
    rows = Membership.objects.all()
    within = Within("unit", "单位", (tree["county"].path,), "organisation")
    assert str(within.apply(rows, {"unit": value}).query) == str(rows.query)


def test_an_organisation_outside_the_scope_is_ignored(tree):
    outside = tree["other"].pk
    within = Within("unit", "单位", (tree["county"].path,), "organisation")
    rows = Membership.objects.all()
    assert str(within.apply(rows, {"unit": str(outside)}).query) == str(rows.query)
    assert offered((tree["county"].path,), outside) == ("", ["丙厂"])
    assert offered((), outside) == ("", [])


def test_rows_at_and_below_the_chosen_one_are_kept(tree, person):
    here = person("union_staff", organisation=tree["factory"])
    person("union_staff", organisation=tree["other"])
    within = Within("unit", "单位", (tree["root"].path,), "organisation")
    kept = within.apply(Membership.objects.all(), {"unit": str(tree["city"].pk)})
    assert [one.user for one in kept] == [here]


def test_many_below_one_are_bounded(tree, monkeypatch):
    monkeypatch.setattr("ground.web.filters.MOST_CHOICES", 1)
    assert offered((tree["root"].path,)) == ("", ["甲市", "（只列出前 1 个）"])
    assert Organisation.objects.count() == 5
