"""Where the database is: an address of one server, or of several of which one may be written to."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PORT = "5432"


def database_at(url: str) -> dict[str, Any]:
    """What Django wants to know of `postgres://user:password@host:port,host:port/name?option=value`.

    Several hosts are tried in turn by each new connection; `target_session_attrs=read-write` takes the
    one that is no standby. What stands in the query is said to libpq as it is (`sslmode=verify-full`).
    """
    parts = urlsplit(url)
    person, _, servers = parts.netloc.rpartition("@")
    user, _, password = person.partition(":")
    places = [_host_and_port(server) for server in servers.split(",")]
    ports = [port for _, port in places]
    return {
        "NAME": parts.path.lstrip("/"),
        "HOST": ",".join(host for host, _ in places),
        "PORT": ",".join(port or PORT for port in ports) if any(ports) else "",
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _host_and_port(server: str) -> tuple[str, str]:
    """An address of version 6 stands in brackets, since it has colons of its own."""
    if server.startswith("["):
        host, _, rest = server[1:].partition("]")
        return host, rest.lstrip(":")
    host, _, port = server.partition(":")
    return unquote(host), port
