"""Each work list holds the family it is about and not the one beside it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from assistance.aid.models import RegisterLine
from assistance.households import services as households
from assistance.households.models import (
    Assessment,
    Consent,
    ConsentText,
    HardshipFile,
    Member,
    Paper,
    PaperRule,
)
from assistance.households.permissions import SEE_FILES
from assistance.households.queries import missing_of
from assistance.reviews import queries, services
from assistance.reviews.models import Review
from assistance.reviews.registries import work_list_named, work_lists
from ground.accounts.models import Organisation
from ground.places.models import Division, LocalRule

pytestmark = pytest.mark.django_db
ON = date(2008, 6, 2)


def listed(code, on=ON):
    rows = work_list_named(code).narrow(HardshipFile.objects.all(), on)
    return set(rows.values_list("pk", flat=True))


def update(file, **values):
    HardshipFile.objects.filter(pk=file.pk).update(**values)


@pytest.fixture
def two(on_file):
    """Two families on file: the one that a list is about, and the one beside it."""
    return on_file(), on_file()


def test_every_list_has_a_sentence_and_is_counted_in_ones_scope(two, office):
    assert len(work_lists()) == 16
    assert all(one.says.endswith("。") for one in work_lists())
    counted = {one.work_list.code: one.number for one in queries.counted_lists(office.keeper).value}
    assert (counted["never_helped"], counted["papers_missing"]) == (2, 2)
    elsewhere = queries.counted_lists(office.elsewhere)
    assert {one.number for one in elsewhere.value} == {0}


def test_never_helped(two, office):
    helped, never = two
    for file, kind in ((helped, "aid"), (never, "approved")):
        RegisterLine.objects.create(
            key=f"x:{kind}", kind=kind, on=ON, file=file, link_point=office.unit, event_id=1
        )
    assert listed("never_helped") == {never.pk}


def test_untouched_for_as_long_as_the_region_allows(two):
    old, new = two
    update(old, confirmed_on=date(2007, 6, 1))
    update(new, confirmed_on=date(2007, 6, 2))
    assert listed("untouched") == {old.pk}
    LocalRule.objects.create(
        code="reviews.months_between", valid_from=date(2008, 1, 1), value=3, source="县办法"
    )
    update(new, confirmed_on=None, approved_on=date(2008, 3, 1))
    assert listed("untouched") == {old.pk, new.pk}


def test_overdue(two, due):
    late, _ = two
    due("2008-12-31")
    Review.objects.exclude(file=late).update(due_on=date(2009, 2, 1))
    assert listed("overdue", date(2009, 1, 31)) == {late.pk}


def test_the_holder_is_retired_dead_or_gone(two):
    one, other = two
    Member.objects.filter(file=one).update(work_state="retired")
    Member.objects.create(file=other, relation="spouse", name="某某", work_state="retired")
    assert listed("retired") == {one.pk}
    Member.objects.filter(file=one).update(standing="deceased", gone_on=ON)
    assert listed("holder_gone") == {one.pk}
    assert listed("member_gone") == set()
    Member.objects.filter(file=other, relation="spouse").update(standing="left", gone_on=ON)
    assert listed("holder_gone") == {one.pk}
    assert listed("member_gone") == {other.pk}
    update(other, confirmed_on=ON)
    assert listed("member_gone") == set()


def test_income_that_contradicts(two):
    one, other = two
    assert listed("contradicting") == {f.pk for f in two if _recommended(f) not in _FIT}
    before = listed("contradicting")
    Member.objects.filter(file=one).update(monthly_income=Decimal("1000.01"))  # 12,000 a year
    assert listed("contradicting") == before | {one.pk}
    Member.objects.filter(file=one).update(monthly_income=Decimal("1000.00"))
    assert listed("contradicting") == before
    update(other, annual_income=0)
    Member.objects.filter(file=other).update(work_state="employed")
    assert listed("contradicting") == before | {other.pk}


_FIT = {"relative", "unknown", "borderline", None}


def _recommended(file):
    return (
        Assessment.objects.filter(file=file)
        .order_by("-pk")
        .values_list("outcome", flat=True)
        .first()
    )


def test_borderline_by_the_standard_of_the_region(two):
    """Income 12,000 − 4,800 of one person: 600 a month; the standard 300 makes the double 600."""
    one, other = two
    before = listed("borderline")
    LocalRule.objects.create(
        code="households.dibao_monthly", valid_from=date(2008, 1, 1), value=300, source="民政"
    )
    assert listed("borderline") == {one.pk, other.pk}
    update(other, rigid_expenses=Decimal("0.00"))  # 1,000 a month
    assert listed("borderline") == before | {one.pk}


def test_notices_ending_and_waiting_too_long(opened, walk, at):
    with at("2008-06-02"):
        hanging, waiting = walk(opened(), "hanging"), walk(opened(), "review")
    ends = hanging.notice_ends_on
    assert listed("notices_ending", ends - timedelta(days=3)) == set()
    assert listed("notices_ending", ends - timedelta(days=2)) == {hanging.pk}
    assert listed("waiting", waiting.gate_due_on) == set()
    assert listed("waiting", waiting.gate_due_on + timedelta(days=1)) == {waiting.pk}
    update(waiting, gate_due_on=None)
    assert listed("waiting", date(2008, 7, 2)) == set()
    assert listed("waiting", date(2008, 7, 3)) == {waiting.pk}


def test_missing_fields_and_papers(two):
    one, other = two
    update(one, primary_cause="")
    assert listed("fields_missing") == {one.pk}
    Member.objects.filter(file=other).update(id_hash="")
    assert listed("fields_missing") == {one.pk, other.pk}
    kinds = list(PaperRule.objects.filter(when="", division=None).values_list("kind", flat=True))
    Paper.objects.bulk_create(Paper(file=one, kind=kind, issued_on=ON) for kind in kinds)
    Paper.objects.bulk_create(Paper(file=other, kind=kinds[0]) for _ in kinds)
    assert listed("papers_missing") == {other.pk}
    Paper.objects.filter(file=one, kind=kinds[0]).update(withdrawn_at="2008-06-01T00:00:00Z")
    assert listed("papers_missing") == {one.pk, other.pk}


def test_a_paper_is_missing_where_it_is_asked_and_when_it_is_too_old(two):
    """As the file's own page says it."""
    one, _ = two
    rules = list(PaperRule.objects.filter(when="", division=None))
    Paper.objects.bulk_create(
        Paper(file=one, kind=rule.kind, issued_on=ON) for rule in rules if rule.kind != "income"
    )
    Consent.objects.filter(member__file=one).update(withdrawn_on=ON)
    assert "一年工资单或收入证明（失业证明）" in missing_of(one).papers
    assert one.pk in listed("papers_missing")
    place = Division.objects.create(
        code="430799", name="试县", level="county", valid_from=date(2000, 1, 1)
    )
    Organisation.objects.filter(pk=one.unit_id).update(division=place)
    income = next(rule for rule in rules if rule.kind == "income")
    PaperRule.objects.create(
        kind="income", when="", valid_from=income.valid_from, division=place, is_asked=False
    )
    one = HardshipFile.objects.select_related("unit").get(pk=one.pk)
    assert "一年工资单或收入证明（失业证明）" not in missing_of(one).papers
    assert one.pk not in listed("papers_missing")
    PaperRule.objects.create(
        kind="register", when="", valid_from=income.valid_from, division=place, months=1
    )
    assert one.pk not in listed("papers_missing", ON + timedelta(days=20))
    assert one.pk in listed("papers_missing", ON + timedelta(days=40))
    Paper.objects.filter(file=one, kind="authorisation").delete()
    assert one.pk in listed("papers_missing", ON + timedelta(days=20))


