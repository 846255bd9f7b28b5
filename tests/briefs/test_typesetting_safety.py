"""What a typesetter refuses, and what it survives."""

import dataclasses
import os
import signal
import threading
from datetime import date
from pathlib import Path

import pytest
import weasyprint

from ground.briefs.typesetting import (
    Article,
    Bar,
    BarChart,
    BriefDocument,
    Figure,
    FontsUnavailable,
    Heading,
    Limits,
    Masthead,
    Paragraph,
    Table,
    Typesetter,
    TypesettingFailed,
    text_of,
)
from ground.briefs.typesetting import fonts as building
from ground.briefs.typesetting.markup import escaped, tag
from ground.briefs.typesetting.titles import title_lines

MASTHEAD = Masthead(name="简报", number_line="第一期", issuer="办公室", issue_date=date(2026, 1, 5))


def brief(*blocks, **article):
    return BriefDocument(
        masthead=MASTHEAD, articles=(Article(title="题目", blocks=blocks, **article),)
    )


@pytest.fixture(scope="module")
def typesetter():
    with Typesetter() as typesetter:
        yield typesetter


def test_hostile_text_is_printed_as_text(typesetter):
    hostile = (
        '<script>alert(1)</script> & "quoted" <a rel="attachment" href="file:///etc/passwd">x</a>'
    )
    document = brief(Paragraph(text=hostile), Heading(level=1, text=hostile), section=hostile)
    typeset = typesetter.typeset(document)
    printed = " ".join(text_of(typeset.pdf)[0].split())
    assert "<script>alert(1)</script> & " in printed
    assert 'href="file:///etc/passwd"' in printed.replace("\n", "")
    assert b"/EmbeddedFile" not in typeset.pdf


def test_markup_escapes_text_and_attributes():
    assert tag("p", "<b>&", class_='"x"') == '<p class="&quot;x&quot;">&lt;b&gt;&amp;</p>'
    assert escaped("a\x00b\u202ec\ud800d\ne") == "abcd e"


def test_the_press_runs_without_a_warning(capfd):
    table = Table(caption="表", header=("甲", "乙"), rows=(("一", "二"),))
    with Typesetter() as typesetter:
        typesetter.typeset(brief(Paragraph(text="文"), Heading(level=1, text="一、"), table))
    assert capfd.readouterr().err == ""


def test_a_very_long_word_stays_on_the_page(typesetter):
    assert typesetter.typeset(brief(Paragraph(text="A" * 3000))).pages > 1


def test_emoji_do_not_stop_the_press(typesetter):
    assert "早上好" in text_of(typesetter.typeset(brief(Paragraph(text="早上好😀"))).pdf)[0]


def test_a_long_table_is_cut_and_says_so(typesetter):
    rows = tuple((f"单位{n}", str(n)) for n in range(1000))
    table = Table(caption="台账", header=("单位", "户数"), rows=rows, numeric=(1,))
    printed = "".join(text_of(typesetter.typeset(brief(table)).pdf))
    assert "单位299" in printed
    assert "单位300" not in printed
    assert "其余700行见电子附件" in printed


@pytest.mark.parametrize(
    "make",
    [
        lambda: dataclasses.replace(MASTHEAD, marking="机密"),
        lambda: Figure(code="a", label="数", value="1", link="javascript:alert(1)"),
        lambda: Figure(code="a", label="数", value="1", link="file:///etc/passwd"),
        lambda: Figure(code="a", label="数", value="1", link="/relative"),
        lambda: Heading(level=5, text="五级"),
        lambda: Table(caption="表", header=("一", "二"), rows=(("一",),)),
        lambda: Table(caption="表", header=("列",) * 13, rows=()),
        lambda: Bar(label="项", value="-1"),
        lambda: Bar(label="项", value="NaN"),
        lambda: Bar(label="项", value="多"),
        lambda: BarChart(title="图", unit="户", bars=()),
        lambda: BriefDocument.from_json('{"masthead": {}}'),
    ],
)
def test_what_must_not_be_printed_is_refused(make):
    with pytest.raises(ValueError):  # noqa: PT011 (each message is for a person)
        make()


BOMB = brief(*(Paragraph(text="一二三四五六七八九十，" * 400) for _ in range(400)))


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_is_served():
    with Typesetter(limits=Limits(wall_seconds=0.5)) as typesetter:
        with pytest.raises(TypesettingFailed, match="排版超过时间限制"):
            typesetter.typeset(BOMB)
        assert typesetter.typeset(brief(Paragraph(text="短"))).pages == 1


def test_a_job_that_burns_the_processor_is_ended():
    with (
        Typesetter(limits=Limits(cpu_seconds=1)) as typesetter,
        pytest.raises(TypesettingFailed, match="排版超过时间限制"),
    ):
        typesetter.typeset(BOMB)


def test_a_job_that_eats_memory_is_ended():
    with (
        Typesetter(limits=Limits(memory_mib=1)) as typesetter,
        pytest.raises(TypesettingFailed, match=r"内存限制|意外终止"),
    ):
        typesetter.typeset(brief(Paragraph(text="大" * 200_000)))


def test_a_dead_worker_is_replaced(typesetter):
    before = typesetter.typeset(brief(Paragraph(text="一")))
    os.kill(typesetter._worker.pid, signal.SIGKILL)
    typesetter._worker.wait()
    assert typesetter.typeset(brief(Paragraph(text="一"))) == before


def test_threads_share_one_worker(typesetter):
    pages = {}

    def work(number):
        pages[number] = text_of(typesetter.typeset(brief(Paragraph(text=f"第{number}号"))).pdf)[0]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"第{number}号" in pages[number] for number in range(6))


def test_the_worker_sees_none_of_our_secrets(typesetter, monkeypatch):
    typesetter.close()
    monkeypatch.setenv("SHUANGLIAN_SECRET_KEY", "not-for-children")
    typesetter.typeset(brief(Paragraph(text="一")))
    environment = Path(f"/proc/{typesetter._worker.pid}/environ").read_bytes()
    assert b"not-for-children" not in environment


def test_without_fonts_the_operator_is_told_what_to_do(tmp_path):
    with pytest.raises(FontsUnavailable, match=r"typesetting\.fonts --to"):
        Typesetter(tmp_path)


def test_without_apt_the_operator_is_told_what_to_fetch(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(building, "SYSTEM", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert building.main(["--to", str(tmp_path / "fonts")]) == 1
    told = capsys.readouterr().err
    assert "no apt-get" in told
    assert "texlive-lang-chinese" in told


def test_the_justification_knows_this_release_of_weasyprint():
    # It replaces functions inside WeasyPrint: read them again before another release.
    assert weasyprint.__version__.startswith("70.")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("整合帮扶力量　服务企业职工", ("整合帮扶力量　服务企业职工",)),
        (
            "全市各级工会深入开展送温暖活动　切实帮助困难职工渡过难关",
            ("全市各级工会深入开展送温暖活动", "切实帮助困难职工渡过难关"),
        ),
        (
            "常德市总工会关于进一步做好困难职工帮扶救助工作的情况通报",
            ("常德市总工会关于进一步做好", "困难职工帮扶救助工作的情况通报"),
        ),
    ],
)
def test_titles_break_by_meaning(title, lines):
    assert title_lines(title) == lines
