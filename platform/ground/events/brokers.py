"""Brokers: `BROKER_URL` may name several of one cluster, `amqp://…@a:5672//;amqp://…@b:5672//`."""

from kombu import Connection

SECONDS = 5.0  # for each of them


def reach(connection: Connection) -> None:
    """Connect to the first that answers, each being asked; raises what the last one said.

    kombu counts tries, not brokers: with two tries it would never get past two that are gone.
    """
    brokers = max(len(connection.alt), 1)
    connection.ensure_connection(max_retries=max(brokers - 1, 1), timeout=SECONDS * brokers)
