"""The check of `mediaq doctor` that says who may use the API."""

from functools import partial

from api.neighbours import is_loopback, open_without_keys
from mediaq.cli.checks import Check, guarded
from mediaq.db.connect import Access
from mediaq.db.pool import Database
from mediaq.settings import Settings

MAKE = "Make a key: `mediaq keys create`."


async def look(settings: Settings, access: Access) -> Check:
    """Whether keys are needed, how many are valid, and whether the address is public."""
    async with Database(access, max_size=1, timeout=5.0) as database:
        return await guarded("access", partial(_access, settings, database), MAKE)


async def _access(settings: Settings, database: Database) -> Check:
    row = await database.one("doctor.keys")
    assert row is not None
    configured = settings.api_key is not None
    valid, needed = row["valid"] + configured, bool(row["unrevoked"] or configured)
    public = not is_loopback(settings.host)
    facts = {
        "host": settings.host,
        "public": public,
        "key_needed": needed or not open_without_keys(settings),
        "valid_keys": valid,
        "configured_key": configured,
    }
    reach = f"on {settings.host}, which others can reach" if public else "on loopback"
    if needed and not valid:
        return Check("access", "warn", "a key is needed and every one has expired", MAKE, facts)
    if needed:
        return Check("access", "ok", f"a key is needed, {valid} valid, {reach}", facts=facts)
    if not open_without_keys(settings):
        return Check(
            "access", "warn", f"the API does not start {reach}, without a key", MAKE, facts
        )
    if public:
        return Check("access", "warn", f"the API asks for no key {reach}", MAKE, facts)
    return Check("access", "ok", "the API asks for no key, on loopback", facts=facts)
