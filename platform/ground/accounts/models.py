from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from ground.accounts.permissions import roles_holding
from ground.accounts.roles import Role
from ground.places.models import Division

if TYPE_CHECKING:  # treebeard carries no types; this is what we use of it

    class MP_Node(models.Model):  # noqa: N801 -- its name
        steplen: ClassVar[int]
        path = models.CharField(max_length=255, unique=True)
        depth = models.PositiveIntegerField()
        numchild = models.PositiveIntegerField(default=0)

        class Meta:
            abstract = True

        def get_root(self) -> "Organisation": ...

    class MP_NodeQuerySet(models.QuerySet["Organisation"]):  # noqa: N801
        pass

    class MP_NodeManager(models.Manager["Organisation"]):  # noqa: N801
        def add_root(self, values: dict[str, Any]) -> "Organisation": ...
        def add_child(self, parent: "Organisation", values: dict[str, Any]) -> "Organisation": ...
        def get_parent(self, of: "Organisation") -> "Organisation | None": ...
        def get_children(self, parent: "Organisation") -> models.QuerySet["Organisation"]: ...
else:
    from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


def below(field: str, paths: Iterable[str]) -> models.Q:
    """Rows whose organisation path stands at or below one of these paths. No paths: nothing."""
    inside = models.Q(pk__in=[])
    for path in paths:
        inside |= models.Q(**{f"{field}__startswith": path})
    return inside


def up_from(path: str) -> list[str]:
    """A path and those that it stands below, the highest first."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def above(paths: Iterable[str]) -> set[str]:
    """The paths of everything that stands above any of these."""
    return {one for path in paths for one in up_from(path)[:-1]}


class OrganisationQuerySet(MP_NodeQuerySet):
    def visible_to(self, user: "User", permission: str | None = None) -> "OrganisationQuerySet":
        return self.filter(below("path", user.scope(permission)))


class OrganisationManager(MP_NodeManager):
    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")

    def visible_to(self, user: "User", permission: str | None = None) -> OrganisationQuerySet:
        return self.get_queryset().visible_to(user, permission)


class Organisation(MP_Node):
    """A union, office, agency, enterprise, community …: a place in the tree of responsibility.

    The tree says who looks after whom: scope is an organisation and everything below it.
    """

    class Kind(models.TextChoices):
        LINK_OFFICE = "link_office", "双联办"
        UNION = "union", "工会"
        AGENCY = "agency", "参联单位"
        ENTERPRISE = "enterprise", "企业"
        COMMUNITY = "community", "社区"
        VILLAGE = "village", "村"
        OTHER = "other", "其他"

    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40, blank=True)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = OrganisationManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], name="organisation_uscc_once", condition=~models.Q(uscc="")
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class OrganisationAlias(models.Model):
    """Another name under which an organisation is written: an old name, a short one, a wrong one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("别名", max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="alias_once"),
        ]
        indexes = [models.Index(fields=["name"], name="alias_by_name")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)

    def visible_to(self, user: "User", permission: str | None = None) -> "models.QuerySet[User]":
        return self.filter(below("organisation__path", user.scope(permission)))


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their memberships."""

    username = models.CharField("账号", max_length=60, unique=True)
    full_name = models.CharField("姓名", max_length=40)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="users", verbose_name="所在单位"
    )
    post = models.CharField("职务", max_length=60, blank=True)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = UserManager()
    limited_to: frozenset[str] | None = None  # what the key that acts for them may do; None: no key

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def roles(self) -> set[Role]:
        return {Role(membership.role) for membership in self._memberships()}

    def may(self, permission: str) -> bool:
        """Whether any role of this person holds the permission, anywhere; through a key, its part."""
        if self._is_beyond_key(permission):
            return False
        from_roles = roles_holding(permission)
        return self.is_active and bool(self.roles & from_roles)

    def scope(self, permission: str | None = None) -> tuple[str, ...]:
        """Paths of the organisations this person may see, or use a permission in; no path in another.

        Own organisation and below for each membership, and what those are paired with. Two queries
        for each person object, then kept on it.
        """
        if not self.is_active or self._is_beyond_key(permission):
            return ()
        if not hasattr(self, "_granted"):
            self._granted = _granted_paths(self)
        wanted = None if permission is None else roles_holding(permission)
        paths: set[str] = set()
        for membership in self._memberships():
            if wanted is None or membership.role in wanted:
                paths.add(membership.organisation.path)
                paths.update(self._granted.get(membership.pk, ()))
        return outermost(paths)

    def reaches(self, organisation: "Organisation", permission: str | None = None) -> bool:
        """Whether an organisation lies in what `scope` tells."""
        return organisation.path.startswith(self.scope(permission))

    def _is_beyond_key(self, permission: str | None) -> bool:
        limit = self.limited_to
        return limit is not None and permission is not None and permission not in limit

    def _memberships(self) -> "list[Membership]":
        if not hasattr(self, "_kept_memberships"):
            self._kept_memberships = list(self.memberships.select_related("organisation"))
        return self._kept_memberships


class Membership(models.Model):
    """A role that a person holds in an organisation, and so over everything below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("角色", max_length=15, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}@{self.organisation_id}"


class ScopeGrant(models.Model):
    """An organisation may see another and what is below it: an agency its paired enterprise.

    Written by the app that pairs them (`source` is its key), so that scope stays one query down here.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="grants_held"
    )
    over = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants_given")
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "over", "source"], name="scope_grant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.over_id} ({self.source})"


class ApiKey(models.Model):
    """A key for another program. Only its hash is kept; it may do a part of what its owner may."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField("用途", max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    permissions = models.JSONField(default=list)
    expires_on = models.DateField("有效期至")
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.prefix}… {self.label}"


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths of which none stands below another."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)


def _granted_paths(user: User) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    memberships = user._memberships()  # noqa: SLF001 -- the same room
    if not memberships:
        return found
    grants = ScopeGrant.objects.filter(
        below("organisation__path", [m.organisation.path for m in memberships])
    ).exclude(below("over__path", [m.organisation.path for m in memberships]))
    for holder, over in grants.values_list("organisation__path", "over__path"):
        for membership in memberships:
            if holder.startswith(membership.organisation.path):
                found.setdefault(membership.pk, set()).add(over)
    return found
