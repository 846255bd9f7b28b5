"""Two people at the same moment, and what only the database could say before."""

import threading

import pytest
from django.db import connection

from ground.accounts import services
from ground.accounts.models import Organisation, User
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "双联demo-2008"
NUMBER = 4
USCC = "91430000MA4L16JQ98"


def at_once(act):
    gate, results = threading.Barrier(NUMBER), []

    def run(n):
        try:
            gate.wait()
            act(n)
            results.append("done")
        except RuleBroken as broken:
            results.append(broken.code)
        except Exception as error:  # noqa: BLE001 -- the assertion shows it
            results.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(NUMBER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(results)


def test_an_empty_installation_is_set_up_by_one_person():
    def set_up(n):
        services.set_up(
            organisation_name=f"办公室{n}",
            username=f"admin{n}",
            full_name=f"管理员{n}",
            password=PASSWORD,
        )

    assert at_once(set_up) == ["done"] + ["set_up_done"] * (NUMBER - 1)
    assert (Organisation.objects.count(), User.objects.count()) == (1, 1)


def test_a_username_is_given_once(root):
    def add(n):
        services.add_user(
            by=None,
            username="zhang",
            full_name=f"测试{n}",
            password=PASSWORD,
            organisation=root,
        )

    assert at_once(add) == ["done"] + ["username_taken"] * (NUMBER - 1)
    assert User.objects.filter(username="zhang").count() == 1


def test_a_credit_code_is_given_once(root, make_organisation):
    parents = [make_organisation(f"县{n}", "link_office") for n in range(NUMBER)]

    def add(n):
        services.add_organisation(
            by=None, name=f"企业{n}", kind="enterprise", parent=parents[n], uscc=USCC
        )

    assert at_once(add) == ["done"] + ["uscc_taken"] * (NUMBER - 1)
    assert Organisation.objects.filter(uscc=USCC).count() == 1


def test_administrators_who_close_each_other_leave_one(person):
    all_of = [person("administrator") for _ in range(NUMBER)]

    def close_next(n):
        services.close_account(by=all_of[n], user=all_of[(n + 1) % NUMBER], reason="试")

    results = at_once(close_next)
    left = User.objects.filter(is_active=True).count()
    assert left >= 1
    assert results.count("done") == NUMBER - left
    assert set(results) <= {"done", "account_closed", "last_administrator"}
