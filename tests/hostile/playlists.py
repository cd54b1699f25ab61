"""Files that name other files or hosts, and want the engine to open them."""

from collections.abc import Iterator
from functools import partial

from tests.hostile.broken import ANY, HERE, PORT, Broken, only
from tests.hostile.bytewise import box, field, number, patched
from tests.hostile.papers import W, word
from tests.hostile.whole import whole
from tests.kit.pdf import assembled

_TARGETS = {
    "file URL": f"file://{HERE}",
    "path": HERE,
    "neighbour": "neighbour.wav",
    "parent": f"../../../../../../../..{HERE}",
    "host": f"http://127.0.0.1:{PORT}/canary.ts",
    "tcp": f"tcp://127.0.0.1:{PORT}",
    "concat": f"concat:{HERE}|{HERE}",
    "subfile": f"subfile,,start,0,end,9,,:{HERE}",
    "data": "data:text/plain;base64,aGVsbG8=",
}
_M3U8 = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"
_CONCAT = "ffconcat version 1.0\nfile '{}'\n"
_OTHERS = {
    "master m3u8": "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{}\n",
    "encrypted m3u8": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{0}"\n#EXTINF:1,\n{0}\n',
    "m3u8 with a map": '#EXTM3U\n#EXT-X-MAP:URI="{0}"\n#EXTINF:1,\n{0}\n#EXT-X-ENDLIST\n',
    "m3u": "#EXTINF:1,song\n{}\n",
    "dash": '<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT9S"><Period>'
    '<AdaptationSet mimeType="audio/wav"><Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>",
    "bare dash": '<MPD type="static"><Period><BaseURL>{}</BaseURL></Period></MPD>',
    "pls": "[playlist]\nFile1={}\nNumberOfEntries=1\n",
    "asx": '<asx version="3.0"><entry><ref href="{}"/></entry></asx>',
    "xspf": '<playlist version="1"><trackList><track><location>{}</location></track></trackList>'
    "</playlist>",
    "smil": '<smil><body><audio src="{}"/></body></smil>',
    "svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>',
    "shortcut": "[InternetShortcut]\nURL={}\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns={}\nc=IN IP4 127.0.0.1\nm=audio @PORT@ RTP/AVP 0\n",
}
_KINDS = ("video", "audio", "image", "document")


def cases(seed: int) -> Iterator[Broken]:
    """The same for every seed: as a worker sees them, and as an analyzer that is not warned."""
    for name, target in _TARGETS.items():
        yield from _texts(f"m3u8: {name}", _M3U8.format(target))
        yield from _texts(f"ffconcat: {name}", _CONCAT.format(target))
    for name, text in _OTHERS.items():
        for kind in ("file URL", "host"):
            yield from _texts(f"{name}: {kind}", text.format(_TARGETS[kind]))
    yield Broken("mp4: its media is in another file", _reference_movie, marks=ANY)
    yield Broken(
        "mov: only references to others", _redirecting_movie, "x.mov", only("media_invalid")
    )
    yield Broken("avi: subtitles that are a playlist", _avi_subtitles, "x.avi", ANY)
    yield Broken("pdf: streams and actions elsewhere", _pdf, "x.pdf", ANY)
    yield Broken("docx: parts elsewhere", _docx, "x.docx", ANY)
    yield Broken("docx: an entity from a file", _entity, "x.docx", ANY)


def _texts(name: str, text: str) -> Iterator[Broken]:
    make = partial(str.encode, text)
    yield Broken(f"{name}, as mp4", make, "clip.mp4", only("unsupported_media"))
    if name.startswith(("m3u8: host", "ffconcat: path", "m3u8: file", "dash", "ffconcat: host")):
        for kind in _KINDS[:3]:
            refused = only("media_invalid")
            yield Broken(f"{name}, as {kind}", make, "", refused, gate=False, media_type=kind)


def _reference_movie() -> bytes:
    """Every data reference names a file beside it, and is not marked as the file itself."""
    data = field(whole("front.mp4"), b"url ", 0, 0)
    at = data.index(b"dref") - 4
    url = box(b"url ", number(0) + b"file:neighbour.wav\0")
    entry = box(b"dref", number(0) + number(1) + url)
    size = int.from_bytes(data[at : at + 4], "big")
    return patched(data, at, (entry + bytes(size))[:size])


def _redirecting_movie() -> bytes:
    reference = b"".join((bytes(4), b"url ", number(len(HERE) + 1), HERE.encode(), b"\0"))
    inside = box(b"rmra", box(b"rmda", box(b"rdrf", reference)))
    return box(b"ftyp", b"qt  " + bytes(4) + b"qt  ") + box(b"moov", inside)


def _avi_subtitles() -> bytes:
    """GAB2: an AVI may carry a subtitle file, whose format the engine would probe."""
    text = _M3U8.format(f"http://127.0.0.1:{PORT}/x").encode().ljust(400)
    data = b"GAB2\0" + (2).to_bytes(2, "little") + (2).to_bytes(4, "little") + b"s\0"
    data += (4).to_bytes(2, "little") + len(text).to_bytes(4, "little") + text
    part = b"00tx" + len(data).to_bytes(4, "little") + data
    return whole("clip.avi").replace(b"movi", b"movi" + part, 1)


def _pdf() -> bytes:
    host = f"http://127.0.0.1:{PORT}/"
    actions = (
        f"/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /O << /S /URI /URI ({host}) >> >>"
        f" /AcroForm << /XFA (<x href='{host}'/>) /Fields [] >>"
    )
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 5 0 R /Annots [<< /Type"
        f" /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F ({HERE}) /D [0 /Fit] >> >>] >>"
    )
    return assembled(
        [
            f"<< /Type /Catalog /Pages 2 0 R {actions} >>".encode(),
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            page.encode(),
            b"<< >>",
            f"<< /Length 0 /F << /Type /Filespec /F ({HERE}) >> >>\nstream\n\nendstream".encode(),
        ]
    )


def _docx() -> bytes:
    elsewhere = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" TargetMode="External" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            [
                ("image", f"http://127.0.0.1:{PORT}/x.png"),
                ("attachedTemplate", f"file://{HERE}"),
                ("subDocument", "../../../../../../etc/passwd"),
            ]
        )
    )
    relations = f'<?xml version="1.0"?><Relationships>{elsewhere}</Relationships>'.encode()
    body = b"<w:document " + W + b"><w:p><w:r><w:t>words</w:t></w:r></w:p></w:document>"
    return word(body, more={"word/_rels/document.xml.rels": relations})


def _entity() -> bytes:
    declared = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{HERE}">]>'.encode()
    return word(declared + b"<w:document " + W + b"><w:p><w:t>&x;</w:t></w:p></w:document>")
