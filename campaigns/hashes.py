"""How the keys by which a person is known on rosters are made anew when the look-up key is another."""

from assistance.households.models import Member
from assistance.households.queries import hash_of_id
from campaigns.models import Enrolment
from ground.audit.sealing import rehash


def _renew(enrolment: Enrolment) -> None:
    """Only hashes are made anew; `file:1` and `member:1` stay."""
    if ":" in enrolment.person_key or not enrolment.person_key:
        return
    number = str(enrolment.id_no)
    if enrolment.member is not None:
        number = str(enrolment.member.id_no)
    elif enrolment.file is not None:
        number = str(enrolment.file.members.get(relation=Member.Relation.HOLDER).id_no)
    enrolment.person_key = hash_of_id(number)


rehash("campaigns.enrolment", ["person_key"], _renew, related=["file", "member"])
