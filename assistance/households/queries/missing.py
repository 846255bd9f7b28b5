"""What files still need before they may be handed in, or have come to need since: for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from assistance.households import rules
from assistance.households.models import (
    Circumstances,
    Consent,
    ConsentText,
    HardshipFile,
    Member,
    Paper,
    PaperKind,
    PaperRule,
)
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken
from ground.places.models import Division
from ground.places.queries import local_rules

PAPERS_BLOCK = "households.papers_block"
_FOUND_BY = {"id_no": "id_hash"}  # a number stands where its hash does
_DIBAO = ("dibao_amount", "dibao_since", "dibao_certificate")


def missing_of(file: HardshipFile) -> rules.Missing:
    """What one file still needs."""
    return missing_of_many([file])[file.pk]


def missing_of_many(files: Sequence[HardshipFile]) -> dict[int, rules.Missing]:
    """What each of these files still needs, by file: eight queries for any number.

    Files with `unit` selected. Nothing sealed is opened: whether something is there is enough.
    """
    if not files:
        return {}
    today = clock.today()
    ids = [file.pk for file in files]
    members = _members(ids)
    homes = {home.file_id: home for home in Circumstances.objects.filter(file__in=ids)}
    signed = _signed(ids)
    papers = _papers(ids)
    places = {file.unit.division_id for file in files}
    blocks = local_rules([PAPERS_BLOCK], on=today, divisions=places)
    asked = papers_in_force(places, today)
    found = {}
    for file in files:
        family = members[file.pk]
        unsigned = rules.missing_consents(
            [person_of(one) for one in family], signed[file.pk], today
        )
        filled = _filled(file, family, homes.get(file.pk))
        held = papers[file.pk]
        if not any(purpose == ConsentText.Purpose.CHECK for _, purpose in unsigned):
            held = [*held, rules.HeldPaper(kind=PaperKind.AUTHORISATION, issued_on=today)]
        found[file.pk] = rules.Missing(
            fields=rules.missing_fields(filled, file.form_version),
            added=rules.added_fields(filled, file.form_version),
            consents=[
                f"{person.label}：{ConsentText.Purpose(purpose).label}"
                for person, purpose in unsigned
            ],
            papers=rules.missing_papers(
                [
                    rules.AskedPaper(
                        kind=one.kind, label=str(one.get_kind_display()), months=one.months
                    )
                    for one in asked[file.unit.division_id]
                    if _is_asked(one, file, family, homes.get(file.pk))
                ],
                held,
                today,
            ),
            papers_block=bool(blocks[file.unit.division_id][PAPERS_BLOCK]),
        )
    return found


def papers_in_force(places: set[int | None], on: date) -> dict[int | None, list[PaperRule]]:
    """Which papers each of these divisions asks for on a day.

    For each paper the nearest division's rule counts, of a place the newest; one that is not
    `is_asked` says that the paper is not asked for there.
    """
    above = dict(Division.objects.values_list("pk", "parent_id"))
    rows = PaperRule.objects.filter(valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    held = {(one.kind, one.when, one.division_id): one for one in rows.order_by("valid_from", "pk")}
    papers = list(dict.fromkeys((kind, when) for kind, when, _ in held))
    found: dict[int | None, list[PaperRule]] = {}
    for place in places:
        found[place] = []
        for kind, when in papers:
            nearest = place
            while nearest is not None and (kind, when, nearest) not in held:
                nearest = above.get(nearest)
            rule = held.get((kind, when, nearest))
            if rule is not None and rule.is_asked:
                found[place].append(rule)
    return found


def unsigned(
    file: HardshipFile, people: Sequence[rules.Person], *, on: date
) -> list[tuple[rules.Person, str]]:
    """Who of these people of a file has yet to sign what."""
    return rules.missing_consents(people, _signed([file.pk])[file.pk], on)


def consent_text(purpose: ConsentText.Purpose, *, on: date) -> ConsentText:
    """The text in force on a day."""
    found = ConsentText.objects.filter(purpose=purpose, valid_from__lte=on).first()
    if found is None:
        raise RuleBroken(
            "no_consent_text", f"没有在{on}有效的“{purpose.label}”文本，请管理员先发布"
        )
    return found


def person_of(member: Member) -> rules.Person:
    name = identifiers.masked_name(member.name)
    return rules.Person(
        key=member.pk,
        label=f"{name}（{member.get_relation_display()}）",
        relation=member.relation,
        born_on=member.born_on,
    )


def _members(ids: list[int]) -> dict[int, list[Member]]:
    found = defaultdict(list)
    present = Member.objects.filter(file__in=ids, standing=Member.Standing.PRESENT)
    for member in present.order_by("pk"):
        found[member.file_id].append(member)
    return found


def _signed(ids: list[int]) -> dict[int, list[rules.Signed]]:
    found = defaultdict(list)
    standing = Consent.objects.filter(member__file__in=ids, withdrawn_on__isnull=True)
    for file, person, purpose, signed_on, guardian in standing.values_list(
        "member__file", "member", "text__purpose", "signed_on", "guardian"
    ):
        found[file].append(
            rules.Signed(person=person, purpose=purpose, signed_on=signed_on, guardian=guardian)
        )
    return found


def _papers(ids: list[int]) -> dict[int, list[rules.HeldPaper]]:
    found = defaultdict(list)
    held = Paper.objects.filter(file__in=ids, withdrawn_at__isnull=True)
    for file, kind, issued_on in held.values_list("file", "kind", "issued_on"):
        found[file].append(rules.HeldPaper(kind=kind, issued_on=issued_on))
    return found


def _filled(file: HardshipFile, family: list[Member], home: Circumstances | None) -> list[str]:
    """The places of the form that are filled, of those that it asks."""
    rows = {
        "": file,
        "holder": next((one for one in family if one.relation == Member.Relation.HOLDER), None),
        "circumstances": home,
    }
    found = []
    for asked in rules.ASKED:
        part, _, name = asked.place.rpartition(".")
        held = rows[part].__dict__.get(_FOUND_BY.get(name, name)) if rows[part] else None
        if held not in (None, "", []):  # an income of nought is an answer
            found.append(asked.place)
    return found


def _is_there(row: HardshipFile | Member | Circumstances, name: str) -> bool:
    """Whether a field holds something: a sealed value says so without being opened."""
    return bool(row.__dict__.get(name))


def _is_asked(
    rule: PaperRule, file: HardshipFile, family: list[Member], home: Circumstances | None
) -> bool:
    holder = next((one for one in family if one.relation == Member.Relation.HOLDER), None)
    return rules.is_asked(
        rule.when,
        causes=[file.primary_cause, *file.secondary_causes],
        category=file.category,
        has_dibao=home is not None and any(_is_there(home, name) for name in _DIBAO),
        has_disabled=any(_is_there(one, "disability_kind") for one in family),
        had_event=home is not None and home.event not in {"", "none"},
        is_migrant=home is not None and home.is_migrant is True,
        marital=holder.marital if holder else "",
    )
