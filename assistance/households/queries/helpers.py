"""Who helps which family; families without a helper; what a phone may keep of them."""

from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from assistance.households.models import (
    FamilyPair,
    FileQuerySet,
    HardshipFile,
    HomeVisit,
    Member,
    PairQuerySet,
)
from assistance.households.permissions import ASSIGN_HELPER, VISIT_HOME
from assistance.pairing.models import Cadre, GroupMember, PairingGroup, own_paths
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User, below
from ground.kernel import identifiers

MOST_OFFLINE = 500


def locked_pair(pk: int) -> FamilyPair:
    return (
        FamilyPair.objects.select_for_update(of=("self",))
        .select_related("cadre__agency", "file__unit")
        .get(pk=pk)
    )


def locked_pairs_of_cadre(cadre_id: int) -> list[FamilyPair]:
    return list(
        FamilyPair.objects.select_for_update()
        .filter(cadre=cadre_id, to_on__isnull=True)
        .order_by("pk")
    )


def locked_pairs_of_file(file_id: int) -> list[FamilyPair]:
    return list(
        FamilyPair.objects.select_for_update()
        .filter(file=file_id, to_on__isnull=True)
        .order_by("pk")
    )


def families_held(cadre_id: int) -> int:
    """How many families a cadre is paired with now."""
    return FamilyPair.objects.filter(cadre=cadre_id, to_on__isnull=True).count()


def pairs_in_lists(rows: PairQuerySet) -> QuerySet[FamilyPair]:
    """Pairs with cadre, agency, unit, the holder's name, and the last visit to the home."""
    holder = Member.objects.filter(file=OuterRef("file"), relation=Member.Relation.HOLDER)
    homes = (
        HomeVisit.objects.filter(pair=OuterRef("pk"))
        .exclude(visit__state=Visit.State.RETURNED)
        .order_by()
        .values("pair")
        .annotate(last=Max("visit__visited_on"))
        .values("last")
    )
    return rows.select_related("cadre__agency", "file__unit").annotate(
        holder_name=Subquery(holder.values("name")[:1]), last_visited_on=Subquery(homes)
    )


def pairs_to_visit(user: User) -> PairQuerySet:
    """Present pairs of cadres in the agencies for which this person records visits."""
    return FamilyPair.objects.present().filter(
        below("cadre__agency__path", own_paths(user, VISIT_HOME.code))
    )


def families_without_helper(files: FileQuerySet) -> Any:
    """Families on file with whom nobody is paired now; `lost_helper`: somebody was."""
    pairs = FamilyPair.objects.filter(file=OuterRef("pk"))
    return files.filter(
        ~Exists(pairs.filter(to_on__isnull=True)), state=HardshipFile.State.ACTIVE
    ).annotate(lost_helper=Exists(pairs))


def cadres_for(user: User, unit: Organisation, agency: Organisation | None) -> QuerySet[Cadre]:
    """Cadres in service who may help a family of this unit: of one agency, where one is named.

    Otherwise of the agencies that are linked to the unit; where none is, of all in scope.
    """
    seen = (
        Cadre.objects.serving()
        .filter(below("agency__path", user.scope(ASSIGN_HELPER.code)))
        .select_related("agency")
        .order_by("agency__path", "name", "pk")
    )
    if agency is not None:
        return seen.filter(agency=agency)
    linked = GroupMember.objects.present().filter(
        group__link_point=unit, group__state=PairingGroup.State.ACTIVE
    )
    near = seen.filter(agency__in=linked.values("agency_id"))
    return near if near.exists() else seen


def masked_families_of(user: User) -> list[dict[str, object]]:
    """The families of this person's agencies, as a phone may keep them: nothing that names anybody.

    Two queries. The cadre is an official and is named; of the family there is the masked name.
    """
    rows = pairs_in_lists(pairs_to_visit(user)).order_by("cadre__name", "pk")[:MOST_OFFLINE]
    return [
        {
            "pair": pair.pk,
            "name": identifiers.masked_name(vars(pair)["holder_name"] or ""),
            "cadre": pair.cadre.name,
            "agency": pair.cadre.agency_id,
            "link_point": pair.file.unit_id,
            "last_visited_on": vars(pair)["last_visited_on"],
        }
        for pair in rows
    ]


def same_trip(pair: FamilyPair, user: User) -> PairQuerySet:
    """Other families of the same unit and agency: whoever went to one may have gone to them too."""
    return (
        pairs_to_visit(user)
        .filter(cadre__agency=pair.cadre.agency_id, file__unit=pair.file.unit_id)
        .exclude(pk=pair.pk)
    )
