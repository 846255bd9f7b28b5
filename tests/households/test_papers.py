"""What a file still needs: signatures, papers, each said once and for many at once."""

from datetime import date

import pytest

from assistance.households import queries, services
from assistance.households.models import (
    Consent,
    FileVersion,
    HardshipFile,
)
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from ground.places.services import set_local_rule
from tests.files import samples

from .conftest import CHILD, filled, id_number, person_in, write


def test_a_child_under_fourteen_is_signed_for_by_another_adult(office, opened, at):
    with at("2008-05-15"):
        file = opened(id_no=id_number(7))
        write(
            office, file, members=[person_in("child", "小花", CHILD), person_in("parent", "张老")]
        )
        child = file.members.get(relation="child")
        holder = file.members.get(relation="holder")
        page = files.keep(by=office.keeper, content=samples.picture(), name="签署页.png")

        def sign(**more):
            asked = {
                "by": office.keeper,
                "member": child,
                "purpose": "sensitive",
                "signed_on": date(2008, 5, 15),
                "stored": page,
            }
            return services.record_consent(**(asked | more))

        for more, code in [
            ({}, "guardian_missing"),
            ({"guardian": child}, "guardian_not_grown"),
            ({"guardian": opened().members.get()}, "guardian_elsewhere"),
            ({"guardian": holder, "way": "screen", "stored": None}, "signature_missing"),
            ({"guardian": holder, "stored": None}, "paper_missing"),
        ]:
            with pytest.raises(RuleBroken) as refused:
                sign(**more)
            assert refused.value.code == code
        assert Consent.objects.count() == 0
        first = sign(guardian=holder)
        assert sign(guardian=holder).pk == first.pk
        services.record_family_consents(by=office.keeper, file=file, signed_on=date(2008, 5, 15))
        assert Consent.objects.count() == 7
        assert queries.missing_of(HardshipFile.objects.get(pk=file.pk)).consents == []
        services.withdraw_consent(by=office.keeper, consent=first, reason="家长要求")
        assert queries.missing_of(file).consents == ["小*（子女）：敏感个人信息单独同意"]
        with pytest.raises(RuleBroken, match="已经撤回"):
            services.withdraw_consent(by=office.keeper, consent=first, reason="再撤")
    with at("2019-05-15"):  # grown up meanwhile: now it is asked for its own declaration and check
        assert queries.missing_of(file).consents == [
            "小*（子女）：如实申报声明",
            "小*（子女）：家庭经济状况核对授权",
            "小*（子女）：敏感个人信息单独同意",
        ]


def test_papers_are_asked_for_by_cause_and_place_and_grow_old(office, opened, walk, at):
    with at("2008-05-15"):
        file = walk(opened(id_no=id_number(7)), "draft")
        named = set(queries.missing_of(file).papers)
        assert {"二级以上医院诊断证明", "一年内自付费用票据"} <= named
        assert "学生证或录取通知书" not in named
        assert "家庭经济状况核对授权书" not in named  # everybody has signed it
        with pytest.raises(RuleBroken) as refused:
            services.add_paper(by=office.keeper, file=file, kind="income")
        assert refused.value.code == "issue_day_missing"
        paper = services.add_paper(
            by=office.keeper, file=file, kind="income", issued_on=date(2008, 1, 31)
        )
        assert "一年工资单或收入证明（失业证明）" not in queries.missing_of(file).papers
        services.set_paper_rule(
            by=office.keeper,
            kind="application",
            valid_from=date(2008, 5, 1),
            source="县总工会通知",
            is_asked=False,
        )
        assert "申请书" not in queries.missing_of(file).papers
        assert queries.missing_of(file).blocking == []
        set_local_rule(
            code="households.papers_block", value=1, valid_from=date(2008, 5, 1), source="测试"
        )
        with pytest.raises(RuleBroken, match="二级以上医院诊断证明"):
            services.submit_file(by=office.keeper, file=file)
    with at("2009-02-01"):
        assert (
            "一年工资单或收入证明（失业证明）（2008-01-31出具，已过12个月）"
            in queries.missing_of(file).papers
        )
        services.withdraw_paper(by=office.keeper, paper=paper, reason="传错了")
        assert "一年工资单或收入证明（失业证明）" in queries.missing_of(file).papers


def test_what_many_files_lack_is_asked_as_often_as_of_one(
    office, opened, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def files():
        return list(HardshipFile.objects.select_related("unit"))

    opened()
    with CaptureQueriesContext(connection) as one:
        assert len(queries.missing_of_many(files())) == 1
    opened(id_no=""), opened()
    with django_assert_num_queries(len(one)):
        found = queries.missing_of_many(files())
    assert sorted(len(one.fields) for one in found.values()) == [7, 7, 8]


def test_a_returned_file_keeps_its_papers_versions_and_signatures(office, opened, walk):
    file = walk(opened(), "review")
    before = FileVersion.objects.count(), Consent.objects.count()
    services.return_file(by=office.second, file=file, reason="补充收入证明")
    assert (FileVersion.objects.count(), Consent.objects.count()) == before
    services.write_form(by=office.second, file=file, content=filled(annual_income="13000"))
    assert FileVersion.objects.last().changed == "家庭年收入"
    services.submit_file(by=office.second, file=file)
