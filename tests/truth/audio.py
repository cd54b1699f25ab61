"""Files with known faults: sound."""

from tests.truth import audio_faults, audio_formats, audio_level, audio_ogg, audio_stereo
from tests.truth.case import Case

CASES: tuple[Case, ...] = (
    *audio_faults.CASES,
    *audio_formats.CASES,
    *audio_level.CASES,
    *audio_ogg.CASES,
    *audio_stereo.CASES,
)
