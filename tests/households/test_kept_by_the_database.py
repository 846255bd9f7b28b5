"""What the database keeps by itself, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from assistance.households.models import Gate, HardshipFile, Route, Step


def test_the_database_refuses_what_no_service_does(office, opened, walk):
    """The triggers by themselves: a gate skipped, a step rewritten, a route changed, an approver's own."""
    file = walk(opened(), "review")
    last = file.route.gates.last()

    def refused(change):
        with pytest.raises(IntegrityError):
            at_the_end_of_a_transaction(change)

    def at_the_end_of_a_transaction(change):
        with transaction.atomic(), connection.cursor() as cursor:
            change()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    files = HardshipFile.objects.filter(pk=file.pk)
    refused(lambda: files.update(gate=last))
    refused(
        lambda: files.update(
            state="active", gate=None, approved_on=date(2008, 6, 1), approved_by=office.approver
        )
    )
    refused(lambda: files.update(state="draft"))  # a draft stands at no gate
    refused(lambda: files.update(approved_by=office.keeper))
    refused(lambda: Step.objects.filter(file=file).update(opinion="改过"))
    refused(lambda: Step.objects.filter(file=file).delete())
    refused(lambda: Route.objects.filter(pk=file.route_id).update(name="改过"))
    refused(last.delete)
    refused(lambda: Gate.objects.create(route=file.route, position=99, kind="opinion", label="加"))
    refused(lambda: file.items.create(side="income", kind="wage", amount="1.00"))
