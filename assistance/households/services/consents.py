"""What the people of a family have signed, and what they have taken back (domain.md, 3.15)."""

from datetime import date

from django.db import IntegrityError, transaction

from assistance.households import queries, rules
from assistance.households.events import ConsentWithdrawn
from assistance.households.models import Consent, ConsentText, HardshipFile, Member
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken, constraint_of

Purpose, Way = ConsentText.Purpose, Consent.Way


@transaction.atomic
def record_consent(
    *,
    by: User,
    member: Member,
    purpose: str,
    signed_on: date,
    way: str = Way.PAPER,
    guardian: Member | None = None,
    stored: StoredFile | None = None,
) -> Consent:
    """One signature under the text that was in force on that day; a guardian's for a child under 14.

    `stored`: what was drawn on the screen, or a picture of the paper that was signed. Signed twice
    for one purpose is one: the signature that stands is given back.
    """
    file = queries.locked_file(member.file)
    _check_open(file)
    signer = Member.objects.get(pk=member.pk, file=file)
    wanted = Purpose(rules.check_one_of("purpose", "事项", purpose, Purpose))
    rules.check_one_of("way", "方式", way, Way)
    if stored is None:
        raise _unsigned(way)
    if guardian is not None and guardian.file_id != file.pk:
        raise RuleBroken(
            "guardian_elsewhere", "监护人应是这户家庭的成员", fields={"guardian": "请重新选择"}
        )
    rules.check_signing(
        signed_on=signed_on,
        today=clock.today(),
        person=queries.person_of(signer),
        guardian=queries.person_of(guardian) if guardian else None,
    )
    text = queries.consent_text(wanted, on=signed_on)
    return _signed(by, signer, text, signed_on=signed_on, way=way, guardian=guardian, stored=stored)


@transaction.atomic
def record_family_consents(*, by: User, file: HardshipFile, signed_on: date) -> list[Consent]:
    """All signatures that the family has yet to give, on paper on one day; guardians for children.

    For the folder that was signed at the kitchen table. Who has signed already signs nothing again.
    """
    locked = queries.locked_file(file)
    _check_open(locked)
    if signed_on > clock.today():
        raise RuleBroken(
            "signed_in_future", "签署日期不能晚于今天", fields={"signed_on": "不能晚于今天"}
        )
    members = {one.pk: one for one in queries.form_of(locked).present}
    people = [queries.person_of(one) for one in members.values()]
    made = []
    for person, purpose in queries.unsigned(locked, people, on=signed_on):
        guardian = None
        if rules.needs_guardian(person.born_on, signed_on):
            guardian = rules.guardian_among(people, person, signed_on)
            rules.check_signing(
                signed_on=signed_on, today=clock.today(), person=person, guardian=guardian
            )
        made.append(
            _signed(
                by,
                members[person.key],
                queries.consent_text(Purpose(purpose), on=signed_on),
                signed_on=signed_on,
                way=Way.PAPER,
                guardian=members[guardian.key] if guardian else None,
                stored=None,
            )
        )
    return made


@transaction.atomic
def withdraw_consent(*, by: User, consent: Consent, reason: str) -> Consent:
    """A person takes their consent back, from today on: the file shows it as missing."""
    queries.locked_file(consent.member.file)
    held = Consent.objects.select_related("member", "text").get(pk=consent.pk)
    if held.withdrawn_on is not None:
        raise RuleBroken("consent_withdrawn", "这项同意已经撤回，请刷新后再看")
    held.withdrawn_on, held.withdrawn_why = clock.today(), rules.check_reason(reason, longest=200)
    held.save(update_fields=["withdrawn_on", "withdrawn_why"])
    record(
        by,
        "file.consent_withdrawn",
        held.member.file,
        member=held.member_id,
        purpose=held.text.purpose,
        reason=held.withdrawn_why,
    )
    publish(
        ConsentWithdrawn(
            consent_id=held.pk,
            file_id=held.member.file_id,
            purpose=held.text.purpose,
            on=clock.today(),
        )
    )
    return held


@transaction.atomic
def open_consent(*, by: User, consent: Consent) -> StoredFile:
    """Give the signature itself to somebody who opens it: on the record each time."""
    if consent.stored is None:
        raise RuleBroken("consent_unpictured", "这项同意是全家一并登记的，没有上传签署页")
    record(
        by,
        "file.consent_opened",
        consent.member.file,
        member=consent.member_id,
        purpose=consent.text.purpose,
    )
    return consent.stored


@transaction.atomic
def add_consent_text(
    *, by: User, purpose: str, title: str, text: str, valid_from: date
) -> ConsentText:
    """A new version of what people sign, from a day on. Signed versions are never changed."""
    wanted = rules.check_one_of("purpose", "事项", purpose, Purpose)
    if not wanted:
        raise RuleBroken("purpose_missing", "请选择事项", fields={"purpose": "必填"})
    last = ConsentText.objects.select_for_update().filter(purpose=wanted).first()
    if last and valid_from <= last.valid_from:
        raise RuleBroken(
            "text_not_newer",
            f"启用日期应晚于现行版本的{last.valid_from}",
            fields={"valid_from": f"应晚于{last.valid_from}"},
        )
    made = ConsentText(
        purpose=wanted,
        version=last.version + 1 if last else 1,
        title=rules.check_text("title", "标题", title, longest=80, needed=True),
        text=rules.check_text("text", "正文", text, longest=5000, needed=True),
        valid_from=valid_from,
    )
    made.save()
    record(by, "file.consent_text_added", made, purpose=wanted, version=made.version)
    return made


def _unsigned(way: str) -> RuleBroken:
    if way == Way.SCREEN:
        return RuleBroken(
            "signature_missing", "请在屏幕上签名后再保存", fields={"signature": "请签名"}
        )
    return RuleBroken(
        "paper_missing",
        "请上传签署页的照片或扫描件，或改为在屏幕上签名",
        fields={"photo": "请上传签署页"},
    )


def _check_open(file: HardshipFile) -> None:
    if file.state in rules.ENDED:
        raise RuleBroken(
            "file_wrong_state", f"档案现在是“{queries.standing_of(file)}”，不能再登记材料和授权"
        )


def _signed(
    by: User,
    member: Member,
    text: ConsentText,
    *,
    signed_on: date,
    way: str,
    guardian: Member | None,
    stored: StoredFile | None,
) -> Consent:
    standing = Consent.objects.filter(
        member=member, text__purpose=text.purpose, withdrawn_on__isnull=True
    ).first()
    if standing is not None:
        person = queries.person_of(member)
        if guardian is None or not rules.needs_guardian(person.born_on, standing.signed_on):
            return standing
        if standing.guardian_id is not None:
            return standing
        # Signed before the day of birth was known: the guardian's signature takes its place.
        standing.withdrawn_on, standing.withdrawn_why = clock.today(), "改由监护人签署"
        standing.save(update_fields=["withdrawn_on", "withdrawn_why"])
    try:
        with transaction.atomic():
            made = Consent.objects.create(
                member=member,
                text=text,
                signed_on=signed_on,
                way=way,
                guardian=guardian,
                stored=stored,
                recorded_by=by,
                recorded_at=clock.now(),
            )
    except IntegrityError as error:
        if constraint_of(error) != "consent_stands_once":
            raise
        return Consent.objects.get(member=member, text=text, withdrawn_on__isnull=True)
    record(
        by,
        "file.consent_recorded",
        member.file,
        member=member.pk,
        purpose=text.purpose,
        on=signed_on,
    )
    return made
