"""What `mediaq doctor` says of the sandbox in force."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mediaq.cli import checks_local
from mediaq.cli.checks import Check
from mediaq.media import tiers
from mediaq.media.sandbox import tier
from mediaq.settings import Settings


@pytest.fixture(autouse=True)
def _probed_anew() -> Iterator[None]:
    tiers._bubblewrap.cache_clear()
    yield
    tiers._bubblewrap.cache_clear()


def checks(directory: Path, **given: Any) -> dict[str, Check]:
    settings = Settings(_env_file=None, storage_dir=directory, **given)
    looked = asyncio.run(checks_local.look(settings, "http://127.0.0.1:9"))
    return {check.name: check for check in looked}


def test_a_weaker_tier_is_a_warning_that_says_what_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engines still work in it; what comes from URLs is not opened."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    found = checks(tmp_path)
    assert (found["sandbox"].status, found["sandbox"].facts) == ("warn", {"tier": "rlimits"})
    assert "read this user's files" in found["sandbox"].message
    assert "bubblewrap" in found["sandbox"].do
    assert "(rlimits)" in found["media"].message
    assert found["fetch"].status == "warn"


def test_a_tier_that_is_demanded_and_does_not_work_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    found = checks(tmp_path, sandbox="bubblewrap")
    assert found["sandbox"].status == "fail"
    assert "media" not in found


def test_the_strongest_tier_is_fine(tmp_path: Path) -> None:
    if tier("auto").name != "bubblewrap":
        pytest.skip("bubblewrap does not work here")
    found = checks(tmp_path)
    assert (found["sandbox"].status, found["sandbox"].facts) == ("ok", {"tier": "bubblewrap"})
    assert "(bubblewrap)" in found["media"].message
