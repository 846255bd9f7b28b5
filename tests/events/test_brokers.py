"""A broker that is not there is passed over, wherever it stands in the address."""

import socket

import pytest
from kombu import Connection

from ground.events import brokers


def test_the_third_of_three_brokers_is_asked_where_two_are_gone():
    with socket.create_server(("127.0.0.1", 0)) as third:
        ports = (9, 10, third.getsockname()[1])  # nobody listens on the first two
        urls = ";".join(f"amqp://guest:guest@127.0.0.1:{port}//" for port in ports)
        third.settimeout(5)
        with pytest.raises(Exception, match=r"timed out|Timeout"):  # it says nothing
            brokers.reach(Connection(urls, connect_timeout=1))
        asked, _ = third.accept()
        asked.close()
