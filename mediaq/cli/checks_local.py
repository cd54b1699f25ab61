"""The checks of `mediaq doctor` on this machine: Python, storage, sandbox, engines, the API."""

import asyncio
import platform
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import mediaq
from mediaq.cli.checks import Check
from mediaq.cli.client import Api
from mediaq.cli.output import clean
from mediaq.errors import MediaqError
from mediaq.media.fetch.rules import Rules
from mediaq.media.sandbox import Limits, Tier, run_tool, tier
from mediaq.media.storage import LocalStorage
from mediaq.providers.whisper import LocalWhisper
from mediaq.settings import MIB, Settings
from mediaq.speech.voices import voices
from workers.analysis import TOOL as ANALYSIS_TOOL
from workers.audio import TOOL as SPEECH_TOOL

LEAST_FREE_BYTES = 1024 * MIB
ENGINE_SECONDS = 60.0
INSTALL = "Install mediaq again: `pip install --force-reinstall mediaq`."


async def look(settings: Settings, url: str) -> list[Check]:
    """All of them, in the order in which they matter."""
    checks = [_python(), await asyncio.to_thread(_storage, settings)]
    try:
        chosen = await asyncio.to_thread(tier, settings.sandbox)
    except MediaqError as error:
        do = "Install bubblewrap and allow user namespaces, or set MEDIAQ_SANDBOX=auto."
        return [*checks, Check("sandbox", "fail", error.detail, do)]
    checks += [_sandbox(chosen, settings), _fetch(chosen, settings)]
    checks += await _engines(settings, chosen)
    checks.append(_transcription(settings, chosen))
    return [*checks, await asyncio.to_thread(_api, url)]


def _python() -> Check:
    text = f"mediaq {mediaq.__version__}, Python {platform.python_version()}"
    return Check("python", "ok", text)


def _storage(settings: Settings) -> Check:
    storage = LocalStorage(settings.storage)
    try:
        with storage.scratch() as scratch:
            (scratch / "written").write_bytes(b"x")
        free = storage.free_bytes()
    except (OSError, MediaqError) as error:
        do = "Make it writable, or name another with MEDIAQ_STORAGE."
        return Check("storage", "fail", f"{settings.storage} is not writable: {error}", do)
    text, facts = f"{settings.storage}, {free / 1e9:.0f} GB free", {"free_bytes": free}
    if free < LEAST_FREE_BYTES:
        return Check("storage", "warn", text, "Make space.", facts)
    return Check("storage", "ok", text, facts=facts)


def _sandbox(chosen: Tier, settings: Settings) -> Check:
    text = f"{chosen.name}: {chosen.reason}"
    if chosen.name != "bubblewrap" and settings.sandbox == "auto":
        do = "Install bubblewrap and allow user namespaces."
        return Check("sandbox", "warn", text, do, {"tier": chosen.name})
    return Check("sandbox", "ok", text, facts={"tier": chosen.name})


def _fetch(chosen: Tier, settings: Settings) -> Check:
    """What URLs may name, and whether what they lead to is opened here."""
    facts: dict[str, list[Any]] = {
        "allow": list(settings.fetch_allow),
        "deny": list(settings.fetch_deny),
        "ports": list(settings.fetch_ports),
    }
    try:
        Rules.of(settings)
    except MediaqError as error:
        do = "Correct MEDIAQ_FETCH_ALLOW or MEDIAQ_FETCH_DENY: docs/fetching.md."
        return Check("fetch", "fail", error.detail, do, facts)
    text = "; ".join(f"{name} {', '.join(map(str, list_)) or '-'}" for name, list_ in facts.items())
    if chosen.name == "rlimits" and not settings.fetch_unsandboxed:
        do = "Make bubblewrap work, or set MEDIAQ_FETCH_UNSANDBOXED=true."
        return Check(
            "fetch", "warn", f"no URL is opened without the full sandbox; {text}", do, facts
        )
    return Check("fetch", "ok", text, facts=facts)


async def _engines(settings: Settings, chosen: Tier) -> list[Check]:
    """The real tools in the sandbox: one speaks a word, the other listens to it."""
    limits = Limits(wall_seconds=ENGINE_SECONDS)
    made = partial(tempfile.TemporaryDirectory, prefix="mediaq-doctor-")
    with made() as spoken, made() as seen:
        run = partial(run_tool, limits=limits, tier=chosen)
        segments = ["<speak>ready</speak>"]
        asked = {"segments": segments, "format": settings.audio_format}
        try:
            for voice in (*voices(settings.voices).values(), settings.voice):
                answer = await run(
                    SPEECH_TOOL, {**asked, "voice": voice}, source=None, output=Path(spoken)
                )
        except MediaqError as error:
            return [_broken("voice", error)]
        word = Path(spoken, answer["segments"][0]["name"])
        try:
            await run(ANALYSIS_TOOL, {"media_type": "audio"}, source=word, output=Path(seen))
        except MediaqError as error:
            return [_works("voice", chosen), _broken("media", error)]
    return [_works("voice", chosen), _works("media", chosen)]


def _transcription(settings: Settings, chosen: Tier) -> Check:
    """Whether speech is written down; the model itself is loaded by the first job that needs it."""
    engine = next(LocalWhisper.configured(settings, chosen), None)
    if engine is None:
        return Check("transcription", "ok", "no engine is configured: speech is not written down")
    try:
        engine.check()
    except MediaqError as error:
        return Check("transcription", "warn", error.detail, "See docs/transcription.md.")
    return Check("transcription", "ok", f"{engine.name}, {engine.model}")


def _works(name: str, chosen: Tier) -> Check:
    return Check(name, "ok", f"the {name} engine works in the sandbox ({chosen.name})")


def _broken(name: str, error: MediaqError) -> Check:
    return Check(name, "fail", clean(error.detail), INSTALL)


def _api(url: str) -> Check:
    try:
        with Api(url, timeout=5.0) as api:
            said = api.get("/health")
    except MediaqError as error:
        return Check("api", "warn", error.detail, "Start `mediaq up`, or name it with --url.")
    return Check("api", "ok", f"answers at {url}", facts={"version": said.get("version")})
