"""Whole little files of every format, as bytes; what breaks them works on copies."""

import io
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from tests.kit.clips import Clip, render, tone
from tests.kit.pdf import Leaf, prose, text, write
from tests.kit.pictures import scene

SECONDS = 5.0
SOUND = tone(SECONDS)
_FRONT = (("movflags", "+faststart"),)
_CLIPS = {
    "front.mp4": Clip(SECONDS, sound=SOUND, options=_FRONT),
    "last.mp4": Clip(SECONDS, sound=SOUND),
    "clip.mov": Clip(SECONDS, sound=SOUND, audio_codec="pcm_s16le"),
    "clip.mkv": Clip(SECONDS, sound=SOUND, audio_codec="flac"),
    "clip.webm": Clip(SECONDS, sound=SOUND, video_codec="libvpx", audio_codec="libopus"),
    "clip.avi": Clip(SECONDS, sound=SOUND, video_codec="mpeg4", audio_codec="libmp3lame"),
    "sound.m4a": Clip(picture=None, sound=SOUND),
    "sound.aac": Clip(picture=None, sound=SOUND),
    "sound.mp3": Clip(picture=None, sound=SOUND, audio_codec="libmp3lame"),
    "sound.ogg": Clip(picture=None, sound=SOUND, audio_codec="libopus"),
    "sound.flac": Clip(picture=None, sound=SOUND, audio_codec="flac"),
    "sound.wav": Clip(picture=None, sound=SOUND, audio_codec="pcm_s16le"),
}
MOVING = tuple(_CLIPS)
STILL = ("photo.jpg", "progressive.jpg", "photo.png", "photo.gif", "photo.webp")


@cache
def whole(name: str) -> bytes:
    """The file of this name, made on first use."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, name)
        if name in _CLIPS:
            render(_CLIPS[name], path)
        elif name == "paper.pdf":
            write(path, [Leaf(prose()), Leaf(text("The second page"))])
        else:
            return picture(name)
        return path.read_bytes()


def picture(name: str, size: tuple[int, int] = (320, 240)) -> bytes:
    """A picture in the format of the name."""
    out, image = io.BytesIO(), scene(size)
    match name:
        case "photo.gif":
            frames: Sequence[Image.Image] = [image.rotate(turn) for turn in (90, 180)]
            image.save(out, "gif", save_all=True, append_images=frames)
        case "progressive.jpg":
            image.save(out, "jpeg", progressive=True)
        case _:
            image.save(out, {"jpg": "jpeg"}.get(name[-3:], name.partition(".")[2]))
    return out.getvalue()


def flat(size: tuple[int, int], form: str, **options: object) -> bytes:
    """A picture of one grey, for sizes where a scene would take long."""
    out = io.BytesIO()
    Image.fromarray(np.full((size[1], size[0]), 128, np.uint8)).save(out, form, **options)
    return out.getvalue()
