"""People: their accounts and roles, from the first day to the last."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from ground.accounts.events import AccountClosed, MembershipGranted, MembershipWithdrawn
from ground.accounts.models import Membership, Organisation, User
from ground.accounts.permissions import KEEP_USERS, roles_holding
from ground.accounts.roles import Role
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel.errors import NotAllowed, RuleBroken

BEYOND = NotAllowed("beyond_scope", "此人在您的管理范围以外还有角色，请由上级管理员办理")


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
    _set_password(user, password)
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
def withdraw_role(*, by: User, membership: Membership) -> None:
    """Take a role back. Nobody takes back the last one that keeps accounts: somebody must be able to."""
    _one_change_at_a_time(by)
    membership = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    if not by.reaches(membership.organisation, KEEP_USERS.code):
        raise BEYOND
    _refuse_without_keeper(Membership.objects.exclude(pk=membership.pk))
    user, organisation = membership.user, membership.organisation
    membership.delete()
    record(by, "user.role_withdrawn", user, role=membership.role, organisation=organisation.pk)
    publish(
        MembershipWithdrawn(
            user_id=user.pk, organisation_id=organisation.pk, role=str(membership.role)
        )
    )


@transaction.atomic
def close_account(*, by: User, user: User, reason: str) -> None:
    """Let nobody sign in with an account any more: its owner has left, or it is not trusted.

    Sessions, keys and webhooks of it end with the next request; what was done with it keeps its name.
    """
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明停用的原因", fields={"reason": "不能为空"})
    if by.pk == user.pk:
        raise RuleBroken("own_account", "不能停用自己的账号，请由其他管理员停用")
    _one_change_at_a_time(by)
    user = _locked(by, user)
    if not user.is_active:
        raise RuleBroken("account_closed", f"“{user.full_name}”的账号已经停用")
    _refuse_without_keeper(Membership.objects.exclude(user=user))
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(by, "user.closed", user, reason=reason.strip())
    publish(AccountClosed(user_id=user.pk, organisation_id=user.organisation_id))


@transaction.atomic
def reopen_account(*, by: User, user: User, password: str) -> None:
    """Let somebody come back, with a new password; the roles are those that were not taken back."""
    user = _locked(by, user)
    if user.is_active:
        raise RuleBroken("account_open", f"“{user.full_name}”的账号没有停用")
    _set_password(user, password)
    user.is_active = True
    user.save(update_fields=["is_active", "password"])
    record(by, "user.reopened", user)


@transaction.atomic
def give_password(*, by: User, user: User, password: str) -> None:
    """A new first password for somebody who has forgotten theirs. It ends the sessions of the account."""
    user = _locked(by, user)
    if not user.is_active:
        raise RuleBroken("account_closed", f"“{user.full_name}”的账号已经停用，请先启用")
    _set_password(user, password)
    user.save(update_fields=["password"])
    record(by, "user.password_given", user)


@transaction.atomic
def move_person(*, by: User, user: User, organisation: Organisation, post: str = "") -> None:
    """Somebody works in another organisation now, or in another post. Roles stay until they are taken back."""
    user = _locked(by, user)
    before = user.organisation_id
    user.organisation, user.post = organisation, post.strip()
    user.save(update_fields=["organisation", "post"])
    record(by, "user.moved", user, before=before, now=organisation.pk, post=user.post)


def _locked(by: User, user: User) -> User:
    """The account, to be changed by whoever keeps accounts everywhere that it has a role.

    Else the administrator of a county could take over the account of one of the city.
    """
    user = (
        User.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=user.pk)
    )
    held = [one.organisation for one in user.memberships.select_related("organisation")]
    if not all(by.reaches(one, KEEP_USERS.code) for one in (user.organisation, *held)):
        raise BEYOND
    return user


def _set_password(user: User, password: str) -> None:
    """Raises RuleBroken where it does not pass the rules of the installation."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        message = "；".join(weak.messages)
        raise RuleBroken("password_weak", message, fields={"password": message}) from weak
    user.set_password(password)


def _one_change_at_a_time(by: User) -> None:
    """Two administrators who close each other's account at once: the second is none any more."""
    keepers = User.objects.filter(memberships__role__in=roles_holding(KEEP_USERS.code))
    list(User.objects.filter(pk__in=keepers.values("pk")).order_by("pk").select_for_update())
    if not User.objects.filter(pk=by.pk, is_active=True).exists():
        raise NotAllowed("account_closed", "您的账号已被停用")


def _refuse_without_keeper(left: models.QuerySet[Membership]) -> None:
    """Of these memberships one must keep accounts, at the top: else nobody could ever open one again."""
    keeping = left.filter(
        role__in=roles_holding(KEEP_USERS.code), user__is_active=True, organisation__depth=1
    )
    if not keeping.exists():
        raise RuleBroken("last_administrator", "系统至少要留一名在用的管理员，请先授予另一人")
