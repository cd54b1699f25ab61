"""What a picture says about how it was taken. Claims: capped, cleaned, and without the place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image

from mediaq.analyzers.cleaning import clean

MOST_CHARACTERS = 64
_LATITUDE, _LONGITUDE = ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude
_UPRIGHT = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
# What names a person or one device: numbers of EXIF tags, names of XMP properties. XMP's are those
# of Dublin Core, EXIF 2.3 for XMP, IPTC and the Metadata Working Group's regions of faces.
_PERSONAL: tuple[tuple[str, tuple[int, ...], tuple[bytes, ...]], ...] = (
    ("who took the picture",
     (ExifTags.Base.Artist, ExifTags.Base.CameraOwnerName, ExifTags.Base.XPAuthor),
     (b"dc:creator", b"CameraOwnerName", b"exifEX:OwnerName", b"aux:OwnerName")),
    ("who is in it", (), (b"PersonInImage", b"mwg-rs:Name", b"MPReg:PersonDisplayName")),
    ("the serial number of the camera",
     (ExifTags.Base.BodySerialNumber, ExifTags.Base.CameraSerialNumber),
     (b"BodySerialNumber", b"aux:SerialNumber")),
)  # fmt: skip

# An element or attribute of XMP that is there and empty tells nothing.
_FILLED = rb"""(?!\s*/>|\s*=\s*(?:""|''))"""


@dataclass(frozen=True, slots=True)
class Taken:
    """`orientation` is EXIF's, 1 to 8; `place` says whether a position is in the file, `personal`
    what else about people and their devices."""

    orientation: int = 1
    place: bool = False
    camera: str | None = None
    time: str | None = None
    personal: tuple[str, ...] = ()

    @property
    def sideways(self) -> bool:
        """Whether width and height change places when the picture is turned upright."""
        return self.orientation >= 5

    def upright(self, picture: Image.Image) -> Image.Image:
        """The picture as it is meant to be seen."""
        for turn in _UPRIGHT.get(self.orientation, ()):
            picture = picture.transpose(turn)
        return picture


def taken(picture: Image.Image) -> Taken:
    """What EXIF and XMP say; nothing when they are damaged."""
    packet = _xmp(picture)
    placed = b"GPSLatitude" in packet
    try:
        exif = picture.getexif()
        gps, details = (exif.get_ifd(part) for part in (ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif))
        base = dict(exif)
    except Exception:  # a hostile directory provokes errors of every kind, and is only metadata
        return Taken(place=placed, personal=_personal({}, packet))
    orientation = base.get(ExifTags.Base.Orientation, 1)
    names = (_text(base.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    time = details.get(ExifTags.Base.DateTimeOriginal) or base.get(ExifTags.Base.DateTime)
    return Taken(
        orientation=orientation if orientation in _UPRIGHT else 1,
        place=placed or (_LATITUDE in gps and _LONGITUDE in gps),
        camera=" ".join(name for name in names if name) or None,
        time=_text(time),
        personal=_personal({**details, **base}, packet),
    )


def _personal(tags: Mapping[int, Any], packet: bytes) -> tuple[str, ...]:
    """Empty tags and tags of blanks, which many cameras write, tell nothing."""
    return tuple(
        what
        for what, numbers, names in _PERSONAL
        if any(_said(tags.get(number)) for number in numbers)
        or any(re.search(re.escape(name) + _FILLED, packet) for name in names)
    )


def _said(value: object) -> bool:
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "ignore")
    return _text(value) is not None


def _xmp(picture: Image.Image) -> bytes:
    """The packet of XMP, where there is one: cameras and phones write positions there too."""
    packet: Any = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return packet.encode("utf-8", "replace") if isinstance(packet, str) else bytes(packet)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return clean(value.split("\0")[0]).strip()[:MOST_CHARACTERS] or None
