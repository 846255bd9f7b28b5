"""How the keyed hash and tokens of members are made anew when the look-up key is another."""

from assistance.households.models import Member
from assistance.households.queries.searching import identified
from ground.audit.sealing import rehash


def _renew(member: Member) -> None:
    identified(member, member.file)


rehash("households.member", ["id_hash", "tokens"], _renew, related=["file"])
