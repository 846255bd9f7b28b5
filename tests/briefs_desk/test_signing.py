"""The signature: four eyes, one number each, everything fixed; and the print."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ground.accounts import services as accounts
from ground.accounts.roles import Role
from ground.briefs import facts, handlers, press, queries, services
from ground.briefs.events import IssueSigned
from ground.briefs.facts import Record, Rows
from ground.briefs.models import Contribution, Issue, IssueFigure, Printed, Series
from ground.briefs.typesetting import BriefDocument
from ground.events.models import Delivery, RecordedEvent
from ground.events.replaying import replay
from ground.kernel.errors import RuleBroken
from tests.briefs_desk.conftest import edited


def is_unsigned(issue: Issue) -> bool:
    issue.refresh_from_db()
    return (
        issue.state == "in_review"
        and issue.number is None
        and issue.document is None
        and not IssueFigure.objects.exists()
        and not RecordedEvent.objects.filter(name="briefs.issue_signed").exists()
    )


def test_signing_fixes_number_date_text_and_figures(submitted, leader, at, only_facts):
    with at("2008-06-20"):
        issue = submitted("甲", "乙")
    with at("2008-06-25"):
        issue = services.sign_issue(by=leader, issue=issue)
    assert (issue.state, issue.number, issue.issued_on) == ("signed", 2, date(2008, 6, 25))
    document = BriefDocument.from_plain(issue.document)
    assert document.masthead.number_line == "2008年第二期"
    assert document.masthead.issue_date == date(2008, 6, 25)
    assert [article.title for article in document.articles] == ["甲", "乙"]
    assert (document.footer.editor, document.footer.signer) == (
        issue.edited_by.full_name, leader.full_name,
    )  # fmt: skip
    (sent,) = IssueFigure.objects.all()  # the zero is not printed
    assert (sent.key, sent.value, [row["label"] for row in sent.records]) == (
        "test.sent", 2, ["甲", "乙"],
    )  # fmt: skip
    assert document.data_page.figures[0].link == (
        f"http://127.0.0.1:8000/briefs/figures/{issue.pk}/test.sent/"
    )
    assert document.data_page.charts == ()  # of one bar the table has said all there is


def test_the_editor_cannot_sign(submitted, editor):
    issue = submitted()
    accounts.grant_role(by=None, user=editor, organisation=editor.organisation, role=Role.LEADER)
    with pytest.raises(RuleBroken) as broken:
        services.sign_issue(by=editor, issue=issue)
    assert broken.value.code == "issue_signed_by_editor"
    assert is_unsigned(issue)


def test_whoever_edited_a_part_cannot_sign_either(filled, editor, person):
    issue, helper = filled(), person("leader")
    article = issue.articles.get()
    services.edit_article(by=helper, article=article, **edited(article, title="改题"))
    services.submit_issue(by=editor, issue=issue)
    with pytest.raises(RuleBroken) as broken:
        services.sign_issue(by=helper, issue=issue)
    assert broken.value.code == "issue_signed_by_editor"
    assert is_unsigned(issue)


def test_the_database_refuses_the_editor_too(submitted, editor):
    issue = submitted()
    with pytest.raises(IntegrityError, match="issue_signer_is_another"), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(signed_by=editor)


def test_sending_back_needs_a_reason_and_opens_the_issue(submitted, leader, editor):
    issue = submitted()
    with pytest.raises(RuleBroken):
        services.send_back(by=leader, issue=issue, reason="")
    services.send_back(by=leader, issue=issue, reason="第二篇再压缩")
    issue.refresh_from_db()
    assert (issue.state, issue.sent_back_reason) == ("editing", "第二篇再压缩")
    services.submit_issue(by=editor, issue=issue)
    services.sign_issue(by=leader, issue=issue)
    issue.refresh_from_db()
    assert (issue.state, issue.number) == ("signed", 2)


def test_an_issue_in_review_is_not_edited(submitted, editor):
    issue = submitted()
    article = issue.articles.get()
    for act in (
        lambda: services.edit_article(by=editor, article=article, **edited(article, title="改")),
        lambda: services.move_article(by=editor, article=article, position=1),
        lambda: services.remove_article(by=editor, article=article),
        lambda: services.choose_figures(by=editor, issue=issue, left_out=[]),
        lambda: services.submit_issue(by=editor, issue=issue),
    ):
        with pytest.raises(RuleBroken):
            act()
    article.refresh_from_db()
    assert article.title == "走访企业"


def test_an_empty_issue_is_not_submitted(start, editor):
    with pytest.raises(RuleBroken) as broken:
        services.submit_issue(by=editor, issue=start())
    assert broken.value.code == "issue_empty"


def test_a_missing_glyph_is_refused_with_its_character(filled, editor):
    issue = filled()
    article = issue.articles.get()
    text = [{"kind": "paragraph", "text": "职工\U0002a6d0某家中困难。"}]
    services.edit_article(by=editor, article=article, **edited(article, blocks=text))
    with pytest.raises(RuleBroken) as broken:
        services.submit_issue(by=editor, issue=issue)
    assert broken.value.code == "glyph_missing"
    assert "“\U0002a6d0”（U+2A6D0），见第1篇《走访企业》第1段" in broken.value.message
    issue.refresh_from_db()
    assert issue.state == "editing"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("430721198001010015", "身份证号"), ("13873612345", "手机号"), ("绝密", "密级标识")],
)
def test_private_text_is_refused_with_the_article_named(filled, editor, leader, text, kind):
    issue = filled("甲", "乙")
    article = issue.articles.get(title="乙")
    body = [*article.blocks, {"kind": "paragraph", "text": text}]
    services.edit_article(by=editor, article=article, **edited(article, blocks=body))
    with pytest.raises(RuleBroken) as broken:
        services.submit_issue(by=editor, issue=issue)
    assert broken.value.code == "private_in_brief"
    assert f"《乙》第2段含有{kind}" in broken.value.message
    assert text not in broken.value.message or kind == "密级标识"
    Issue.objects.filter(pk=issue.pk).update(state="in_review")
    with pytest.raises(RuleBroken):
        services.sign_issue(by=leader, issue=issue)
    assert is_unsigned(issue)


def test_a_figure_equals_its_records_and_its_sql(filled, series, only_facts, at):
    Series.objects.update(print_run=80)
    with at("2008-06-20"):
        issue = filled("甲", "乙", "丙")
        sent, relief = queries.figures_of(issue)
    assert (sent.value, len(sent.records)) == (3, 3)
    assert (relief.value, sum(row.value for row in relief.records)) == (80, 80)
    for figure in (sent, relief):
        with connection.cursor() as cursor:
            cursor.execute(figure.query)
            assert cursor.fetchone()[0] == figure.value


def test_a_frozen_figure_does_not_move(submitted, leader, at, only_facts):
    with at("2008-06-20"):
        issue = submitted("甲", "乙")
        issue = services.sign_issue(by=leader, issue=issue)
    Contribution.objects.update(received_on=date(2007, 1, 1))
    Series.objects.update(print_run=500)
    (sent,) = queries.figures_of(Issue.objects.get())
    assert (sent.value, len(sent.records), sent.frozen) == (2, 2, True)
    assert queries.document_of(Issue.objects.get()).to_plain() == issue.document


def test_a_figure_that_is_left_out_is_not_printed(filled, editor, leader, at, only_facts):
    with at("2008-06-20"):
        issue = filled()
    Series.objects.update(print_run=80)
    services.choose_figures(by=editor, issue=issue, left_out=["test.relief"])
    with pytest.raises(RuleBroken) as broken:
        services.choose_figures(by=editor, issue=issue, left_out=["test.unknown"])
    assert broken.value.code == "fact_unknown"
    services.submit_issue(by=editor, issue=issue)
    signed = services.sign_issue(by=leader, issue=issue)
    assert [one["code"] for one in signed.document["data_page"]["figures"]] == ["test.sent"]
    assert list(IssueFigure.objects.values_list("key", flat=True)) == ["test.sent"]


def test_a_zero_is_printed_only_where_the_editor_asks_for_it(
    filled, editor, leader, at, only_facts
):
    with at("2008-06-20"):
        issue = filled("甲")

    def printed() -> list[str]:
        return [one.code for one in queries.figures_of(issue) if one.printed]

    assert printed() == ["test.sent"]
    services.choose_figures(by=editor, issue=issue, left_out=[], zeros=["test.relief"])
    issue.refresh_from_db()
    assert printed() == ["test.sent", "test.relief"]
    services.choose_figures(by=editor, issue=issue, left_out=["test.sent"])
    issue.refresh_from_db()
    assert printed() == []
    Series.objects.update(print_run=80)  # what was a zero is one no more: it was never left out
    assert printed() == ["test.relief"]
    Series.objects.update(print_run=None)
    services.choose_figures(by=editor, issue=issue, left_out=[], zeros=["test.relief"])
    services.submit_issue(by=editor, issue=issue)
    signed = services.sign_issue(by=leader, issue=issue)
    shown = [(one["code"], one["value"]) for one in signed.document["data_page"]["figures"]]
    assert shown == [("test.sent", "1"), ("test.relief", "0")]
    assert list(IssueFigure.objects.values_list("key", flat=True)) == ["test.sent", "test.relief"]


def test_figures_that_are_compared_are_drawn(submitted, leader, at, only_facts):
    @facts.fact("test.adopted", label="采用稿件", unit="篇", order=11, charted="来稿情况")
    def adopted(organisation, period) -> Rows:
        return Rows(
            queryset=Contribution.objects.filter(state="adopted"),
            record=lambda row: Record(label=row.title, url="/"),
        )

    with at("2008-06-20"):
        issue = services.sign_issue(by=leader, issue=submitted("甲", "乙"))
    (chart,) = BriefDocument.from_plain(issue.document).data_page.charts
    assert (chart.title, [(bar.label, bar.value) for bar in chart.bars]) == (
        "来稿情况", [("报送稿件", "2"), ("采用稿件", "2")],
    )  # fmt: skip


def test_what_was_signed_is_final_in_the_database(submitted, leader, drain, at, only_facts):
    with at("2008-06-20"):
        issue = services.sign_issue(by=leader, issue=submitted())
    drain()
    for change in (
        lambda: Issue.objects.filter(pk=issue.pk).update(number=9),
        lambda: Issue.objects.filter(pk=issue.pk).update(state="editing"),
        lambda: Issue.objects.filter(pk=issue.pk).update(document={}),
        lambda: issue.articles.update(title="改"),
        lambda: IssueFigure.objects.update(value=1),
        lambda: IssueFigure.objects.all().delete(),
        lambda: Printed.objects.update(pages=1),
        lambda: Printed.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_redelivery_typesets_to_the_same_bytes_and_one_row(submitted, leader, drain, only_facts):
    issue = services.sign_issue(by=leader, issue=submitted())
    drain()
    first = Printed.objects.get()
    assert Issue.objects.get().state == "typeset"
    press.typesetter().close()  # and with a worker of its own
    again = press.typesetter().typeset(queries.document_of(Issue.objects.get()))
    assert (again.pdf, again.sha256) == (bytes(first.pdf), first.sha256)
    delivery = Delivery.objects.get(handler="ground.briefs.typeset_issue")
    assert delivery.queue == "documents"
    assert replay("ground.briefs.typeset_issue") == 1
    drain()
    settle = handlers.typeset_issue(IssueSigned(issue_id=issue.pk, issued_on=issue.issued_on))
    settle()
    assert Printed.objects.get().pk == first.pk
    assert RecordedEvent.objects.filter(name="briefs.issue_typeset").count() == 1
    assert Delivery.objects.get(pk=delivery.pk).state == "done"


def test_an_unsigned_issue_is_not_printed(submitted):
    issue = submitted()
    typeset = press.preview(queries.document_of(issue))
    with pytest.raises(RuleBroken):
        services.attach_print(issue.pk, typeset)
    assert not Printed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_get_two_numbers(submitted, leader):
    issues = [submitted("甲"), submitted("乙"), submitted("丙")]
    ready, failed = threading.Barrier(3), []

    def sign(issue: Issue) -> None:
        try:
            ready.wait()
            services.sign_issue(by=leader, issue=issue)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(issue,)) for issue in issues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(Issue.objects.values_list("number", flat=True)) == [2, 3, 4]
