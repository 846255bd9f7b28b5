"""Money on its way down the tree, as the tests send it."""

from datetime import date

from assistance.funds import services


def central_money(tree, amount="1000000"):
    province, finance = tree["province"]
    source = services.open_source(
        by=finance,
        organisation=province,
        kind="central",
        name="中央财政帮扶资金",
        year=2008,
        document_no="湘工办〔2008〕3号",
    )
    services.receive_money(
        by=finance, source=source, amount=amount, on=date(2008, 1, 10), summary="中央财政下达"
    )
    return source


def sent_down(tree, source, giver, receiver, amount, on):
    allocation = services.allocate(
        by=tree[giver][1],
        source=source,
        to=tree[receiver][0],
        amount=amount,
        purpose="2008年生活救助",
        on=on,
    )
    opened = services.confirm_allocation(by=tree[receiver][1], allocation=allocation, on=on)
    return allocation, opened


def sent(finance, source, county, amount="100"):
    """An allocation that its receiver has not confirmed yet."""
    return services.allocate(
        by=finance, source=source, to=county, amount=amount, purpose="生活救助", on=date(2008, 3, 3)
    )
