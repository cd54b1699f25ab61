"""Every case, of every kind of media."""

from tests.truth import audio, caption, document, image, video

CASES = (*video.CASES, *audio.CASES, *caption.CASES, *image.CASES, *document.CASES)
