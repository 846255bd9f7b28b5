"""What differs between installations: read once from the environment, refused when it makes no sense.

Every variable is written `SHUANGLIAN_<NAME>`, except the two that the world already has a name for,
`DATABASE_URL` and `BROKER_URL`. `docs/operations.md` lists them for the operator.
"""

import contextlib
import os
import secrets
from datetime import date
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="SHUANGLIAN_", extra="ignore", env_ignore_empty=True
    )

    var_dir: Path = ROOT / "var"
    font_dir: Path | None = None
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    broker_url: str = Field(default="", validation_alias="BROKER_URL")
    broker_prefix: str = ""
    secret_key: str = ""
    field_keys: str = ""
    lookup_key: str = ""
    backup_key: str = ""
    allowed_hosts: str = "127.0.0.1,localhost,[::1]"
    trusted_origins: str = ""
    public_url: str = "http://127.0.0.1:8000"
    behind_tls: bool = False
    today: date | None = None  # demos and training: the day that it is said to be
    event_lease_seconds: float = 60.0
    event_retry_seconds: float = 2.0
    outside_exchange: str = ""  # the topic exchange for other systems; empty: none
    webhook_networks: str = ""  # networks of one's own that webhooks may reach: 10.20.0.0/16,…

    @property
    def embedded(self) -> bool:
        """No database named: start the one in the wheel, under `var/`."""
        return not self.database_url

    @property
    def fonts(self) -> Path:
        return self.font_dir or self.var_dir / "fonts"

    def secret(self, name: str, given: str) -> str:
        """The secret from the environment; for the embedded form, one kept in `var/secrets/`."""
        if given:
            return given
        if not self.embedded:
            raise ValueError(
                f"SHUANGLIAN_{name.upper()} is not set. An installation with a database of its own "
                "takes its secrets from the environment; see docs/operations.md."
            )
        kept = self.var_dir / "secrets" / name
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not kept.exists():
            fresh = kept.with_suffix(f".{os.getpid()}")
            fresh.write_text(secrets.token_hex(32))
            fresh.chmod(0o600)
            with contextlib.suppress(FileExistsError):
                os.link(fresh, kept)
            fresh.unlink()
        return kept.read_text()
