"""Templates: a new one, a new version of one, one that is offered no more. What was kept stays."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from assistance.aid.rules import check_text
from assistance.banks.models import BankTemplate
from assistance.banks.rules import layout_of
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

LONGEST_NAME = 40


@transaction.atomic
def keep_template(
    *,
    by: User,
    organisation: Organisation,
    bank: str,
    name: str,
    layout: dict[str, Any],
    valid_from: date | None = None,
    follows: BankTemplate | None = None,
) -> BankTemplate:
    """Keep a template for an organisation and those below it; with `follows`, the next version of one.

    One that came with the program is not changed: what follows it is a template of one's own.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    layout_of(layout)
    on = valid_from or clock.today()
    own = follows if follows and follows.organisation_id == organisation.pk else None
    made = BankTemplate.objects.create(
        series=own.series if own else uuid4(),
        organisation=organisation,
        bank=check_text(bank, field="bank", label="银行", longest=LONGEST_NAME),
        name=check_text(name, field="name", label="模板名称", longest=LONGEST_NAME),
        version=_last(own).version + 1 if own else 1,
        layout=layout,
        valid_from=on,
        made_by=by,
    )
    record(by, "banks.template_kept", made, version=made.version, on=on)
    return made


@transaction.atomic
def retire_template(*, by: User, template: BankTemplate) -> BankTemplate:
    """Offer a template no more, from today on: a version that says so. Files made with it stay."""
    if template.organisation is None:
        raise RuleBroken("template_shipped", "随系统提供的模板不能停用，可以另存为本单位的模板")
    Organisation.objects.select_for_update().get(pk=template.organisation.pk)
    last = _last(template)
    if not last.is_offered:
        raise RuleBroken("template_retired", "这个模板已经停用")
    made = BankTemplate.objects.create(
        series=last.series,
        organisation=last.organisation,
        bank=last.bank,
        name=last.name,
        version=last.version + 1,
        layout=last.layout,
        is_offered=False,
        valid_from=clock.today(),
        made_by=by,
    )
    record(by, "banks.template_retired", made, version=made.version)
    return made


def _last(template: BankTemplate) -> BankTemplate:
    return BankTemplate.objects.filter(series=template.series).latest("version")
