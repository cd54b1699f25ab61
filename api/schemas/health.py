"""Health."""

from typing import Literal

from pydantic import BaseModel


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"
    version: str


class DatabaseHealth(BaseModel):
    """Whether the database answers, and the files that `mediaq migrate` would still apply."""

    ok: bool
    reachable: bool
    pending_migrations: list[str]


class WorkersHealth(BaseModel):
    """Worker processes that were seen lately, by queue."""

    ok: bool
    alive: int
    by_queue: dict[str, int]


class DiskHealth(BaseModel):
    """Space in the storage."""

    ok: bool
    free_bytes: int


class Components(BaseModel):
    """What mediaq stands on."""

    database: DatabaseHealth
    workers: WorkersHealth
    disk: DiskHealth


class Health(BaseModel):
    """`ok` when every component is."""

    status: Literal["ok", "degraded"]
    version: str
    components: Components
