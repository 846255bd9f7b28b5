"""What the forms of money offer, preset and say."""

from datetime import date

import pytest

from assistance.funds import queries, services
from assistance.funds.models import Allocation, FundSource
from tests.funds.passing import central_money, sent_down

ON = date(2008, 2, 1)
NAME = "中央财政帮扶资金"


@pytest.fixture
def second(tree, at):
    """A second allocation of one source to one unit, not confirmed yet."""
    with at("2008-03-01"):
        source = central_money(tree)
        sent_down(tree, source, "province", "city", "100", ON)
        return services.allocate(
            by=tree["province"][1],
            source=source,
            to=tree["city"][0],
            amount="50",
            purpose="追加",
            on=ON,
        )


def confirm(second, client, at, **said):
    with at("2008-03-01"):
        url = f"/funds/allocations/{second.pk}/confirm/"
        return client.post(url, said) if said else client.get(url)


def test_a_free_name_is_preset(second, tree, client_of, at):
    client = client_of(tree["city"][1])
    form = confirm(second, client, at).context["form"]
    assert form["name"].value() == f"{NAME}（下达）"
    assert "后面加“（下达）”" in form.fields["name"].help_text
    said = {"on": "2008-03-01", "name": form["name"].value()}
    assert confirm(second, client, at, **said).status_code == 302
    assert queries.opened_by(Allocation.objects.get(pk=second.pk)).name == f"{NAME}（下达）"


def test_a_name_left_empty_is_the_same(second, tree, client_of, at):
    assert confirm(second, client_of(tree["city"][1]), at, on="2008-03-01").status_code == 302
    assert queries.opened_by(Allocation.objects.get(pk=second.pk)).name == f"{NAME}（下达）"


def test_a_taken_name_is_told(second, tree, client_of, at):
    answer = confirm(second, client_of(tree["city"][1]), at, on="2008-03-01", name=NAME)
    said = f"“常德市总工会”2008年度已有“{NAME}”，请换一个名称"
    assert answer.context["form"].errors == {"name": [said]}


def test_a_day_before_names_the_range(second, tree, client_of, at):
    answer = confirm(second, client_of(tree["city"][1]), at, on="2008-01-31")
    said = "应在 2008-02-01 与今天（2008-03-01）之间"
    assert answer.context["form"].errors == {"on": [said]}


@pytest.mark.parametrize("act", ["confirm", "refuse"])
def test_the_sender_is_told_who_may(second, tree, client_of, at, act):
    with at("2008-03-01"):
        page = client_of(tree["province"][1]).get(f"/funds/allocations/{second.pk}/{act}/")
    assert "须由接收单位“常德市总工会”的财务人员办理" in page.content.decode()
    assert page.context["form"] is None


def test_who_may_keep_money_is_offered(root, finance, make_organisation, client_of):
    union = make_organisation("桃源县总工会", "union")
    gone = make_organisation("旧工会", "union")
    gone.is_active = False
    gone.save()
    for kind in ("enterprise", "community", "village", "other"):
        make_organisation(f"某{kind}", kind)
    form = client_of(finance).get("/funds/new/").context["form"]
    assert set(form.fields["organisation"].queryset) == {root, union}


def test_where_money_comes_from_is_not_preset(root, finance, client_of):
    client = client_of(finance)
    assert client.get("/funds/new/").context["form"].fields["kind"].choices[0] == ("", "请选择")
    said = {"organisation": root.pk, "kind": "", "name": "新", "year": "2008"}
    assert "kind" in client.post("/funds/new/", said).context["form"].errors
    assert not FundSource.objects.exists()
