"""Organisations, people, memberships, keys: set up without a programmer."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ground.accounts.events import (
    MembershipGranted,
    OrganisationAdded,
    OrganisationDeactivated,
)
from ground.accounts.models import (
    ApiKey,
    Membership,
    Organisation,
    OrganisationAlias,
    ScopeGrant,
    User,
)
from ground.accounts.permissions import declared_permissions
from ground.accounts.roles import Role
from ground.accounts.rules import hash_of_key
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken
from ground.places.models import Division

LONGEST_NAME = 120


@transaction.atomic
def add_organisation(
    *,
    by: User | None,
    name: str,
    kind: str,
    parent: Organisation | None = None,
    short_name: str = "",
    aliases: Sequence[str] = (),
    division: Division | None = None,
    uscc: str = "",
) -> Organisation:
    """Add an organisation below another; without one it is a root, which only the first set-up makes."""
    name = name.strip()
    if not name:
        raise RuleBroken("name_missing", "请填写组织名称", fields={"name": "不能为空"})
    values = {
        "name": name,
        "short_name": short_name.strip(),
        "kind": kind,
        "division": division,
        "uscc": identifiers.credit_code(uscc) if uscc else "",
    }
    also_called = dict.fromkeys(alias.strip() for alias in aliases if alias.strip())
    if any(len(alias) > LONGEST_NAME for alias in also_called):
        too_long = f"每个别名不能超过{LONGEST_NAME}个字"
        raise RuleBroken("alias_too_long", too_long, fields={"aliases": too_long})
    with _uscc_once(str(values["uscc"])):
        if parent is None:
            added = Organisation.objects.add_root(values)
        else:
            locked = Organisation.objects.select_for_update().get(pk=parent.pk)
            if Organisation.objects.get_children(locked).filter(name=name).exists():
                raise RuleBroken(
                    "organisation_exists", f"“{locked}”下已有“{name}”", fields={"name": "已存在"}
                )
            added = Organisation.objects.add_child(locked, values)
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=added, name=alias) for alias in also_called
    )
    record(by, "organisation.added", added, kind=kind)
    publish(OrganisationAdded(organisation_id=added.pk, kind=kind))
    return added


@transaction.atomic
def add_user(
    *,
    by: User | None,
    username: str,
    full_name: str,
    password: str,
    organisation: Organisation,
    post: str = "",
) -> User:
    """Add a person's account. The password must pass the rules of the installation."""
    username = username.strip().lower()
    if not username or not full_name.strip():
        raise RuleBroken("name_missing", "请填写账号和姓名")
    taken = RuleBroken(
        "username_taken", f"账号“{username}”已被使用", fields={"username": "已被使用"}
    )
    if User.objects.filter(username=username).exists():
        raise taken
    user = User(
        username=username, full_name=full_name.strip(), organisation=organisation, post=post
    )
    try:
        validate_password(password, user)
    except ValidationError as weak:
        message = "；".join(weak.messages)
        raise RuleBroken("password_weak", message, fields={"password": message}) from weak
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as clash:  # another administrator was quicker
        if "username" not in str(clash):
            raise
        raise taken from clash
    record(by, "user.added", user)
    return user


@transaction.atomic
def grant_role(
    *, by: User | None, user: User, organisation: Organisation, role: Role
) -> Membership:
    """Let a person hold a role in an organisation, and so over everything below it."""
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role
    )
    if is_new:
        record(by, "user.role_granted", user, role=role.value, organisation=organisation.pk)
        publish(
            MembershipGranted(user_id=user.pk, organisation_id=organisation.pk, role=role.value)
        )
    return membership


@transaction.atomic
def set_up(*, organisation_name: str, username: str, full_name: str, password: str) -> User:
    """The first visit to an empty installation: the root organisation and its administrator."""
    with connection.cursor() as cursor:  # no row to lock is there yet: one set-up after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.set_up'))")
    if User.objects.exists():
        raise RuleBroken("set_up_done", "系统已完成初始设置，请直接登录")
    root = add_organisation(by=None, name=organisation_name, kind=Organisation.Kind.LINK_OFFICE)
    user = add_user(
        by=None, username=username, full_name=full_name, password=password, organisation=root
    )
    grant_role(by=user, user=user, organisation=root, role=Role.ADMINISTRATOR)
    return user


