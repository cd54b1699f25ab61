"""Files that are two things at once, or something else than they are called, or nothing."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.broken import ANY, HERE, REFUSALS, Broken, cast, only
from tests.hostile.papers import word
from tests.hostile.whole import whole

_HTML = b"<!doctype html><script>alert(document.domain)</script>"
_LIST = f"\n#EXTM3U\n#EXTINF:1,\nfile://{HERE}\n".encode()
_SCRIPT = b"/*x*/=1;alert(1)"
_ODD_NAMES = ("/dev/zero", "/dev/stdin", "concat:a|b", "-y", "%d.png", "x\0.mp4", "a" * 9000)
_HEADS = {
    "mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
    "pdf": b"%PDF-1.7\n",
    "wav": b"RIFF\xff\0\0\0WAVE",
}
_UNSUPPORTED = only("unsupported_media")


def cases(seed: int) -> Iterator[Broken]:
    """Polyglots are accepted for what they begin as; the rest is refused."""
    for name, make in _POLYGLOTS.items():
        yield Broken(f"both {name}", make, f"x.{name.partition(' ')[0]}", ANY)
    for name, (filename, make) in _NAMED.items():
        yield Broken(f"{name}, as {filename}", make, filename, ANY)
    for name, data in _STRANGERS.items():
        yield Broken(name, partial(bytes, data), "clip.mp4", _UNSUPPORTED)
    for filename in ("clip.mp4", "x.wav", "x.png", "x.pdf", "x.docx", "", "x"):
        yield Broken(f"nothing, as {filename!r}", bytes, filename, only("empty_media"))
    for filename in (
        "/dev/zero",
        "/dev/stdin",
        "concat:a|b",
        "-y",
        "%d.png",
        "x\0.mp4",
        "a" * 9000,
    ):
        yield Broken(f"a film, as {filename[:20]!r}", partial(whole, "front.mp4"), filename, ANY)
    for n in range(3):
        make = partial(cast(seed, f"noise {n}").randbytes, 1 << (4 + 6 * n))
        yield Broken(f"noise {n}", make, "clip.mp4", REFUSALS)
        for head in (
            b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
            b"%PDF-1.7\n",
            b"RIFF\xff\0\0\0WAVE",
        ):
            yield Broken(f"noise {n} behind {head[:8]!r}", partial(_behind, head, make), "x", ANY)


def _behind(head: bytes, noise: Callable[[], bytes]) -> bytes:
    return head + noise()


def _gif_script() -> bytes:
    gif = whole("photo.gif")
    return b"GIF89a" + _SCRIPT[:4] + gif[10:] + _SCRIPT


_POLYGLOTS: dict[str, Callable[[], bytes]] = {
    "mp4 and html": lambda: whole("front.mp4") + _HTML,
    "mp4 and playlist": lambda: whole("front.mp4") + _LIST,
    "mp4 and zip": lambda: whole("front.mp4") + word(b"<x/>"),
    "mp4 and mp3": lambda: whole("front.mp4") + whole("sound.mp3"),
    "mp3 and html": lambda: b"ID3\4\0\0\0\0\0" + bytes([len(_HTML)]) + _HTML + whole("sound.mp3"),
    "gif and script": _gif_script,
    "jpg and zip": lambda: whole("photo.jpg") + word(b"<x/>"),
    "jpg and php": lambda: (
        whole("photo.jpg")[:2]
        + b"\xff\xfe\0\x1b<?php system('touch /x');?>"
        + whole("photo.jpg")[2:]
    ),
    "png and html": lambda: whole("photo.png") + _HTML,
    "pdf and zip": lambda: whole("paper.pdf") + word(b"<x/>"),
    "pdf and html": lambda: b"%PDF-1.7\n" + _HTML + whole("paper.pdf"),
    "wav and playlist": lambda: whole("sound.wav") + _LIST,
    "mkv and mp4": lambda: whole("clip.mkv") + whole("front.mp4"),
    "docx and pdf": lambda: word(b"<x/>") + whole("paper.pdf"),
}
# The name is a claim, the content decides.
_NAMED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a film": ("x.pdf", partial(whole, "front.mp4")),
    "another film": ("x.txt", partial(whole, "clip.webm")),
    "a sound": ("x.mp4", partial(whole, "sound.mp3")),
    "a picture": ("x.mp4", partial(whole, "photo.png")),
    "a paper": ("x.jpg", partial(whole, "paper.pdf")),
    "a text": ("x.txt", lambda: b"just words\n" * 99),
}
_STRANGERS = {
    "text": b"this is no film\n" * 99,
    "html": _HTML * 9,
    "html behind a comment": b"<!-- x -->" + _HTML,
    "a script": b"#!/bin/sh\ntouch /tmp/x\n",
    "a program": b"\x7fELF\2\1\1" + bytes(9) + b"\3\0>\0" + bytes(400),
    "a Windows program": b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0",
    "gzip": b"\x1f\x8b\x08" + bytes(99),
    "zeros": bytes(100_000),
    "one byte": b"\0",
    "only ones": b"\xff" * 100_000,
    "UTF-16": "a film".encode("utf-16") * 99,
    "rtf": b"{\\rtf1 hello}",
}
