"""`mediaq search` against a running API."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from api.schemas import asking, search
from mediaq.cli.app import run
from mediaq.cli.search import Kind, MediaType
from mediaq.settings import Settings
from tests.api.process import running
from tests.kit.connections import Connection
from tests.kit.rows import insert_analysis, insert_asset, insert_feedback


@pytest.fixture
def url(database_url: str, tmp_path: Path) -> Iterator[str]:
    configured = Settings(_env_file=None, database_url=database_url, storage_dir=tmp_path, port=0)
    with running(configured) as api:
        yield api.url


def test_choices_are_those_of_the_api() -> None:
    assert tuple(kind.value for kind in Kind) == get_args(search.Kind)
    assert {one.value for one in MediaType} == set(get_args(asking.MediaType))


def test_hits_as_a_table_and_as_json(
    url: str, connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = insert_asset(connection, filename="a\tb.mp4", media_type="video")
    analysis = insert_analysis(connection, asset)
    for second in (61, 3723):
        insert_feedback(connection, "The picture\nis\x1b[1m dark.", analysis, code="video.dark",
                        start_ms=1000 * second + 250)  # fmt: skip
    assert run(["search", "dark", "pictures", "--url", url, "--kind", "finding"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header == "file\twhere\tkind\ttext\tasset"
    rest = f"\tvideo.dark\tThe picture is [1m dark.\t{asset}"
    assert sorted(lines) == [f"a b.mp4\t0:01:01.2{rest}", f"a b.mp4\t1:02:03.2{rest}"]
    assert run(["search", "dark", "--url", url, "--json", "--limit", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [hit["kind"] for hit in found["data"]] == ["finding"]
    assert found["next_cursor"]
    asked = ["search", "dark", "--url", url, "--type", "audio", "--type", "image"]
    assert run(asked) == 0
    assert capsys.readouterr().out.splitlines() == [header]
    assert run(["search", "x" * 301, "--url", url]) == 1
    assert "400" in capsys.readouterr().err
