"""发放卷宗: one PDF of a batch with its receipts, for a reason, on record; never a proxy's number."""

from datetime import date

import pypdfium2
import pytest

from assistance.aid import services
from assistance.ledgers.models import Output
from ground.files.queries import content_of
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken
from ground.privacy.models import Release
from tests.aid.test_receipts_kept import NUMBER, PROXY


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document), "".join(one.get_textpage().get_text_bounded() for one in document)
    finally:
        document.close()


def test_what_came_back_is_told(settled, sign, hands, drain, at):
    """One payment in part, another whole, which then needs no receipt: the counts agree with the rows."""
    batch = settled(3)
    first, second, _ = batch.payments.order_by("pk")
    for one, amount in ((first, "120.50"), (second, "500")):
        with at("2008-06-11"):
            services.recover(
                by=hands.finance, payment=one, amount=amount, on=date(2008, 6, 11), reason="多发"
            )
    sign(first)
    with at("2008-06-12"):
        services.ask_dossier(by=hands.finance, batch=batch, reason="送审计")
        drain()
    _, text = text_of(content_of(Output.objects.get().file))
    text = text.replace("\r\n", "").replace("\n", "")
    assert "应有 2 笔，已有 1 笔" in text
    assert "实际发放 879.50 元" in text
    assert "共 620.50 元：第 1 行 120.50 元，2008-06-11，多发" in text
    assert "追回 500.00不需回执" in text
    assert text.count("无回执") == 1


def test_everything_of_a_batch_in_one_file(settled, sign, hands, picture, drain, at):
    batch = settled(3)
    first, second, _ = batch.payments.order_by("pk")
    sign(first)
    sign(second, proxy=PROXY)
    with at("2008-06-12"):
        services.archive_batch(by=hands.finance, batch=batch, reason="该户已迁走")
        with pytest.raises(RuleBroken) as broken:
            services.ask_dossier(by=hands.finance, batch=batch, reason=" ")
        assert broken.value.code == "reason_missing"
        assert not Job.objects.exists()
        services.ask_dossier(by=hands.finance, batch=batch, reason="送审计")
        drain()
    assert (Job.objects.get().state, Job.objects.get().message) == ("done", "")
    output = Output.objects.get()
    pages, text = text_of(content_of(output.file))
    assert (output.rows, output.personal, pages) == (3, True, 2)
    for said in (
        "六月生活救助",
        "壹仟伍佰元整",
        "该户已迁走",
        "刘小（代领，邻居：行动不便）",
        "无回执",
        "村支书",
    ):
        assert said in text.replace("\r\n", "").replace("\n", "")
    assert NUMBER not in text
    release = Release.objects.get()
    assert (release.reason, release.rows) == ("送审计", 3)
    assert text.count(release.shown_code) == pages  # on the signatures, too
    assert "六月生活救助 签名" in text
