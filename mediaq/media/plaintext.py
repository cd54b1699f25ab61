"""Which text is a document. Playlists, markup and scripts are text as well, and those are refused
by content, because engines and browsers would follow or run them."""

import codecs
import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_COMMENT = re.compile(r"\A(?:\s*<!--.*?-->)+", re.DOTALL)
_REFUSED = re.compile(
    r"""\s*(?:
        \#EXTM3U | \#EXT-X- | \#EXTINF | ffconcat | \[playlist\] | \[Reference\] | file\s+'
        | v=0\s | \#! | \{\\rtf | \[InternetShortcut\] | \[Desktop\ Entry\] | MIME-Version:
        | <\?(?:xml|php|=) | <!(?:doctype|entity|--)
        | <(?:[a-z]+:)?(?:html|head|body|script|style|iframe|object|embed|svg|smil|mpd|rss|feed
            |playlist|asx|wpl|link|meta|base)\b
        | <[^>]*\sxmlns
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_document(head: bytes, *, whole: bool) -> bool:
    """Whether `head` is plain UTF-8 text that nothing but a reader would interpret; `whole` says
    that the file ends there, else its last character may be cut off."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return not _CONTROLS.search(text) and not _REFUSED.match(_COMMENT.sub("", text))
