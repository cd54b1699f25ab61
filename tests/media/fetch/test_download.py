"""What origins send, well or badly."""

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from mediaq import __version__
from mediaq.errors import MediaqError
from mediaq.media.fetch.download import Download
from mediaq.media.fetch.status import retry_after
from tests.kit.origin import Conduct, answer, endless, serving, silence, then_silence
from tests.kit.wait import wait_for
from tests.media.fetch.conftest import GIF, LIMIT, Fetching

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
MIB = 1024 * 1024
BOMB = gzip.compress(GIF + bytes(200 * MIB), 6)
HUGE = f"HTTP/1.1 200 OK\r\nContent-Length: {10**10}\r\n\r\n".encode()


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def test_a_clip_is_stored_under_its_hash(fetching: Fetching) -> None:
    seen: list[float] = []
    with serving({"/a%20b?c=d": answer("200 OK", GIF * 30)}) as origin:
        fetched = fetching(origin, origin.url("/a%20b?c=d#e"), on_progress=seen.append)
    sha256 = hashlib.sha256(GIF * 30).hexdigest()
    key = f"originals/{sha256[:2]}/{sha256}"
    assert (fetched.file.storage_path, fetched.file.sha256) == (key, sha256)
    assert (fetched.file.size_bytes, fetched.form.mime_type) == (len(GIF) * 30, "image/gif")
    assert fetching.left_behind() == [key]
    assert seen[-1] == 100.0
    head = origin.heads[0]
    assert head.startswith("GET /a%20b?c=d HTTP/1.1\r\n")
    assert f"User-Agent: mediaq/{__version__}\r\n" in head
    assert "Accept-Encoding: identity\r\n" in head


@pytest.mark.parametrize("wbits", [31, 15])
def test_a_body_that_came_compressed_is_stored_unpacked(fetching: Fetching, wbits: int) -> None:
    packer = zlib.compressobj(wbits=wbits)
    packed = packer.compress(GIF * 50) + packer.flush()
    if wbits == 31:
        packed += gzip.compress(GIF)
    name = "gzip" if wbits == 31 else "deflate"
    with serving({"/clip.mp4": answer("200 OK", packed, Content_Encoding=name)}) as origin:
        fetched = fetching(origin)
    assert fetched.file.size_bytes == len(GIF) * (51 if wbits == 31 else 50)


BAD: Mapping[str, tuple[bytes | Conduct, str]] = {
    "ten gigabytes announced": (then_silence(HUGE), "media_too_large"),
    "ten gigabytes, not announced": (endless(CHUNKED, chunk(GIF)), "media_too_large"),
    "endless until closed": (endless(b"HTTP/1.1 200 OK\r\n\r\n", GIF), "media_too_large"),
    "a gzip bomb": (answer("200 OK", BOMB, Content_Encoding="gzip"), "media_too_large"),
    "half a gzip body": (
        answer("200 OK", gzip.compress(GIF)[:60], Content_Encoding="gzip"),
        "fetch_failed",
    ),
    "no gzip at all": (answer("200 OK", GIF, Content_Encoding="gzip"), "fetch_failed"),
    "another compression": (answer("200 OK", GIF, Content_Encoding="br"), "unsupported_media"),
    "two of them": (answer("200 OK", GIF, Content_Encoding="gzip, gzip"), "unsupported_media"),
    "less than announced": (
        answer("200 OK", GIF, Content_Length=str(len(GIF) + 1)),
        "fetch_failed",
    ),
    "two lengths": (answer("200 OK", GIF, Content_Length="1\r\nContent-Length: 2"), "fetch_failed"),
    "a byte now and then": (endless(CHUNKED, chunk(b"G"), 0.05), "too_slow"),
    "silence": (silence, "too_slow"),
    "half a head": (then_silence(b"HTTP/1.1 200 OK\r\nA: "), "too_slow"),
    "silence after the head": (then_silence(CHUNKED), "too_slow"),
    "silence in the middle": (then_silence(CHUNKED + chunk(GIF)), "too_slow"),
    "a flood of headers": (endless(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 100), "fetch_failed"),
    "one long header": (endless(b"HTTP/1.1 200 OK\r\nA: ", b"b" * 4096), "fetch_failed"),
    "hints without end": (
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" * 100),
        "fetch_failed",
    ),
    "nonsense": (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "fetch_failed"),
    "nothing": (answer("200 OK"), "empty_media"),
    "no content": (answer("204 No Content"), "source_refused"),
    "a web page": (answer("200 OK", b"<!doctype html>" + b" " * 9000), "unsupported_media"),
    "a page without end": (endless(CHUNKED, chunk(b"<!doctype html>" * 99)), "unsupported_media"),
    "not found": (answer("404 Not Found", GIF), "source_not_found"),
    "gone": (answer("410 Gone", GIF), "source_not_found"),
    "forbidden": (answer("403 Forbidden", GIF), "source_refused"),
    "part of it": (answer("206 Partial Content", GIF), "source_refused"),
    "not modified": (answer("304 Not Modified"), "source_refused"),
    "broken": (answer("500 Internal Server Error"), "fetch_failed"),
    "a redirect to nowhere": (answer("302 Found"), "fetch_failed"),
}
FOR_NOW = {"fetch_failed", "too_slow"}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_origin_has_its_code_and_leaves_nothing(fetching: Fetching, how: str) -> None:
    conduct, code = BAD[how]
    wanted = fetching.at(head=1.0, window=0.3) if code == "too_slow" else fetching
    with serving({"/clip.mp4": conduct}) as origin, pytest.raises(MediaqError) as caught:
        wanted(origin)
    assert caught.value.code == code
    assert caught.value.permanent == (code not in FOR_NOW)
    assert wanted.left_behind() == []


