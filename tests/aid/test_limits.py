"""No batch is locked that gives a family more than the standards allow, or the same item twice."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.aid import queries, services
from assistance.aid.models import Payment
from assistance.funds import queries as funds
from assistance.households.models import Member
from assistance.households.queries import hash_of_id
from assistance.standards import services as standards
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once
from tests.criteria.conftest import world

__all__ = ["world"]

JUNE = date(2008, 6, 3)


@pytest.fixture
def limited(world, factory, make_file, plan, source, hands, at):
    """The city's standard: living aid of 3,000 yuan a household and year, study aid once for a family.

    `batch(*payments)` locks a batch of them on 3 June; `file` is a family on file.
    """
    Organisation.objects.filter(pk=factory.pk).update(division=world.city)
    draft = standards.draft_standard(
        by=world.editor,
        name="常德市救助标准",
        division=world.city,
        valid_from=date(2008, 1, 1),
        source="常工发〔2008〕2号",
    )
    for kind, code, aid_type, parameters in (
        (
            "cap",
            "living_year",
            "living",
            {"whom": "household", "span": "year", "counts": "item", "amount": "3000"},
        ),
        ("once", "study_once", "education", {"whom": "household", "span": "year"}),
    ):
        standards.set_rule(
            by=world.editor,
            standard=draft,
            kind=kind,
            code=code,
            label="上限",
            source="第三条",
            scope={"aid_type": aid_type},
            parameters=parameters,
        )
    standards.publish_standard(by=world.publisher, standard=draft)

    def batch(*payments):
        with at("2008-06-03"):
            return services.make_batch(
                by=hands.maker, name="六月", source=source, payments=list(payments)
            )

    return batch


def refusal(batch, *payments):
    with pytest.raises(RuleBroken) as broken:
        batch(*payments)
    assert broken.value.code == "payees_not_ready"
    assert set(Payment.objects.values_list("state", flat=True)) == {"planned"}
    return broken.value.message


def test_a_cent_above_the_limit_of_the_year_is_named(limited, plan, make_file, source):
    file = make_file(1)
    limited(plan("一:1", "2000", file=file))
    over = plan("一:2", "1000.01", file=file)
    with pytest.raises(RuleBroken) as broken:
        limited(over)
    assert "K2008-0001" in broken.value.message
    assert "3,000.00" in broken.value.message
    assert funds.balances_of(source).reserved == 2000
    assert limited(plan("一:3", "1000", file=file)).state == "locked"


def test_within_one_batch_the_second_payment_finds_the_first(limited, plan, make_file):
    file, other = make_file(1), make_file(2)
    said = refusal(
        limited,
        plan("一:1", "2000", file=file),
        plan("一:2", "1500", file=file),
        plan("二:1", "3000", file=other),
    )
    assert "K2008-0001" in said
    assert "K2008-0002" not in said


def test_what_is_only_planned_stands_in_nobodys_way(limited, plan, make_file):
    file = make_file(1)
    first, second = plan("一:1", "2000", file=file), plan("一:2", "2000", file=file)
    assert limited(second).state == "locked"
    first.refresh_from_db()
    assert first.state == "planned"


def test_a_batch_sent_back_makes_room_again(limited, plan, make_file, hands, at):
    file = make_file(1)
    batch = limited(plan("一:1", "3000", file=file))
    more = plan("一:2", "500", file=file)
    with pytest.raises(RuleBroken):
        limited(more)
    with at("2008-06-04"):
        services.reject_batch(by=hands.finance, batch=batch, reason="重复")
        services.void_payment(
            by=hands.maker, payment=Payment.objects.get(key="一:1"), reason="重复"
        )
    assert limited(more).state == "locked"


def test_the_same_item_twice_is_refused_with_the_earlier_payment(limited, plan, make_file):
    file = make_file(1)
    limited(plan("一:1", "800", file=file, aid_type="education"))
    with pytest.raises(RuleBroken) as broken:
        limited(plan("一:2", "700", file=file, aid_type="education"))
    assert "800.00" in broken.value.message


def test_what_people_got_without_a_file_counts(limited, plan, make_file):
    """A list of a campaign, say; whoever got it has a file now."""
    file = make_file(1)
    number = "430723196504120015"
    Member.objects.filter(file=file).update(id_hash=hash_of_id(number))
    limited(plan("一:1", "2500", helped=services.Helped("刘春生", number)))
    with pytest.raises(RuleBroken) as broken:
        limited(plan("一:2", "500.01", file=file))
    assert "K2008-0001" in broken.value.message


def test_what_people_got_on_another_file_counts(limited, plan, make_file):
    first, second = make_file(1), make_file(2)
    Member.objects.filter(file=first).update(id_hash="同一人", in_open_file=False)
    Member.objects.filter(file=second).update(id_hash="同一人")
    limited(plan("一:1", "2500", file=first))
    with pytest.raises(RuleBroken) as broken:
        limited(plan("二:1", "600", file=second))
    assert "K2008-0002" in broken.value.message


def test_what_was_decided_on_an_application_is_not_judged_again(limited, plan, make_file):
    file = make_file(1)
    assert limited(plan("applications.application:1", "5000", file=file)).state == "locked"
    with pytest.raises(RuleBroken) as broken:
        limited(plan("一:2", "1", file=file))
    assert "K2008-0001" in broken.value.message


def test_a_hundred_families_take_as_many_queries_as_one(
    limited, plan, make_file, hands, source, at
):
    def built(first, number):
        batch = services.open_batch(by=hands.maker, name="批", source=source)
        payments = [plan(f"{n}", "100", file=make_file(n)) for n in range(first, first + number)]
        return services.add_payments(by=hands.maker, batch=batch, payments=payments)

    with at("2008-06-03"):
        one, many = built(1, 1), built(10, 12)
        numbers = []
        for batch in (one, many):
            with CaptureQueriesContext(connection) as seen:
                assert queries.beyond_standards(batch) == []
            numbers.append(len(seen))
    assert numbers[0] == numbers[1]


@pytest.mark.django_db(transaction=True)
def test_two_batches_for_one_family_at_the_same_moment(limited, plan, make_file, hands, source, at):
    file = make_file(1)
    with at("2008-06-03"):
        built = []
        for number in range(2):
            batch = services.open_batch(by=hands.maker, name=f"批{number}", source=source)
            payment = plan(f"一:{number}", "2000", file=file)
            built.append(services.add_payments(by=hands.maker, batch=batch, payments=[payment]))
    ended = at_once(
        *[
            lambda one=one: str(services.lock_batch(by=hands.maker, batch=one).state)
            for one in built
        ],
        on=JUNE,
    )
    assert sorted(ended) == ["locked", "payees_not_ready"]
