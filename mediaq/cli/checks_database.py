"""The checks of `mediaq doctor` that ask the database."""

import asyncio
from functools import partial
from uuid import uuid4

from mediaq.cli.checks import Check, guarded
from mediaq.cli.output import ago
from mediaq.db.connect import Access
from mediaq.db.listen import Listener, Notification
from mediaq.db.migrate import pending
from mediaq.db.pool import Database
from workers.kinds import KINDS

OLDEST, NEWEST = 14, 18
# Between these a queue collects dead rows, which shows first as slower claims.
HELD_SECONDS = 60.0
LATE_SECONDS = 60.0
SEEN_SECONDS = 30.0
NOTIFY_SECONDS = 5.0
ROLES = 3
MIGRATE = "Run `mediaq migrate`."


async def look(access: Access) -> list[Check]:
    """Everything that a database which answers can be asked."""
    async with Database(access, max_size=2, timeout=5.0) as database:
        checks = [
            await guarded("server", partial(_server, database), "Check the login's rights."),
            await guarded("schema", partial(_schema, access), MIGRATE),
            await guarded("roles", partial(_roles, database), MIGRATE),
            await guarded("durability", partial(_durability, database), "See the server's log."),
            await guarded("notify", partial(_notify, access, database), NOTIFY_HELP),
            await guarded("vacuum", partial(_vacuum, database), "See pg_stat_activity."),
        ]
        if checks[1].status == "ok":
            checks.append(await guarded("workers", partial(_workers, database), MIGRATE))
            checks.append(await guarded("queues", partial(_queues, database), MIGRATE))
    return checks


NOTIFY_HELP = (
    "Connect without a transaction pooler; until then workers look every MEDIAQ_POLL_SECONDS."
)


async def _server(database: Database) -> Check:
    row = await database.one("doctor.server")
    assert row is not None
    text = f"PostgreSQL {row['version']}, as {row['login']}"
    if row["standby"]:
        return Check("server", "fail", f"{text}, read-only", "Connect to the primary.", row)
    if not OLDEST <= row["major"] <= NEWEST:
        do = f"Use a server between {OLDEST} and {NEWEST}."
        return Check("server", "fail" if row["major"] < OLDEST else "warn", text, do, row)
    if not row["knows_letters"]:
        text = f"{text}; search minds the case of letters that are not Latin"
        return Check("server", "warn", text, "Make the database with LC_CTYPE C.UTF-8.", row)
    return Check("server", "ok", text, facts=row)


async def _schema(access: Access) -> Check:
    waiting = await asyncio.to_thread(pending, access)
    if waiting:
        text = f"{len(waiting)} files of this release are not applied"
        return Check("schema", "fail", text, MIGRATE, {"pending": waiting})
    return Check("schema", "ok", "of this release")


async def _roles(database: Database) -> Check:
    rows = await database.all("doctor.roles")
    members = [row["role"] for row in rows if row["member"]]
    if len(members) < ROLES:
        do = "Let a login that may create roles run `mediaq migrate`, and grant them to this one."
        text = f"row security is off: the login is a member of {len(members)} of {ROLES} roles"
        return Check("roles", "warn", text, do, {"roles": rows})
    loose = [row["role"] for row in rows if row["can_login"] or row["sees_all"]]
    if loose:
        do = f"alter role {loose[0]} nologin nosuperuser nobypassrls"
        return Check("roles", "fail", f"{', '.join(loose)}: can log in or sees all", do)
    unguarded = [row["table"] for row in await database.all("doctor.open_tables")]
    if unguarded:
        text = f"no row security on {', '.join(unguarded)}"
        return Check("roles", "fail", text, MIGRATE, {"tables": unguarded})
    return Check("roles", "ok", "three roles, row security on every table")


async def _durability(database: Database) -> Check:
    found = {row["name"]: row["setting"] for row in await database.all("doctor.durability")}
    off = [name for name, setting in found.items() if setting == "off"]
    if off:
        do = "Switch on, or a crash of the machine loses or damages what was acknowledged."
        return Check("durability", "warn", f"{', '.join(off)} off", do, found)
    return Check("durability", "ok", "fsync, full_page_writes, synchronous_commit on", facts=found)


async def _notify(access: Access, database: Database) -> Check:
    """A word of our own, through NOTIFY and back, and how full the server's queue of them is."""
    word = uuid4().hex
    heard: asyncio.Queue[Notification] = asyncio.Queue()
    listening = asyncio.create_task(Listener(access, ["mediaq_doctor"], heard.put_nowait).run())
    try:
        async with asyncio.timeout(NOTIFY_SECONDS):
            while (await heard.get()).payload != word:
                await database.one("doctor.notify", {"payload": word})
    except TimeoutError:
        text = f"no notification came within {NOTIFY_SECONDS:.0f} s"
        return Check("notify", "warn", text, NOTIFY_HELP)
    finally:
        listening.cancel()
        await asyncio.wait([listening])
    row = await database.one("doctor.notify_usage")
    usage = row["usage"] if row else 0.0
    if usage > 0.5:
        do = "End the listening session that sleeps in a transaction."
        return Check("notify", "fail", f"the notification queue is {usage:.0%} full", do)
    return Check("notify", "ok", "LISTEN and NOTIFY work", facts={"usage": usage})


async def _vacuum(database: Database) -> Check:
    rows = await database.all("doctor.holding_back")
    held = [row for row in rows if row["seconds"] is None or row["seconds"] > HELD_SECONDS]
    if not held:
        return Check("vacuum", "ok", "nothing holds it back")
    first = held[0]
    age = f", {ago(first['seconds'])} old" if first["seconds"] is not None else ""
    text = f"held back by {first['kind']} {first['who']}{age}"
    do = "End it: while it lasts, every claim walks over dead rows."
    return Check("vacuum", "warn", text, do, {"held": held})


async def _workers(database: Database) -> Check:
    rows = await database.all("queue.workers")
    alive = [row["queue"] for row in rows if row["silent_seconds"] <= SEEN_SECONDS]
    counts = {kind: alive.count(chosen.queue) for kind, chosen in KINDS.items()}
    missing = [kind for kind, count in counts.items() if not count]
    text = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    if missing:
        do = f"Start `mediaq up`, or `mediaq worker {missing[0]}`."
        return Check("workers", "warn", text, do, {"alive": counts})
    return Check("workers", "ok", text, facts={"alive": counts})


async def _queues(database: Database) -> Check:
    async with database.transaction(owner="*") as session:
        rows = await session.all("queue.stats")
    late = [r["queue"] for r in rows if (r["oldest_due_seconds"] or 0) > LATE_SECONDS]
    paused = [r["queue"] for r in rows if r["paused"]]
    failed = {r["queue"]: r["failed"] for r in rows if r["failed"]}
    troubles = [
        *(f"{name} is paused" for name in paused),
        *(f"{name} waits longer than {ago(LATE_SECONDS)}" for name in late),
        *(f"{count} failed in {name}" for name, count in failed.items()),
    ]
    if troubles:
        do = "See `mediaq queue` and `mediaq queue failures`; `mediaq queue retry` tries again."
        return Check("queues", "warn", "; ".join(troubles), do, {"queues": rows})
    return Check("queues", "ok", "nothing late, nothing failed", facts={"queues": rows})
