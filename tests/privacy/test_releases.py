import hashlib
import io

import pytest
from django.db import IntegrityError, transaction

from ground.audit.models import Entry
from ground.audit.services import Origin, coming_from
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.privacy import services
from ground.privacy.models import Release
from ground.privacy.queries import release_of, releases_of_file


def test_a_file_that_leaves_is_written_down_before_and_completed_after(person, root, at):
    staff = person("union_staff")
    with at("2008-06-26"), coming_from(Origin("page", "10.1.2.3")):
        one = services.release(by=staff, title="走访记录", filters="状态：已登记")
        assert one.is_open
        done = services.completed(release=one, content=b"abc", rows=7)
    assert (done.organisation, done.rows, done.size, done.ip) == (root, 7, 3, "10.1.2.3")
    assert done.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert done.line == f"导出编号 {done.code[:4]}-{done.code[4:]} · 测试1 · 2008-06-26 09:00"
    assert Entry.objects.get(action="privacy.released").details == {
        "title": "走访记录",
        "rows": 7,
        "personal": False,
        "reason": "",
    }
    assert release_of(f" {done.shown_code.lower()} ") == done
    assert release_of("2222-2222") is None
    assert releases_of_file(done.sha256.upper()) == [done]


def test_a_stream_stands_at_its_beginning_again(person):
    file = io.BytesIO(b"abc")
    one = services.release(by=person("union_staff"), title="走访记录")
    assert (
        services.completed(release=one, content=file).sha256 == hashlib.sha256(b"abc").hexdigest()
    )
    assert file.read() == b"abc"


def test_personal_data_leaves_with_a_permission_there_and_a_reason_only(person, make_organisation):
    county = make_organisation("安乡县总工会", kind="county_union")
    inside, staff = person("union_staff", county), person("union_staff")
    with pytest.raises(NotAllowed):
        services.release(by=person("office"), title="档案", personal=True, reason="上报")
    with pytest.raises(NotAllowed):
        services.release(
            by=inside, organisation=staff.organisation, title="档案", personal=True, reason="上报"
        )
    with pytest.raises(RuleBroken, match="请写明导出个人信息的原因"):
        services.release(by=staff, title="档案", personal=True, reason="  ")
    assert Release.objects.count() == 0
    one = services.release(
        by=staff, organisation=county, title="档案", personal=True, reason="市总工会核对"
    )
    assert (one.personal, one.reason) == (True, "市总工会核对")


def test_a_completed_line_is_final(person):
    one = services.release(by=person("union_staff"), title="走访记录")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=one.pk).update(title="别的")
    services.completed(release=one, content=b"abc")
    with pytest.raises(ValueError, match="completed"):
        services.completed(release=one, content=b"abd")
    with pytest.raises(ValueError, match="completed"):
        services.refused(release=one, broken=RuleBroken("x", "含有身份证号"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=one.pk).update(sha256="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=one.pk).delete()
    assert Release.objects.get().sha256 == hashlib.sha256(b"abc").hexdigest()


def test_what_was_not_let_out_says_why(person):
    one = services.release(by=person("union_staff"), title="走访记录")
    services.refused(release=one, broken=RuleBroken("private", "“说明”列第3行含有身份证号"))
    assert Release.objects.get().refusal == "“说明”列第3行含有身份证号"
    assert Entry.objects.get(action="privacy.release_refused").details == {"title": "走访记录"}


def test_auditors_see_the_exports_of_their_area(person, make_organisation):
    county = make_organisation("安乡县总工会", kind="county_union")
    other = make_organisation("汉寿县总工会", kind="county_union")
    here = services.release(by=person("union_staff", county), title="走访记录")
    services.release(by=person("union_staff", other), title="走访记录")
    auditor = person("auditor", county)
    assert list(Release.objects.visible_to(auditor, "privacy.see_log")) == [here]
    assert list(Release.objects.visible_to(person("liaison"), "privacy.see_log")) == []