@transaction.atomic
def rename_organisation(
    *, by: User | None, organisation: Organisation, name: str, short_name: str = ""
) -> Organisation:
    """Give an organisation another name. The old ones stay as aliases: its history is found by them."""
    name, short_name = name.strip(), short_name.strip()
    if not name:
        raise RuleBroken("name_missing", "请填写组织名称", fields={"name": "不能为空"})
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    parent = Organisation.objects.get_parent(organisation)
    beside = Organisation.objects.get_children(parent) if parent else Organisation.objects.none()
    if beside.filter(name=name).exclude(pk=organisation.pk).exists():
        raise RuleBroken(
            "organisation_exists", f"“{parent}”下已有“{name}”", fields={"name": "已存在"}
        )
    before = {organisation.name, organisation.short_name} - {name, short_name, ""}
    OrganisationAlias.objects.bulk_create(
        (OrganisationAlias(organisation=organisation, name=one) for one in sorted(before)),
        ignore_conflicts=True,
    )
    organisation.aliases.filter(name__in=[name, short_name]).delete()
    organisation.name, organisation.short_name = name, short_name
    organisation.save(update_fields=["name", "short_name"])
    record(by, "organisation.renamed", organisation, before=sorted(before), now=name)
    return organisation


@transaction.atomic
def deactivate_organisation(
    *, by: User | None, organisation: Organisation, on: date, reason: str
) -> Organisation:
    """Let an organisation take no part any more: dissolved, merged, bankrupt. Its records stay."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.is_active:
        raise RuleBroken("organisation_closed", f"“{organisation}”已经停用")
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明停用的原因", fields={"reason": "不能为空"})
    if on > clock.today():
        raise RuleBroken("closed_in_future", "停用日期不能晚于今天", fields={"on": "不能晚于今天"})
    if Organisation.objects.get_children(organisation).filter(is_active=True).exists():
        raise RuleBroken(
            "organisation_has_members", f"“{organisation}”下还有在用的组织，请先停用下级组织"
        )
    organisation.is_active = False
    organisation.save(update_fields=["is_active"])
    record(by, "organisation.deactivated", organisation, on=on, reason=reason.strip())
    publish(
        OrganisationDeactivated(
            organisation_id=organisation.pk, kind=organisation.kind, closed_on=on
        )
    )
    return organisation


def grant_scope(*, organisations: Sequence[Organisation], over: Organisation, source: str) -> None:
    """Let organisations see another and what is below it. Repeating it changes nothing."""
    grant_scopes([(one.pk, over.pk, source) for one in organisations])


def grant_scopes(grants: Iterable[tuple[int, int, str]]) -> None:
    """As `grant_scope`, for many: who (id), over whom (id), by which source."""
    ScopeGrant.objects.bulk_create(
        (
            ScopeGrant(organisation_id=who, over_id=over, source=source)
            for who, over, source in grants
        ),
        ignore_conflicts=True,
        batch_size=5000,
    )


def withdraw_scope(*, source: str, organisations: Sequence[Organisation] | None = None) -> None:
    """Take back the grants of one source (a pairing that ended), or of some organisations by it."""
    grants = ScopeGrant.objects.filter(source=source)
    if organisations is not None:
        grants = grants.filter(organisation__in=organisations)
    grants.delete()


def withdraw_scopes(*, sources: Collection[str]) -> None:
    """Take back every grant of these sources."""
    ScopeGrant.objects.filter(source__in=sources).delete()


@transaction.atomic
def issue_api_key(
    *, by: User, owner: User, label: str, permissions: Sequence[str], expires_on: date
) -> tuple[ApiKey, str]:
    """Make a key for another program. Returns the row and the key itself, which is shown only now.

    It may do no more than its owner; made through a key, no more than that key.
    """
    known, own = declared_permissions(), by.limited_to
    unknown = [code for code in permissions if code not in known]
    if unknown:
        raise RuleBroken(
            "permission_unknown",
            f"没有这样的权限：{'、'.join(unknown)[:100]}",
            fields={"permissions": "有未知的权限"},
        )
    beyond = [
        code for code in permissions if not owner.may(code) or (own is not None and code not in own)
    ]
    if beyond:
        raise RuleBroken("key_beyond_owner", f"密钥权限超出其所有者：{'、'.join(beyond)}")
    if expires_on < clock.today():
        raise RuleBroken("key_expired", "有效期不能早于今天", fields={"expires_on": "不能早于今天"})
    secret = f"sl_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        owner=owner,
        label=label,
        prefix=secret[:12],
        key_hash=hash_of_key(secret),
        permissions=sorted(permissions),
        expires_on=expires_on,
    )
    record(by, "api_key.issued", key, permissions=sorted(permissions))
    return key, secret


@transaction.atomic
def revoke_api_key(*, by: User, key: ApiKey) -> None:
    """Let a key do nothing from now on."""
    key.revoked_at = key.revoked_at or clock.now()
    key.save(update_fields=["revoked_at"])
    record(by, "api_key.revoked", key)


@contextmanager
def _uscc_once(uscc: str) -> Iterator[None]:
    """A credit code names one organisation: refused beforehand, and where a race was lost."""
    taken = RuleBroken(
        "uscc_taken",
        "该统一社会信用代码已登记在另一组织名下，请核对",
        fields={"uscc": "已被登记"},
    )
    if uscc and Organisation.objects.filter(uscc=uscc).exists():
        raise taken
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if "organisation_uscc_once" not in str(clash):
            raise
        raise taken from clash
