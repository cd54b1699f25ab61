"""What schemathesis learns of this API: the media type of tus, and bytes that are media."""

import schemathesis
from hypothesis import strategies

HEADS = (
    b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2\0\0\0\x08mdat",
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.7\n",
    b"#EXTM3U\n",
    b"",
)

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
schemathesis.openapi.format(
    "binary",
    strategies.builds(bytes.__add__, strategies.sampled_from(HEADS), strategies.binary()),
)
