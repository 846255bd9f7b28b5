"""What follows a brief: read, instructed upon, carried out; withdrawn and issued anew."""

from datetime import date

from django.db import transaction

from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs.events import (
    InstructionAnswered,
    InstructionClosed,
    InstructionGiven,
    IssueWithdrawn,
)
from ground.briefs.models import Article, Instruction, Issue, Reading
from ground.briefs.rules import following as rules
from ground.briefs.rules import states
from ground.briefs.services.guards import locked_issue
from ground.briefs.services.photos import copy_photos
from ground.briefs.services.prints import note_articles
from ground.events.services import publish
from ground.kernel import clock

State = Instruction.State
COPIED = (
    "position",
    "section",
    "title",
    "subtitle",
    "byline",
    "contributor",
    "editor_note",
    "blocks",
)


def note_reading(*, by: User, issue: Issue) -> None:
    """Somebody has opened a signed issue. The first time is kept, again changes nothing."""
    read = Reading(issue=issue, reader=by, read_at=clock.now())
    Reading.objects.bulk_create([read], ignore_conflicts=True)


@transaction.atomic
def give_instruction(
    *, by: User, issue: Issue, words: str, organisation: Organisation, due_on: date
) -> Instruction:
    """A leader writes on a signed brief what somebody is to do, and until when."""
    locked = locked_issue(issue)
    states.check_issue_step("instruct", locked.state)
    today = clock.today()
    rules.check_due(due_on, today=today)
    given = Instruction.objects.create(
        issue=locked,
        words=states.check_text(
            words, field="words", label="批示内容", longest=rules.LONGEST_WORDS
        ),
        given_by=by,
        given_on=today,
        organisation=organisation,
        due_on=due_on,
    )
    record(by, "briefs.instruction_given", given, organisation=organisation.pk, due_on=due_on)
    publish(
        InstructionGiven(
            instruction_id=given.pk,
            issue_id=locked.pk,
            organisation_id=organisation.pk,
            due_on=due_on,
        )
    )
    return given


@transaction.atomic
def answer_instruction(*, by: User, instruction: Instruction, answer: str) -> Instruction:
    """The organisation tells what it has done."""
    locked = _locked(instruction)
    rules.check_step("answer", locked.state)
    locked.answer = states.check_text(
        answer, field="answer", label="办理情况", longest=rules.LONGEST_ANSWER
    )
    locked.answered_by, locked.answered_on = by, clock.today()
    locked.state, locked.sent_back_why = State.ANSWERED, ""
    locked.save()
    record(by, "briefs.instruction_answered", locked)
    publish(InstructionAnswered(instruction_id=locked.pk))
    return locked


@transaction.atomic
def send_back_answer(*, by: User, instruction: Instruction, reason: str) -> Instruction:
    """What was done is not what was asked: it is carried out on, with the reason."""
    locked = _locked(instruction)
    rules.check_step("send_back", locked.state)
    locked.sent_back_why = states.check_reason(reason)
    locked.state = State.GIVEN
    locked.save(update_fields=["sent_back_why", "state"])
    record(by, "briefs.instruction_sent_back", locked, reason=locked.sent_back_why)
    return locked


@transaction.atomic
def close_instruction(*, by: User, instruction: Instruction) -> Instruction:
    """The leader's side is content with what was done."""
    locked = _locked(instruction)
    rules.check_step("close", locked.state)
    locked.state, locked.closed_by, locked.closed_on = State.CLOSED, by, clock.today()
    locked.save(update_fields=["state", "closed_by", "closed_on"])
    record(by, "briefs.instruction_closed", locked)
    publish(InstructionClosed(instruction_id=locked.pk))
    return locked


@transaction.atomic
def withdraw_issue(*, by: User, issue: Issue, reason: str) -> Issue:
    """Take a signed issue back: its readers see that and why, and nothing else of it. Its number stays used."""
    locked = locked_issue(issue)
    rules.check_withdrawable(locked.state, locked.get_state_display())
    locked.withdrawn_why = states.check_reason(reason)
    locked.state = Issue.State.WITHDRAWN
    locked.withdrawn_by, locked.withdrawn_on = by, clock.today()
    locked.save(update_fields=["state", "withdrawn_by", "withdrawn_on", "withdrawn_why"])
    record(by, "briefs.issue_withdrawn", locked, reason=locked.withdrawn_why)
    publish(IssueWithdrawn(issue_id=locked.pk))
    return locked


@transaction.atomic
def reissue(*, by: User, issue: Issue) -> Issue:
    """Begin an issue in the place of one that was withdrawn, with copies of its articles, to be mended."""
    locked = locked_issue(issue)
    rules.check_reissuable(
        locked.state, is_superseded=Issue.objects.filter(supersedes=locked).exists()
    )
    made = Issue.objects.create(
        series=locked.series,
        year=locked.year,
        starts_on=locked.starts_on,
        ends_on=locked.ends_on,
        left_out=locked.left_out,
        zeros=locked.zeros,
        extra_to=locked.extra_to,
        print_run=locked.print_run,
        edited_by=by,
        supersedes=locked,
    )
    articles = list(locked.articles.select_related("contribution"))
    copies = Article.objects.bulk_create(
        Article(
            issue=made,
            contribution=one.contribution,
            **{name: getattr(one, name) for name in COPIED},
        )
        for one in articles
    )
    for one, copy in zip(articles, copies, strict=True):
        copy_photos(one, copy)
    note_articles(copies)
    record(by, "briefs.issue_started", made, series=locked.series_id, supersedes=locked.pk)
    return made


def _locked(instruction: Instruction) -> Instruction:
    return (
        Instruction.objects.select_for_update(of=("self",))
        .select_related("organisation", "issue__series__organisation")
        .get(pk=instruction.pk)
    )
