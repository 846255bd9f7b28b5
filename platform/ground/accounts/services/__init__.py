"""Organisations, people, memberships, keys: set up without a programmer."""

from ground.accounts.services.keys import issue_api_key, revoke_api_key
from ground.accounts.services.organisations import (
    add_organisation,
    deactivate_organisation,
    rename_organisation,
)
from ground.accounts.services.people import (
    add_user,
    close_account,
    give_password,
    grant_role,
    move_person,
    reopen_account,
    withdraw_role,
)
from ground.accounts.services.scopes import (
    grant_scope,
    grant_scopes,
    withdraw_scope,
    withdraw_scopes,
)
from ground.accounts.services.setting_up import set_up

__all__ = [
    "add_organisation",
    "add_user",
    "close_account",
    "deactivate_organisation",
    "give_password",
    "grant_role",
    "grant_scope",
    "grant_scopes",
    "issue_api_key",
    "move_person",
    "rename_organisation",
    "reopen_account",
    "revoke_api_key",
    "set_up",
    "withdraw_role",
    "withdraw_scope",
    "withdraw_scopes",
]
