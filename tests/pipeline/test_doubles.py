"""Pictures that look alike, through real workers: who is told of which other one."""

from pathlib import Path
from typing import Any

from PIL import Image

from tests.kit.connections import Connection
from tests.kit.pictures import patched, saved, scene
from tests.kit.pipeline import wait_until_analysed
from tests.kit.processes import worker
from tests.kit.rows import insert_uploaded


def _upload(connection: Connection, data: Path, name: str, picture: Image.Image, owner: str) -> Any:
    inbox = data / "storage" / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    saved(picture, inbox / name)
    given = {"filename": name, "storage_path": f"inbox/{name}", "owner": owner}
    return insert_uploaded(connection, media_type="image", **given)


def test_the_later_picture_names_the_earlier_one(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    shots = (
        ("first.png", scene(), "ann"),
        ("other.png", patched(scene(), 0.15, 60), "ann"),
        ("small.jpg", scene().resize((690, 460)), "ann"),
        ("theirs.png", scene(), "bob"),
    )
    with worker("analysis", database_url, tmp_path):
        assets = {}
        for name, picture, owner in shots:
            assets[name] = _upload(connection, tmp_path, name, picture, owner)
            assert wait_until_analysed(connection, assets[name]) == "completed"
    rows = connection.execute(
        "select n.asset_id, f.code, f.severity, f.message, f.measurement <= f.threshold,"
        " f.details->>'asset_id', f.ssml_status"
        " from mediaq.analysis_feedback f join mediaq.analysis n on n.id = f.analysis_id"
    ).fetchall()
    said = "This picture looks the same as first.png."
    first, small = assets["first.png"], assets["small.jpg"]
    assert rows == [
        (small, "image.near_duplicate", "info", said, True, str(first), "queued")
    ]  # fmt: skip
