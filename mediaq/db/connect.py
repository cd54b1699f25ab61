"""How every connection is opened: role, timeouts, keepalives.

A dead peer is noticed within seconds (keepalives, TCP_USER_TIMEOUT), a stopped client cannot hold
a row for long (idle_in_transaction_session_timeout), and no statement waits for ever.
"""

from dataclasses import dataclass
from typing import Any, Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict

from mediaq.errors import DatabaseUnavailable

Role = Literal["mediaq_api", "mediaq_worker", "mediaq_owner"]

KEEPALIVES: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 4000,
}
TIMEOUTS = {
    "idle_in_transaction_session_timeout": "5s",
    "lock_timeout": "10s",
    "statement_timeout": "60s",
}
# Since PostgreSQL 17: what a process that stopped between its last statement and COMMIT may hold.
# Not less than a statement may take.
TRANSACTION_TIMEOUT = {"transaction_timeout": "60s"}
TRANSACTION_TIMEOUT_SINCE = 170000
# Somebody waits for the API's answer: better an early "try again" than a late one.
IMPATIENT = {"lock_timeout": "1500ms", "statement_timeout": "15s"}


@dataclass(frozen=True)
class Access:
    """Where to connect and as whom; `role` is taken only if the login is a member of it. `version`
    is the server's, as libpq counts, 0 when it is not known."""

    url: str
    role: Role | None = None
    application: str = "mediaq"
    impatient: bool = False
    version: int = 0

    def arguments(self, **settings: str) -> dict[str, Any]:
        """Keyword arguments for psycopg's connect; `settings` are server settings on top."""
        given = conninfo_to_dict(self.url)
        newer = TRANSACTION_TIMEOUT if self.version >= TRANSACTION_TIMEOUT_SINCE else {}
        asked = IMPATIENT if self.impatient else {}
        role = {"role": self.role} if self.role else {}
        options = {**TIMEOUTS, **newer, **asked, **role, **settings}
        flags = " ".join(f"-c {name}={value}" for name, value in options.items())
        return {
            "application_name": self.application,
            **KEEPALIVES,
            **given,
            "options": " ".join(filter(None, [str(given.get("options") or ""), flags])),
        }


def resolve(url: str, role: Role, application: str) -> Access:
    """An Access that takes the role if it exists and the login is a member, else none.

    Raises DatabaseUnavailable when nobody answers.
    """
    plain = Access(url, application=application)
    try:
        with psycopg.connect(**plain.arguments(), autocommit=True) as connection:
            version = connection.info.server_version
            member = connection.execute(
                "select pg_has_role(current_user, r.oid, %s) from pg_roles r where r.rolname = %s",
                [becoming(connection), role],
            ).fetchone()
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(str(error).strip()) from error
    return Access(url, role if member and member[0] else None, application, version=version)


def becoming(connection: psycopg.Connection[Any]) -> str:
    """The privilege that `set role` needs; PostgreSQL 16 parted it from membership."""
    return "set" if connection.info.server_version >= 160000 else "member"
