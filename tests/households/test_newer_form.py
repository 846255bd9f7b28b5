"""A form that has come to ask more: said to the files of the older one, and in nobody's way."""

import pytest
from django.urls import reverse

from assistance.households import queries, rules, services
from assistance.households.models import HardshipFile
from assistance.households.rules.missing import Asked

from .conftest import filled


@pytest.fixture
def newer_form(monkeypatch):
    """From here on a second version of the form holds, which asks one thing more."""

    def publish():
        monkeypatch.setattr(rules, "FORM_VERSION", 2)
        rules.ASKED.append(asked)

    asked = Asked("circumstances.dwellings", "住房套数", since=2)
    yield publish
    rules.ASKED.remove(asked)


def missing(file):
    return queries.missing_of(HardshipFile.objects.get(pk=file.pk))


def test_an_older_draft_is_told_and_submitted_as_before(office, opened, walk, newer_form):
    file = walk(opened(), "draft")
    newer_form()
    told = missing(file)
    assert (told.added, told.fields, told.blocking) == (
        {"circumstances.dwellings": "住房套数"},
        {},
        [],
    )
    services.submit_file(by=office.keeper, file=file)
    assert HardshipFile.objects.get().state == "underway"


def test_a_change_brings_an_older_file_to_the_newer_form(
    office, opened, walk, newer_form, client_of
):
    file = walk(opened())
    newer_form()
    url = reverse("households:file", args=[file.pk])
    keeper, auditor = client_of(office.keeper), client_of(office.auditor)
    page = keeper.get(url).text
    assert "新版表格新增 1 项" in page
    assert "住房套数（不影响现在的办理，下次变更时请补）" in page
    assert "新版表格新增" not in auditor.get(url).text  # who changes nothing has nothing to add
    section = keeper.get(reverse("households:section", args=[file.pk, "head"])).text
    assert "新版表格新增 1 项" in section
    assert client_of(office.keeper).get(f"/api/v1/households/files/{file.pk}/missing").json()[
        "added"
    ] == {"circumstances.dwellings": "住房套数"}
    services.amend_file(
        by=office.keeper,
        file=file,
        content=rules.FormIn(circumstances={"dwellings": "1"}),
        why="补填新版表格",
    )
    told = missing(file)
    assert (told.added, told.fields) == ({}, {})
    assert HardshipFile.objects.get().form_version == 2
    assert "新版表格新增" not in keeper.get(url).text


def test_a_new_file_is_asked_everything_that_its_form_asks(office, opened, newer_form):
    newer_form()
    file = opened()
    services.write_form(by=office.keeper, file=file, content=filled())
    told = missing(file)
    assert (told.added, told.fields) == ({}, {"circumstances.dwellings": "住房套数"})
    services.write_form(
        by=office.keeper, file=file, content=rules.FormIn(circumstances={"dwellings": "0"})
    )
    assert missing(file).fields == {}  # none is an answer
