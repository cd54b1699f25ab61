"""Files with known faults: streams that are missing, damaged, cut short or too long."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import av

from tests.kit.clips import Clip, render, tone
from tests.truth.case import Case, Expected

SMALL = frozenset({"video.low_res"})
MUTE = SMALL | {"video.no_audio"}
Damage = Callable[[bytearray], bytearray]
WHOLE = Clip(seconds=5.0)
AHEAD = Clip(seconds=5.0, options=(("movflags", "+faststart"),), coding=(("bf", "0"),))
HEARD = Clip(seconds=3.0, sound=tone(3.0))


def _file(
    name: str,
    clip: Clip,
    *expected: Expected,
    about: tuple[str, ...] = (),
    aside: frozenset[str] = MUTE,
    damage: Damage | None = None,
    suffix: str = "mp4",
    request: dict[str, Any] | None = None,
) -> Case:
    make = partial(_make, clip, damage, f"clip.{suffix}")
    return Case(name, make, expected, "web", aside, about, request or {})


def _make(clip: Clip, damage: Damage | None, name: str, directory: Path) -> Path:
    path = render(clip, directory / name)
    if damage:
        path.write_bytes(damage(bytearray(path.read_bytes())))
    return path


def _garbled(first: float, last: float) -> Damage:
    """Overwrites that part of the coded pictures; headers stay."""

    def garble(data: bytearray) -> bytearray:
        start = data.index(b"mdat") + 4
        size = int.from_bytes(data[start - 8 : start - 4], "big") - 8
        for place in range(start + int(first * size), start + int(last * size)):
            data[place] = 0xFF
        return data

    return garble


def _cut(seconds: float) -> Damage:
    """Ends the file where the packet shown at that time begins; the header is in front."""

    def cut(data: bytearray) -> bytearray:
        with av.open(BytesIO(bytes(data)), "r") as container:
            packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
        later = (p.pos for p in packets if float((p.pts or 0) * p.time_base) >= seconds - 1e-6)
        return data[: min(place for place in later if place is not None)]

    return cut


STREAMS = (
    _file("no sound track", WHOLE, Expected("video.no_audio", 0, 5, 0.1), aside=SMALL),
    _file("picture and sound", HEARD, about=("video.no_audio", "video.no_video"),
          aside=SMALL | {"audio.loudness"}),
    _file("sound where a video is expected", Clip(picture=None, sound=tone(3.0)),
          Expected("video.no_video", 0, 3, 0.1), aside=frozenset({"audio.loudness"}),
          request={"media_type": "video"}),
)  # fmt: skip
BROKEN = (
    _file("damaged in the middle", WHOLE, Expected("video.undecodable"),
          damage=_garbled(0.5, 0.6), aside=MUTE | {"video.freeze", "video.vfr"}),
    _file("damaged at the end", WHOLE, Expected("video.undecodable"), damage=_garbled(0.9, 1.0),
          aside=MUTE | {"video.freeze"}),
    _file("undamaged", WHOLE, about=("video.undecodable", "video.truncated")),
    _file("cut off by 1.5 s", AHEAD, Expected("video.truncated", 3.5, 5, 0.1), damage=_cut(3.5)),
    _file("cut off by 1.2 s", AHEAD, Expected("video.truncated", 3.8, 5, 0.1), damage=_cut(3.8)),
    _file("cut off by 0.8 s", AHEAD, damage=_cut(4.2), about=("video.truncated",)),
    _file("longer than allowed", WHOLE, Expected("video.too_long", 4, 5, 0.1),
          request={"max_duration": 4.0}),
    _file("as long as allowed", WHOLE, about=("video.too_long",), request={"max_duration": 5.0}),
)  # fmt: skip
CASES = (*STREAMS, *BROKEN)
