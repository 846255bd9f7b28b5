"""Say once when little is left of a source."""

from django.db import transaction

from assistance.funds import queries, rules
from assistance.funds.events import BalanceLow
from assistance.funds.models import FundSource
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.places.queries import local_rule


@transaction.atomic
def watch_balance(source_id: int) -> bool:
    """Whether little is left of a source's own money; told when it becomes so, and not again until
    there was enough in between.
    """
    rows = FundSource.objects.select_for_update(of=("self",), no_key=True)
    source = rows.select_related("organisation__division").get(pk=source_id)
    balances = queries.balances_of(source)
    percent = local_rule(
        "funds.balance_low_percent", on=clock.today(), division=source.organisation.division
    )
    is_low = rules.is_low(available=balances.available, own=balances.own, percent=percent)
    if is_low == (source.low_since is not None):
        return is_low
    source.low_since = clock.today() if is_low else None
    source.save(update_fields=["low_since"])
    if is_low:
        record(None, "funds.balance_low", source, amount=balances.available)
        publish(BalanceLow(source_id=source.pk, available=balances.available))
    return is_low