def test_consent_withdrawn_and_not_given_again(two):
    one, _ = two
    text = ConsentText.objects.get(purpose="check")
    consent, _ = Consent.objects.get_or_create(
        member=one.members.get(), text=text, defaults={"signed_on": ON, "way": "paper"}
    )
    assert listed("consent_withdrawn") == set()
    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=ON)
    assert listed("consent_withdrawn") == {one.pk}
    Consent.objects.create(member=one.members.get(), text=text, signed_on=ON, way="paper")
    assert listed("consent_withdrawn") == set()


def test_relapsed_and_missed(two, office, opened, at, due):
    one, other = two
    update(other, relapse_of=one)
    assert listed("relapsed") == {other.pk}
    update(other, relapse_of=None)
    with at("2008-06-02"):
        households.exit_file(by=office.approver, file=one, reason="脱困")
    [call] = [review for review in due("2008-11-10") if review.kind == "follow_up"]
    with at("2008-12-02"):
        services.record_review(
            by=office.keeper,
            review=call,
            way="phone",
            result="relapsed",
            done_on=date(2008, 12, 2),
            finding="丈夫失业",
        )
    assert listed("relapsed") == {one.pk}
    update(other, relapse_of=one)
    assert listed("relapsed") == {other.pk}


def test_a_list_sees_no_more_than_its_reader(two, office):
    seen = HardshipFile.objects.visible_to(office.elsewhere, SEE_FILES.code)
    assert [one.code for one in work_lists() if one.narrow(seen, ON).exists()] == []
