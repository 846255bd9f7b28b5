"""What a person does with their own account."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken


@transaction.atomic
def change_own_password(*, by: User, present: str, new: str) -> None:
    """Set a new password for oneself, knowing the present one. Other sessions end with it."""
    locked = User.objects.select_for_update().get(pk=by.pk)
    if not locked.check_password(present):
        raise RuleBroken("password_wrong", "当前密码不正确", fields={"present": "当前密码不正确"})
    if present == new:
        raise RuleBroken("password_same", "新密码与当前密码相同", fields={"new": "不能与当前密码相同"})
    try:
        validate_password(new, locked)
    except ValidationError as weak:
        message = "；".join(weak.messages)
        raise RuleBroken("password_weak", message, fields={"new": message}) from weak
    locked.set_password(new)
    locked.save(update_fields=["password"])
    by.password = locked.password
    record(by, "user.password_changed", locked)
