"""Raw files of cameras are TIFF files of which Pillow would show the small preview."""

from PIL import Image, TiffImagePlugin

from mediaq.errors import UnsupportedMedia
from mediaq.media.unread import RAW

# TIFF/EP and DNG 1.7: NewSubfileType, PhotometricInterpretation, DNGVersion.
_SUBFILE, _PHOTOMETRIC, _DNG_VERSION = 254, 262, 50706
_REDUCED = 1
_SENSOR = (32803, 34892)


def refuse_raw(picture: Image.Image) -> None:
    """Raises UnsupportedMedia for a TIFF that says it holds the data of a sensor, or whose first
    picture is the preview of another."""
    if not isinstance(picture, TiffImagePlugin.TiffImageFile):
        return
    tags = picture.tag_v2
    kind = tags.get(_SUBFILE, 0)
    preview = isinstance(kind, int) and kind & _REDUCED
    if preview or _DNG_VERSION in tags or tags.get(_PHOTOMETRIC) in _SENSOR:
        raise UnsupportedMedia(RAW)
