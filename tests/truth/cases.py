"""Every case, of every kind of media."""

from tests.truth import audio, document, image, video

CASES = (*video.CASES, *audio.CASES, *image.CASES, *document.CASES)
