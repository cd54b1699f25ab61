"""`mediaq up` and everything that is done against it, by real processes."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.running import call, call_json, named, up
from tests.kit.clips import Clip, plain, render, tone
from tests.kit.wait import wait_for


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Three seconds of black with a tone that stops."""
    sound = np.concatenate([tone(1.0), tone(2.0, level=0.0)], axis=1)
    black = Clip(seconds=3.0, picture=lambda _: plain(0), sound=sound)
    return render(black, tmp_path / "clip.mp4")


def spoken(analysis: dict[str, Any]) -> None:
    assert analysis["status"] == "completed"
    assert analysis["feedback"], "nothing was found in a black clip"
    for finding in analysis["feedback"]:
        assert (finding["ssml_status"], finding["audio_status"]) == ("completed", "completed")
        assert all(part["duration_ms"] > 0 for part in finding["audio"])


def test_from_a_file_to_spoken_findings_and_an_orderly_end(tmp_path: Path, clip: Path) -> None:
    data = tmp_path / "data"
    with up(data) as running:
        at, here = ("--url", running.url), ("--data", str(data))
        assert running.ready["event"] == "ready"
        assert running.ready["data"] == str(data)
        assert str(data) in running.ready["database_url"]

        uploaded = call_json("upload", str(clip), "--wait", *at)
        spoken(uploaded["analysis"])
        table = call("watch", uploaded["asset_id"], *at)
        assert table.returncode == 0
        assert "video.black" in table.stdout
        lines = call("watch", uploaded["analysis_id"], "--json", *at).stdout.splitlines()
        assert json.loads(lines[0])["event"] == "change"
        spoken(json.loads(lines[-1])["analysis"])

        queues = {row["queue"]: row for row in call_json("queue", *here)["queues"]}
        assert queues["analysis"]["completed"] == 1
        assert queues["audio_jobs"]["completed"] == len(uploaded["analysis"]["feedback"])
        doctor = call_json("doctor", *at, *here)
        assert [c for c in doctor["checks"] if c["status"] == "fail"] == []
        assert doctor["database_url"] == running.ready["database_url"]

        refused = call("up", "--port", "0", *here)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "already runs" in refused.stderr
        assert refused.stderr.count("\n") == 1

        assert running.end(signal.SIGINT) == 0
        assert named(data) == {}
        assert not list(data.rglob(".s.PGSQL.*"))


def test_what_dies_is_started_again_and_all_die_with_a_killed_parent(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with up(data) as running:
        before = running.workers()
        os.kill(before["mediaq.audio_jobs"], signal.SIGKILL)
        gone = (None, before["mediaq.audio_jobs"])
        wait_for(lambda: running.workers().get("mediaq.audio_jobs") not in gone, 30)
        running.end(signal.SIGKILL)
        wait_for(lambda: not named(data), 30)
    with up(data) as again:
        assert set(again.workers()) >= set(before)
        server = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(server, signal.SIGKILL)
        assert again.process.wait(60) == 1


def test_with_a_database_of_ones_own(tmp_path: Path, database_url: str) -> None:
    with up(tmp_path / "data", DATABASE_URL=database_url) as running:
        assert not (tmp_path / "data" / "postgres").exists()
        for line in named(tmp_path / "data").values():
            assert database_url not in line, "the URL may hold a password"
        assert running.end(signal.SIGTERM) == 0


def test_a_port_in_use_is_one_sentence(tmp_path: Path, database_url: str) -> None:
    with up(tmp_path / "one", DATABASE_URL=database_url) as running:
        port = running.url.rpartition(":")[2]
        second = call(
            "up", "--port", port, "--data", str(tmp_path / "two"), DATABASE_URL=database_url
        )
        assert second.returncode == 1
        assert "Cannot listen" in second.stderr
        assert second.stderr.count("\n") == 1


def test_workers_in_several_processes_drain_and_end(tmp_path: Path, database_url: str) -> None:
    done = call(
        "worker",
        *("ssml", "--processes", "2", "--drain", "--data", str(tmp_path)),
        DATABASE_URL=database_url,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("worker_ready") == 2
