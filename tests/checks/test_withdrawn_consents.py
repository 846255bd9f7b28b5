"""A consent taken back while the check is going on: not sent, not taken in, not counted, and said."""

from datetime import date

import pytest
from django.urls import reverse

from assistance.checks import queries, services
from assistance.checks.models import CheckAnswer, CheckBatch
from assistance.households import services as households
from assistance.households.models import Consent
from ground.audit.models import Entry
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from tests.files import samples
from tests.intake.conftest import workbook

from .conftest import HEAD, asked, gate_of, rows_of, said

pytestmark = pytest.mark.django_db
REFUSED = "本人已于2008-06-03撤回核对授权，撤回后的核对结果不能使用"


@pytest.fixture(autouse=True)
def today(at):
    with at("2008-06-03"):
        yield


@pytest.fixture
def take_back(office, drain):
    """The wife takes her consent to be asked about back, as it is registered on the page."""

    def withdraw(file, purpose="check"):
        consent = Consent.objects.get(
            member__file=file,
            member__relation="spouse",
            text__purpose=purpose,
            withdrawn_on__isnull=True,
        )
        households.withdraw_consent(by=office.keeper, consent=consent, reason="不同意核对")
        drain()

    return withdraw


def sign_anew(office, file, on):
    wife = file.members.get(relation="spouse")
    stored = files.keep(by=office.keeper, content=samples.picture(), name="授权书.jpg")
    households.record_consent(
        by=office.keeper, member=wife, purpose="check", signed_on=on, stored=stored
    )


def test_what_has_not_been_sent_is_sent_without_them(family, made, take_back, office, client_of):
    gone, stays = family(), family()
    batch = made(gone, stays, sent=False)
    take_back(gone)
    why = "李*英（配偶）2008-06-03撤回了核对授权"
    assert (asked(gone).state, asked(gone).withdrawn_why) == ("withdrawn", why)
    assert {one.request.file_id for one in queries.people_to_send(batch)} == {stays.pk}
    assert (asked(stays).state, gate_of(gone)) == ("waiting", "check waiting")
    page = client_of(office.keeper).get(reverse("checks:file", args=[gone.pk])).text
    assert "还不能编入核对名单" in page
    assert "李*英（配偶）缺核对授权" in page


def test_what_has_been_sent_is_marked_and_no_longer_counts(
    family, made, answer, take_back, office, client_of
):
    file = family()
    batch = made(file)
    CheckAnswer.objects.create(
        person=asked(file).people.get(relation="spouse"),
        way="imported",
        answered_on=date(2008, 6, 3),
        recorded_by=office.keeper,
        recorded_on=date(2008, 6, 3),
    )
    take_back(file)
    wife = asked(file).people.get(relation="spouse")
    assert (wife.withdrawn_on, asked(file).state) == (date(2008, 6, 3), "waiting")
    assert Entry.objects.filter(action="checks.person_withdrawn").count() == 1
    answer(file, 0)  # the holder is clear, and that is not enough
    assert (asked(file).state, gate_of(file)) == ("waiting", "check open")
    assert services.settle_batch(by=office.keeper, batch=batch) == (0, [])
    with pytest.raises(RuleBroken) as broken:
        answer(file, 1)
    assert broken.value.code == "consent_withdrawn"
    assert REFUSED in broken.value.message
    client = client_of(office.keeper)
    page = client.get(reverse("checks:file", args=[file.pk])).text
    assert "核对不完整：李*英撤回了核对授权" in page
    assert "还缺：李*英（配偶）缺核对授权" in page
    assert reverse("checks:answer", args=[wife.pk]) not in page
    assert "核对不完整" in client.get(reverse("checks:panel", args=[file.pk])).text
    assert "1人撤回授权" in client.get(reverse("checks:batch", args=[batch.pk])).text
    [told] = client.get(f"/api/v1/checks/{batch.pk}/requests").json()
    assert [one["withdrawn_on"] for one in told["people"]] == [None, "2008-06-03"]


def test_the_import_names_the_row_and_says_why(family, made, take_back, rehearsed):
    file = family()
    made(file)
    take_back(file)
    intake = rehearsed(workbook(HEAD, *rows_of(file, "无", "无")))
    assert said(intake) == [(3, REFUSED)]
    assert intake.counts["new"] == 1


def test_who_signs_anew_is_asked_anew_and_the_old_answer_stays_out(
    family, made, answer, take_back, office, at, rehearsed
):
    file = family()
    batch = made(file)
    answer(file, 0)
    take_back(file)
    with at("2008-06-05"):
        with pytest.raises(RuleBroken) as broken:
            services.send_batch(by=office.keeper, batch=batch)
        assert broken.value.code == "nothing_to_send"
        sign_anew(office, file, date(2008, 6, 5))
        sending = services.send_batch(by=office.keeper, batch=batch)
        assert (sending.number, sending.people) == (2, 1)
        assert len(asked(file).people.all()) == 3
        early = [*rows_of(file, None, "无")[1], "2008-06-04"]
        content = workbook([*HEAD, "核对日期"], early)
        assert "发出（授权）日期" in said(rehearsed(content))[0][1]
        wife = asked(file).people.get(relation="spouse", withdrawn_on=None)
        services.record_answer(
            by=office.keeper, person=wife, words="无", found={}, answered_on=date(2008, 6, 5)
        )
    assert (asked(file).state, gate_of(file)) == ("clear", "notice waiting")


def test_a_finding_is_not_explained_away_without_them(
    family, made, answer, take_back, office, drain
):
    file = family()
    made(file)
    answer(file, 0, {"vehicle": 1})
    take_back(file)
    with pytest.raises(RuleBroken) as broken:
        services.explain_hit(by=office.keeper, request=asked(file), opinion="已核实")
    assert broken.value.code == "consent_withdrawn"
    assert gate_of(file) == "check troubled"
    households.return_file(by=office.keeper, file=file, reason="重新取得授权")
    drain()
    assert (asked(file).state, CheckBatch.objects.get().state) == ("withdrawn", "closed")


def test_other_consents_and_checks_that_are_over_stay_as_they_are(family, made, answer, take_back):
    over, going = family(), family()
    made(over, going)
    answer(over, 0)
    answer(over, 1)
    take_back(over)
    take_back(going, "sensitive")
    assert not asked(over).people.filter(withdrawn_on__isnull=False).exists()
    assert not asked(going).people.filter(withdrawn_on__isnull=False).exists()
    assert asked(over).state == "clear"
