import socket

import pytest
from django.core.management import CommandError, call_command


def test_a_port_that_is_taken_is_said_at_once():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CommandError, match=rf"{bind} 上提供：已被别的程序占用.*PORT="):
            call_command("serve", "--bind", bind)
