"""Detection: every format from a real file, and a refusal for everything that only looks so."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaq.errors import EmptyMedia, UnsupportedMedia
from mediaq.media.formats import FORMATS, HEAD_BYTES, detect, safe_filename
from tests.media import samples


@pytest.mark.parametrize(
    ("name", "muxer", "codec"),
    [
        ("mp4", "mp4", "mpeg4"),
        ("mov", "mov", "mpeg4"),
        ("mkv", "matroska", "mpeg4"),
        ("webm", "webm", "libvpx"),
        ("avi", "avi", "mpeg4"),
    ],
)
def test_video_is_recognised(tmp_path: Path, name: str, muxer: str, codec: str) -> None:
    data = samples.video(tmp_path / "x", muxer=muxer, codec=codec)
    assert detect(data[:HEAD_BYTES], "named.txt") is FORMATS[name]
    assert FORMATS[name].media_type == "video"


@pytest.mark.parametrize(
    ("name", "muxer", "codec"),
    [
        ("mp3", "mp3", "libmp3lame"),
        ("wav", "wav", "pcm_s16le"),
        ("wav", "wav", "pcm_s24le"),
        ("flac", "flac", "flac"),
        ("ogg", "ogg", "flac"),
        ("opus", "ogg", "libopus"),
        ("aac", "adts", "aac"),
        ("m4a", "ipod", "aac"),
    ],
)
def test_sound_is_recognised(tmp_path: Path, name: str, muxer: str, codec: str) -> None:
    data = samples.sound(tmp_path / "x", muxer=muxer, codec=codec)
    assert detect(data[:HEAD_BYTES], "named.mp4") is FORMATS[name]
    assert FORMATS[name].media_type == "audio"


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
def test_mp3_is_recognised_at_every_rate_and_without_its_tag(tmp_path: Path, rate: int) -> None:
    data = samples.sound(tmp_path / "x", muxer="mp3", codec="libmp3lame", rate=rate)
    size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    assert data.startswith(b"ID3")
    assert detect(data[10 + size :][:HEAD_BYTES]).name == "mp3"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP"])
def test_pictures_are_recognised(kind: str) -> None:
    found = detect(samples.picture(kind)[:HEAD_BYTES])
    assert found.mime_type == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("name", "head", "filename"),
    [
        ("pdf", samples.picture("PDF")[:HEAD_BYTES], ""),
        ("docx", samples.archive(*samples.WORD), ""),
        ("docx", samples.archive("_rels/.rels", "docProps/app.xml", "word/document.xml"), ""),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "letter.doc"),
        ("mp3", b"ID3\x04\0\0\x00\x10\x00\x00" + bytes(4000), "large cover picture.mp3"),
        ("mov", b"\0\0\0\x08wide\0\1\0\0mdat", "old.mov"),
        ("ogv", b"OggS\0\2" + bytes(21) + b"\1\x2a\x80theora", ""),
        ("ogg", b"OggS\0\2" + bytes(21) + b"\1\x1e\1vorbis", "song.ogg"),
        ("wav", b"RF64\xff\xff\xff\xffWAVEds64", ""),
        ("mp4", b"\0\0\0\x18ftypXXXX\0\0\0\0iso6mp41", "a brand of its own.mp4"),
        ("mp4", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42\n#EXTM3U\nfile:///etc/passwd", "poly.m3u8"),
        ("txt", "Grüße, 世界\n".encode(), "notes.txt"),
        ("txt", b"\xef\xbb\xbfwith a mark", ""),
        ("txt", b"plain words", "README"),
        ("md", b"<h1 align='center'>Title</h1>\n\n# Words", "README.MD"),
        ("txt", ("a" + "é" * HEAD_BYTES).encode()[:HEAD_BYTES], "cut in a character.txt"),
    ],
)
def test_documents_and_rarer_signatures(name: str, head: bytes, filename: str) -> None:
    assert detect(head, filename) is FORMATS[name]


REFUSED = {
    "words": b"these are words, not a film",
    "hls": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "hls after a mark": b"\xef\xbb\xbf#EXTM3U\n",
    "dash": b'<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
    "dash bare": b'<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
    "ffconcat": b"ffconcat version 1.0\nfile other.wav\n",
    "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
    "smil": b"<smil><body/></smil>",
    "pls": b"[playlist]\nFile1=http://127.0.0.1/\n",
    "html": b"\n<!DOCTYPE html><html>",
    "html after a comment": b"<!-- a -->\n<!-- b --><HTML><script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "script": b"#!/bin/sh\nrm -rf /\n",
    "zip": samples.archive("a.txt", "word/b.txt"),
    "spreadsheet": samples.archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    "elf": b"\x7fELF\2\1\1" + bytes(60),
    "exe": b"MZ\x90\0" + bytes(60),
    "utf-16": "words".encode("utf-16"),
    "latin-1": "Grüße".encode("latin-1"),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "canon raw": b"II*\0\x10\0\0\0CR\2\0" + bytes(60),
    "canon raw 3": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    "fujifilm raw": b"FUJIFILMCCD-RAW 0201" + bytes(20),
    "jpeg xl": b"\0\0\0\x0cJXL \r\n\x87\n",
    "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "photoshop": b"8BPS\0\1" + bytes(20),
    "svg after a declaration": b'<?xml version="1.0"?>\n<svg:svg xmlns:svg="x">',
    "bm and nothing": b"BM" + bytes(60),
    "riff of palettes": b"RIFF\x10\0\0\0PAL data",
    "another ebml": b"\x1a\x45\xdf\xa3\x88\x42\x82\x85other",
    "ogg of nothing known": b"OggS\0\2" + bytes(60),
    "one mp3 sync": b"\xff\xfb\x90\x00" + bytes(2000),
    "mp3 layer I": b"\xff\xff\x90\x00" * 1000,
    "one adts sync": b"\xff\xf1\x50\x80\x10\x1f\xfc" + bytes(2000),
    "id3 with words": b"ID3\x04\0\0\0\0\0\x04abcdwords" + bytes(100),
    "ftyp in words": b"the ftyp box of a file",
    "free in words": b"The free lunch is over",
    "zeros": bytes(HEAD_BYTES),
}


@pytest.mark.parametrize("filename", ["clip.mp4", "song.mp3", "paper.pdf", "film.m3u8"])
@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_by_content(what: str, filename: str) -> None:
    with pytest.raises(UnsupportedMedia):
        detect(REFUSED[what], filename)


@pytest.mark.parametrize("filename", ["", "notes.txt", "notes.md"])
@pytest.mark.parametrize("what", [w for w in REFUSED if not w.endswith("words")])
def test_playlists_markup_and_binaries_are_no_text_documents(what: str, filename: str) -> None:
    with pytest.raises(UnsupportedMedia):
        detect(REFUSED[what], filename)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("svg", "SVG .* may hold scripts .* as PNG"),
        ("svg after a declaration", "SVG"),
        ("heic", "HEIC .* as JPEG"),
        ("canon raw", "Raw files of cameras .* as JPEG"),
        ("canon raw 3", "Raw files of cameras"),
        ("fujifilm raw", "Raw files of cameras"),
        ("jpeg xl", "JPEG XL"),
        ("jpeg 2000", "JPEG 2000"),
        ("photoshop", "Photoshop"),
        ("zip", "not a media format"),
    ],
)
def test_a_refused_picture_is_told_what_to_upload_instead(what: str, said: str) -> None:
    with pytest.raises(UnsupportedMedia, match=said):
        detect(REFUSED[what], f"p.{what}")


def test_an_empty_file_says_so() -> None:
    with pytest.raises(EmptyMedia):
        detect(b"", "clip.mp4")


@given(st.binary(min_size=1, max_size=64), st.sampled_from([b"", b"ID3", b"PK\3\4", b"\xff\xfb"]))
def test_no_bytes_break_detection(data: bytes, start: bytes) -> None:
    with suppress(UnsupportedMedia):
        assert detect(start + data).name in FORMATS


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\films\\cat.mp4", "cat.mp4"),
        ("a\0b\nc.mp4", "abc.mp4"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("\ud800x.mp4", "x.mp4"),
        ("..", "upload"),
        ("", "upload"),
        ("dir/", "upload"),
        ("-y %d concat:a|b", "-y %d concat:a|b"),
        ("Über 世界 👩‍🚀.mov", "Über 世界 👩‍🚀.mov"),
        ("x" * 10_000 + ".mp4", "x" * 251 + ".mp4"),
    ],
)
def test_file_names_become_display_text(given_name: str, shown: str) -> None:
    assert safe_filename(given_name) == shown


@given(st.text(st.characters(), max_size=600))
def test_any_text_becomes_a_storable_name(text: str) -> None:
    shown = safe_filename(text)
    assert 0 < len(shown) <= 255
    assert "\0" not in shown
    assert "/" not in shown
    shown.encode()
    assert safe_filename(shown) == shown
