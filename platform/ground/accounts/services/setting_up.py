"""The first visit to an empty installation."""

from django.db import connection, transaction

from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.accounts.services.organisations import add_organisation
from ground.accounts.services.people import add_user, grant_role
from ground.kernel.errors import RuleBroken


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
