import copy
import pickle
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict

from assistance.pairing.models import Cadre
from assistance.visits.models import Visit
from ground.audit import sealing
from ground.audit.sealing import Sealed, Unreadable

MOBILE = "13800000001"


@pytest.fixture
def cadre(make_organisation) -> Cadre:
    agency = make_organisation("市国税局", kind="agency")
    return Cadre.objects.create(agency=agency, name="张敏", mobile=MOBILE, joined_on="2008-01-01")


def stored(cadre: Cadre) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile FROM pairing_cadre WHERE id = %s", [cadre.pk])
        return str(cursor.fetchone()[0])


def store(cadre: Cadre, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pairing_cadre SET mobile = %s WHERE id = %s", [text, cadre.pk])


def another(cadre: Cadre, name: str = "李强") -> Cadre:
    return Cadre.objects.create(
        agency=cadre.agency, name=name, mobile="13800000002", joined_on="2008-01-01"
    )


def test_a_value_moved_to_another_row_does_not_open(cadre):
    other = another(cadre)
    store(other, stored(cadre))
    with pytest.raises(Unreadable) as refused:
        _ = Cadre.objects.get(pk=other.pk).mobile
    assert MOBILE not in str(refused.value)
    assert Cadre.objects.get(pk=cadre.pk).mobile == MOBILE


def test_a_value_moved_to_another_column_does_not_open(cadre):
    moved = Visit(row_key=cadre.row_key, position=Sealed(stored(cadre), "visits.visit.position"))
    with pytest.raises(Unreadable):
        _ = moved.position


@pytest.mark.parametrize("damaged", ["{id}.", "{id}.AAAA", "{id}.§", "none", "00000000.AAAA"])
def test_a_damaged_value_is_refused_in_one_way(cadre, damaged):
    store(cadre, damaged.format(id=sealing.key_ids()[0]))
    with pytest.raises(Unreadable):
        _ = Cadre.objects.get(pk=cadre.pk).mobile


def test_a_list_that_does_not_show_it_opens_nothing(cadre, settings):
    keys = settings.FIELD_KEYS
    settings.FIELD_KEYS = "another"  # whoever opened a value now would fail
    rows = list(Cadre.objects.all())
    assert [row.name for row in rows] == ["张敏"]
    assert bool(rows[0].__dict__["mobile"]) is True
    rows[0].save()
    with pytest.raises(Unreadable):
        _ = rows[0].mobile
    settings.FIELD_KEYS = keys
    assert rows[0].mobile == MOBILE
    settings.FIELD_KEYS = "another"
    assert rows[0].mobile == MOBILE  # once opened, it is not opened again


def test_saving_what_nobody_read_leaves_it_as_it_lies(cadre):
    before = stored(cadre)
    row = Cadre.objects.get(pk=cadre.pk)
    row.post = "科长"
    row.save()
    assert stored(cadre) == before


def test_values_never_show_the_plain_text(cadre):
    (found,) = Cadre.objects.values_list("mobile", flat=True)
    assert str(found) == f"{found}" == "（已加密）"
    assert repr(found) == "<sealed pairing.cadre.mobile>"
    assert found.opened(cadre.row_key) == MOBILE
    cadre.mobile = ""
    cadre.save()
    assert list(Cadre.objects.values_list("mobile", flat=True)) == [""]


def test_every_way_of_writing_seals_for_the_row(cadre):
    made = Cadre.objects.bulk_create(
        Cadre(agency=cadre.agency, name=name, mobile=MOBILE, joined_on="2008-01-01")
        for name in ("王芳", "赵军")
    )
    assert len({stored(one) for one in (cadre, *made)}) == 3
    rows = list(Cadre.objects.order_by("pk"))
    assert [row.mobile for row in rows] == [MOBILE] * 3
    rows[1].mobile, rows[2].mobile = "13900000001", rows[0].mobile
    assert Cadre.objects.bulk_update(rows, ["mobile"]) == 3
    found = Cadre.objects.order_by("pk")
    assert [row.mobile for row in found] == [MOBILE, "13900000001", MOBILE]


def test_one_value_for_many_rows_is_refused(cadre):
    other = another(cadre)
    before = stored(cadre), stored(other)
    whole = Cadre.objects.all()
    raw = whole.values_list("mobile", flat=True)[0]
    for value in (MOBILE, other.mobile, raw):
        with pytest.raises(TypeError) as refused, transaction.atomic():
            whole.update(mobile=value)
        assert "1380000" not in str(refused.value)
    with pytest.raises(TypeError):
        list(whole.filter(mobile=MOBILE))
    with pytest.raises(TypeError):
        list(whole.filter(mobile__contains="138"))
    assert (stored(cadre), stored(other)) == before
    assert whole.update(mobile="") == 2
    assert whole.filter(mobile="").count() == 2


def test_a_copy_needs_a_key_of_its_own(cadre):
    twin = copy.copy(Cadre.objects.get(pk=cadre.pk))
    twin.pk, twin.name, twin.mobile_hash = None, "李强", "x"
    twin._state.adding = True
    twin.mobile = str(twin.mobile)
    twin.row_key = uuid4()
    twin.save()
    assert Cadre.objects.get(pk=twin.pk).mobile == MOBILE
    assert Cadre.objects.get(pk=cadre.pk).mobile == MOBILE


def test_it_behaves_as_text_everywhere_else(cadre):
    deferred = Cadre.objects.defer("mobile").get(pk=cadre.pk)
    assert deferred.mobile == MOBILE
    only = Cadre.objects.only("mobile").get(pk=cadre.pk)
    assert only.mobile == MOBILE
    row = Cadre.objects.get(pk=cadre.pk)
    row.mobile = "13900000009"
    row.refresh_from_db()
    assert row.mobile == MOBILE
    assert model_to_dict(row, ["mobile"]) == {"mobile": MOBILE}
    row.full_clean()
    assert pickle.loads(pickle.dumps(row)).mobile == MOBILE
    assert pickle.loads(pickle.dumps(Cadre.objects.get(pk=cadre.pk))).mobile == MOBILE
    empty = another(cadre, "孙丽")
    empty.mobile = ""
    empty.save()
    assert not Cadre.objects.get(pk=empty.pk).mobile


def test_a_newer_key_seals_and_the_older_one_still_opens(cadre, settings):
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = f"newer,{old}"
    row = Cadre.objects.get(pk=cadre.pk)
    assert row.mobile == MOBILE
    row.save()
    assert stored(cadre).startswith(f"{sealing.key_ids()[0]}.")
    settings.FIELD_KEYS = old
    with pytest.raises(Unreadable):
        _ = Cadre.objects.get(pk=cadre.pk).mobile


def test_a_hash_depends_on_its_place_and_the_look_up_key_alone(settings):
    at_home = sealing.lookup_hash("13800000001", "a.b.c")
    assert at_home != sealing.lookup_hash("13800000001", "a.b.d")
    settings.FIELD_KEYS = f"newer,{settings.FIELD_KEYS}"
    assert sealing.lookup_hash("13800000001", "a.b.c") == at_home
    settings.LOOKUP_KEY = "another"
    assert sealing.lookup_hash("13800000001", "a.b.c") != at_home