def test_what_exceeds_the_announced_length_is_not_read(fetching: Fetching) -> None:
    lies = endless(f"HTTP/1.1 200 OK\r\nContent-Length: {len(GIF)}\r\n\r\n".encode(), GIF)
    with serving({"/clip.mp4": lies}) as origin:
        assert fetching(origin).file.size_bytes == len(GIF)
        assert origin.left.wait(10.0)


def test_the_limit_itself_is_allowed(fetching: Fetching) -> None:
    most = GIF + bytes(LIMIT - len(GIF))
    with serving({"/clip.mp4": CHUNKED + chunk(most) + b"0\r\n\r\n"}) as origin:
        assert fetching(origin).file.size_bytes == LIMIT


def test_a_download_may_not_take_for_ever(fetching: Fetching) -> None:
    steady = endless(CHUNKED, chunk(b"GIF89a" + bytes(994)), 0.02)
    with serving({"/clip.mp4": steady}) as origin, pytest.raises(MediaqError) as caught:
        fetching.at(total=1.0)(origin)
    assert caught.value.code == "too_slow"


def test_nobody_listens(fetching: Fetching) -> None:
    with serving({}) as origin:
        pass
    with pytest.raises(MediaqError) as caught:
        fetching(origin)
    assert (caught.value.code, caught.value.permanent) == ("fetch_failed", False)


def test_cancelled_it_hangs_up_and_leaves_nothing(fetching: Fetching) -> None:
    async def start_and_cancel() -> None:
        download = Download(fetching.outbound(origin), fetching.storage, LIMIT)
        task = asyncio.create_task(download.fetch(origin.url()))
        await asyncio.to_thread(origin.asked.wait, 10.0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with serving({"/clip.mp4": then_silence(CHUNKED + chunk(GIF))}) as origin:
        asyncio.run(start_and_cancel())
        wait_for(origin.left.is_set)
    assert fetching.left_behind() == []


def test_an_origin_says_when_to_come_back(fetching: Fetching) -> None:
    busy = answer("429 Too Many Requests", Retry_After="90")
    with serving({"/clip.mp4": busy}) as origin, pytest.raises(MediaqError) as caught:
        fetching(origin)
    assert (caught.value.code, caught.value.extra["retry_after"]) == ("fetch_failed", 90.0)


def test_retry_after_is_a_number_or_a_date_within_reason() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    assert 500 < (retry_after(soon) or 0) <= 600
    assert retry_after(format_datetime(datetime(1999, 1, 1, tzinfo=UTC), usegmt=True)) == 0.0
    assert retry_after("9" * 400) == 3600.0
    assert [retry_after(text) for text in ("", "soon", "-1", "١")] == [None] * 4
